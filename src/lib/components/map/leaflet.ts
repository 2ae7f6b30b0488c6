import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import './map.css';
import type { BaseMap, Bounds, LatLng } from './base';
import { createAreas, type MapArea } from './areas';
import { closerOf } from './close';
import { createBaseLayers } from './layers';
import { createPin, createPoints, type MapCluster, type MapPoint } from './markers';
import { boundsOf } from './project';
import { addTiles, crsOf, type TileState } from './tiles';
import type { Shift, Tiles } from './town-base';

export interface MapOptions {
	base: BaseMap;
	initial?: (LatLng & { zoom: number }) | Bounds;
	still: boolean;
	tiles?: { tiles: Tiles; shift: Shift | null; ontiles: (state: TileState) => void };
	onmove: (bounds: Bounds, zoom: number) => void;
	/** Present when the visitor may set the pin. */
	onpick?: (point: LatLng) => void;
	onselect?: (id: string) => void;
	onarea?: (id: string) => void;
}

export interface OpenMap {
	drawBase(base: BaseMap): void;
	drawAreas(areas: readonly MapArea[]): void;
	drawPoints(points: MapPoint[], clusters: MapCluster[]): void;
	/** Brings the pin into view when it is not. */
	drawPin(point: LatLng | null): void;
	centre(): LatLng;
	zoomBy(steps: number): void;
	showAll(): void;
	close(): void;
}

const closeUp = 17;

/** Belongs to the browser, and is heavy: import this module only when a map is to be opened. */
export function openMap(container: HTMLElement, options: MapOptions): OpenMap {
	const { still, onpick } = options;
	const map = L.map(container, {
		attributionControl: false,
		zoomControl: false,
		// half levels would blur tiles
		zoomSnap: options.tiles ? 1 : 0.5,
		crs: options.tiles?.shift ? crsOf(options.tiles.shift) : L.CRS.EPSG3857,
		maxZoom: 19,
		zoomAnimation: !still,
		markerZoomAnimation: !still,
		fadeAnimation: !still,
		inertia: !still,
		renderer: L.svg({ padding: 0.5 })
	});
	// The arrow keys always ask for an animated pan: there is no option against it.
	if (still) {
		map.panBy = (offset, panOptions) =>
			L.Map.prototype.panBy.call(map, offset, { ...panOptions, animate: false });
	}
	L.control.scale({ imperial: false, position: 'bottomright', maxWidth: 80 }).addTo(map);

	const layers = createBaseLayers(map);
	if (options.tiles) addTiles(map, options.tiles.tiles, options.tiles.ontiles);
	const areas = createAreas(map, options.onarea);
	const points = createPoints(map, options.onselect);
	const pin = createPin(map, onpick);
	let everything = L.latLngBounds([
		[3, 73],
		[54, 136]
	]);

	function fitTo(base: BaseMap) {
		const bounds = boundsOf(base.features.map((feature) => feature.geometry));
		if (!bounds) return;
		everything = toLeaflet(bounds);
		map.setMaxBounds(everything.pad(1));
		map.setMinZoom(Math.floor(map.getBoundsZoom(everything)) - 1);
	}

	function start() {
		const { initial } = options;
		fitTo(options.base);
		if (initial && 'zoom' in initial) map.setView(initial, initial.zoom);
		else map.fitBounds(initial ? toLeaflet(initial) : everything, { animate: false });
	}

	map.on('moveend', () => options.onmove(fromLeaflet(map.getBounds()), Math.round(map.getZoom())));
	if (onpick) map.on('click', ({ latlng }) => onpick(sixDecimals(latlng)));

	// A container that opens later (in <details>, say) has no size yet, and nothing can be fitted.
	let started = container.clientWidth > 0;
	if (started) start();
	else map.setView([35, 105], 4);
	const resized = new ResizeObserver(() => {
		if (container.clientWidth === 0) return;
		map.invalidateSize({ animate: false });
		if (!started) start();
		started = true;
	});
	resized.observe(container);
	const closeMap = closerOf(map);

	return {
		drawBase(base) {
			layers.draw(base);
			if (started) fitTo(base);
		},
		drawAreas: areas.draw,
		drawPoints: points.draw,
		drawPin(point) {
			pin.draw(point);
			if (started && point && !map.getBounds().contains(point))
				map.setView(point, Math.max(map.getZoom(), closeUp), { animate: !still });
		},
		centre: () => sixDecimals(map.getCenter()),
		zoomBy: (steps) => void map.setZoom(Math.round(map.getZoom()) + steps),
		showAll: () => void map.fitBounds(everything, { animate: !still }),
		close() {
			resized.disconnect();
			closeMap();
		}
	};
}

const toLeaflet = ({ west, south, east, north }: Bounds) =>
	L.latLngBounds([
		[south, west],
		[north, east]
	]);

const fromLeaflet = (bounds: L.LatLngBounds): Bounds => ({
	west: bounds.getWest(),
	south: bounds.getSouth(),
	east: bounds.getEast(),
	north: bounds.getNorth()
});

/** About a tenth of a metre. */
const sixDecimals = ({ lat, lng }: LatLng): LatLng => ({
	lat: Math.round(lat * 1e6) / 1e6,
	lng: Math.round(lng * 1e6) / 1e6
});
