import L from 'leaflet';
import { shifted } from './shift';
import type { Shift, Tiles } from './town-base';

/** `part`: some pictures did not come, and the town's own drawing shows in their place. */
export type TileState = 'whole' | 'part';

/** Lays the tiles over the town's own drawing, which shows wherever a tile does not come. */
export function addTiles(map: L.Map, tiles: Tiles, ontiles: (state: TileState) => void) {
	const container = map.getContainer();
	const lost = new Set<string>();
	const tell = () => {
		container.classList.toggle('map-tiled', lost.size === 0);
		ontiles(lost.size === 0 ? 'whole' : 'part');
	};
	for (const [n, url] of tiles.urls.entries()) {
		const layer = L.tileLayer(url, {
			subdomains: tiles.hosts,
			minNativeZoom: tiles.from,
			maxNativeZoom: tiles.to,
			maxZoom: 19,
			zIndex: n + 1
		});
		const nameOf = ({ x, y, z }: L.Coords) => `${n}/${z}/${x}/${y}`;
		layer.on('tileerror', ({ coords }: L.TileErrorEvent) => {
			lost.add(nameOf(coords));
			tell();
		});
		// those that left the view are no loss any more
		layer.on('tileunload', ({ coords }: L.TileEvent) => {
			if (lost.delete(nameOf(coords))) tell();
		});
		layer.on('load', tell);
		layer.addTo(map);
	}
}

/** The coordinate system of a map on tiles of another datum. */
export function crsOf(shift: Shift): L.CRS {
	const { SphericalMercator } = L.Projection;
	const { project, unproject } = shifted<L.Point>(
		{
			project: ({ lat, lng }) => SphericalMercator.project(L.latLng(lat, lng)),
			unproject: (at) => SphericalMercator.unproject(at)
		},
		shift
	);
	const projection = {
		bounds: SphericalMercator.bounds,
		project,
		unproject: (at: L.Point) => L.latLng(unproject(at))
	};
	return L.extend({}, L.CRS.EPSG3857, { projection }) as L.CRS;
}
