import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import './map.css';
import type { BaseMap, LatLng } from './base';
import { closerOf } from './close';
import { createBaseLayers } from './layers';
import { boundsOf } from './project';

interface Handlers {
	base: BaseMap;
	onselect: (corner: number) => void;
	onmove: (corner: number, to: LatLng) => void;
	/** A corner is wanted in the middle of the edge after `corner`. */
	oninsert: (corner: number, at: LatLng) => void;
	/** The map itself was clicked. */
	onclick: (at: LatLng) => void;
}

export interface ShapeMap {
	draw(points: readonly LatLng[], middles: readonly LatLng[], closed: boolean, at: number): void;
	zoomBy(steps: number): void;
	close(): void;
}

/** A map to draw at one ring or line. Belongs to the browser, and is heavy: import when it is opened. */
export function openShapeMap(container: HTMLElement, handlers: Handlers): ShapeMap {
	const map = L.map(container, {
		attributionControl: false,
		zoomControl: false,
		zoomSnap: 0.5,
		maxZoom: 19,
		// the arrow keys move a corner here
		keyboard: false,
		zoomAnimation: false,
		renderer: L.svg({ padding: 0.5 })
	});
	const bounds = boundsOf(handlers.base.features.map(({ geometry }) => geometry));
	const { west = 73, south = 3, east = 136, north = 54 } = bounds ?? {};
	map.fitBounds([
		[south, west],
		[north, east]
	]);
	createBaseLayers(map).draw(handlers.base);
	map.on('click', ({ latlng }) => handlers.onclick(latlng));
	const drawn = L.layerGroup().addTo(map);
	let fitted = false;

	function handle(point: LatLng, className: string, draggable: boolean) {
		const icon = L.divIcon({ className: `map-corner ${className}`, iconSize: [0, 0] });
		return L.marker(point, { icon, draggable, keyboard: false }).addTo(drawn);
	}

	return {
		draw(points, middles, closed, at) {
			drawn.clearLayers();
			const style = {
				className: closed ? 'map-drawn map-drawn-area' : 'map-drawn',
				interactive: false
			};
			const shape = closed ? L.polygon([...points], style) : L.polyline([...points], style);
			shape.addTo(drawn);
			for (const [i, middle] of middles.entries()) {
				handle(middle, 'map-middle', false).on('click', () => handlers.oninsert(i, middle));
			}
			for (const [i, point] of points.entries()) {
				handle(point, i === at ? 'map-corner-at' : '', true)
					.on('click', () => handlers.onselect(i))
					.on('dragend', ({ target }) => handlers.onmove(i, (target as L.Marker).getLatLng()));
			}
			if (!fitted && points.length > 1) map.fitBounds(shape.getBounds().pad(0.2));
			fitted ||= points.length > 1;
		},
		zoomBy: (steps) => void map.setZoom(Math.round(map.getZoom()) + steps, { animate: false }),
		close: closerOf(map)
	};
}
