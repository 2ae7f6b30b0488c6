import type { Bounds, LatLng } from './geometry';

/** The finest Web Mercator level for which cells are kept; about 38 m at the equator. */
export const finestLevel = 20;

/** The tile of `level` that holds a point; coarser levels are its coordinates shifted right. */
export function tileAt({ lat, lng }: LatLng, level: number): { x: number; y: number } {
	const size = 2 ** level;
	const radians = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
	return {
		x: Math.floor(((lng + 180) / 360) * size),
		y: Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * size)
	};
}

/** The tiles of `level` that `bounds` touch, all four included. */
export function tilesWithin(bounds: Bounds, level: number): Bounds {
	const { x: west, y: north } = tileAt({ lat: bounds.north, lng: bounds.west }, level);
	const { x: east, y: south } = tileAt({ lat: bounds.south, lng: bounds.east }, level);
	return { west, east, north, south };
}

/** Points that share a tile of `level`, gathered; those that stand alone are groups of one. */
export function gather<P extends LatLng>(points: readonly P[], level: number): P[][] {
	const groups = new Map<string, P[]>();
	for (const point of points) {
		const { x, y } = tileAt(point, level);
		const group = groups.get(`${x},${y}`);
		if (group) group.push(point);
		else groups.set(`${x},${y}`, [point]);
	}
	return [...groups.values()];
}
