import type { Bounds, LatLng } from './geometry';

/**
 * The lattice in which the office counts exact places: in degrees, so that the database can reckon a
 * cell by arithmetic alone. A cell of level n is 360/2ⁿ degrees wide and three quarters of that high:
 * about a square in the latitudes of China, and half a tile's width at level n + 1 of a map.
 */
export const finestCells = 18;
export const coarsestCells = 4;

const width = (level: number): number => 360 / 2 ** level;
const height = (level: number): number => 270 / 2 ** level;

/** The cell of `level` that holds a point; coarser levels are its coordinates shifted right. */
export function cellAt({ lat, lng }: LatLng, level: number): { x: number; y: number } {
	const shift = finestCells - level;
	return {
		x: Math.floor(((lng + 180) / 360) * 2 ** finestCells) >> shift,
		y: Math.floor(((90 - lat) / 270) * 2 ** finestCells) >> shift
	};
}

export function cellBounds({ x, y }: { x: number; y: number }, level: number): Bounds {
	return {
		west: x * width(level) - 180,
		east: (x + 1) * width(level) - 180,
		north: 90 - y * height(level),
		south: 90 - (y + 1) * height(level)
	};
}

/** The cells of `level` that `bounds` touch, all four included. */
export function cellsWithin(bounds: Bounds, level: number): Bounds {
	const { x: west, y: north } = cellAt({ lat: bounds.north, lng: bounds.west }, level);
	const { x: east, y: south } = cellAt({ lat: bounds.south, lng: bounds.east }, level);
	return { west, east, north, south };
}

/** The finest level not beyond `wanted` of which at most `most` cells touch `bounds`. */
export function levelFor(bounds: Bounds, wanted: number, most: number): number {
	let level = Math.max(coarsestCells, Math.min(finestCells, Math.round(wanted)));
	while (level > coarsestCells) {
		const { west, east, north, south } = cellsWithin(bounds, level);
		if ((east - west + 1) * (south - north + 1) <= most) break;
		level--;
	}
	return level;
}

/** Counts are kept for every second level from 10 on; the others are made of the next finer one. */
export const keptLevel = (level: number): number => Math.max(10, level + (level % 2));
