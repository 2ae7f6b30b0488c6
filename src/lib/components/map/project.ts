import type { Geometry, Position } from 'geojson';
import type { Bounds, LatLng } from './base';

/** From `[lng, lat]` to drawing units, y downwards. */
export type Project = (position: Position) => [x: number, y: number];

const metresPerDegree = 111_195;

/** A list of lines or rings; a point is a line of one position. */
export function linesOf(geometry: Geometry): Position[][] {
	switch (geometry.type) {
		case 'Point':
			return [[geometry.coordinates]];
		case 'LineString':
		case 'MultiPoint':
			return [geometry.coordinates];
		case 'MultiLineString':
		case 'Polygon':
			return geometry.coordinates;
		case 'MultiPolygon':
			return geometry.coordinates.flat();
		case 'GeometryCollection':
			return geometry.geometries.flatMap(linesOf);
	}
}

/** Null when there is nothing to go around. */
export function boundsOf(geometries: Geometry[]): Bounds | null {
	const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
	for (const [lng = NaN, lat = NaN] of geometries.flatMap(linesOf).flat()) {
		bounds.west = Math.min(bounds.west, lng);
		bounds.south = Math.min(bounds.south, lat);
		bounds.east = Math.max(bounds.east, lng);
		bounds.north = Math.max(bounds.north, lat);
	}
	return bounds.west <= bounds.east ? bounds : null;
}

/** The box that reaches `metres` from the point in each of the four directions. */
export function boundsAround({ lat, lng }: LatLng, metres: number): Bounds {
	const dLat = metres / metresPerDegree;
	const dLng = dLat / Math.cos((lat * Math.PI) / 180);
	return { west: lng - dLng, south: lat - dLat, east: lng + dLng, north: lat + dLat };
}

export interface Fit {
	project: Project;
	/** Drawing units per metre on the ground. */
	scale: number;
}

/** Equirectangular, true to scale in the middle of the box, centred, never cropping the box. */
export function fit(bounds: Bounds, width: number, height: number, padding = 0): Fit {
	const midLat = (bounds.south + bounds.north) / 2;
	const midLng = (bounds.west + bounds.east) / 2;
	const shrink = Math.cos((midLat * Math.PI) / 180);
	const perDegree = Math.min(
		(width - 2 * padding) / Math.max((bounds.east - bounds.west) * shrink, 1e-6),
		(height - 2 * padding) / Math.max(bounds.north - bounds.south, 1e-6)
	);
	return {
		project: ([lng = NaN, lat = NaN]) => [
			width / 2 + (lng - midLng) * shrink * perDegree,
			height / 2 - (lat - midLat) * perDegree
		],
		scale: perDegree / metresPerDegree
	};
}

/** Whether any of it can show in a drawing of that size. */
export function isInView(geometry: Geometry, project: Project, width: number, height: number) {
	const points = linesOf(geometry).flat().map(project);
	const xs = points.map(([x]) => x);
	const ys = points.map(([, y]) => y);
	return (
		Math.max(...xs) >= 0 &&
		Math.min(...xs) <= width &&
		Math.max(...ys) >= 0 &&
		Math.min(...ys) <= height
	);
}

/**
 * SVG path data in steps of a tenth of a unit, relative where it can be, without the corners that
 * nobody would see: pages carry it inline.
 */
export function pathData(geometry: Geometry, project: Project): string {
	const closed = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
	return linesOf(geometry)
		.map((line) => linePath(line.map(project), closed))
		.join('');
}

function linePath(points: [number, number][], closed: boolean): string {
	const tenths = points.map(([x, y]) => [Math.round(x * 10), Math.round(y * 10)] as const);
	const [first, ...rest] = closed ? tenths.slice(0, -1) : tenths;
	if (!first) return '';
	let [x, y] = first;
	let data = `M${x / 10} ${y / 10}`;
	for (const [i, [nextX, nextY]] of rest.entries()) {
		const isLast = i === rest.length - 1;
		if (!isLast && Math.hypot(nextX - x, nextY - y) < 10) continue;
		data += `l${(nextX - x) / 10} ${(nextY - y) / 10}`;
		[x, y] = [nextX, nextY];
	}
	return closed ? `${data}z` : data;
}
