import type { Geometry, Position } from 'geojson';
import { crossesItself, same } from './crossing';

/** WGS-84 degrees. GeoJSON's own positions stay `[lng, lat]`. */
export interface LatLng {
	lat: number;
	lng: number;
}

export interface Bounds {
	west: number;
	south: number;
	east: number;
	north: number;
}

/** The `coordinates` of a GeoJSON Polygon (outer ring, then holes) or MultiPolygon. */
export type PolygonCoordinates = Position[][] | Position[][][];

/** Mean radius of the earth (IUGG R1), metres. */
const earthRadius = 6_371_008.8;
const metresPerDegree = (earthRadius * Math.PI) / 180;
const cellMetres = 50;

/** Crossings are sought pair by pair, so the work grows with the square of this. */
const maxPolygonPoints = 5000;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

const pointOf = ([lng = NaN, lat = NaN]: Position): LatLng => ({ lat, lng });

/** Great-circle metres on a sphere (haversine): within 0.5 % of the ellipsoid. */
export function distanceMetres(a: LatLng, b: LatLng): number {
	const h =
		Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
		Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lng - a.lng) / 2) ** 2;
	return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * A point on the edge that two polygons share belongs to exactly one of them,
 * provided both draw that edge with the same positions.
 */
export function inPolygon(point: LatLng, polygon: PolygonCoordinates): boolean {
	return polygonsOf(polygon).some(
		(rings) => rings.filter((ring) => inRing(point, ring)).length % 2 === 1
	);
}

/** Throws on a geometry without a single position. */
export function boundingBox(geometry: Geometry): Bounds {
	const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
	for (const { lat, lng } of pointsOf(geometry)) {
		bounds.west = Math.min(bounds.west, lng);
		bounds.south = Math.min(bounds.south, lat);
		bounds.east = Math.max(bounds.east, lng);
		bounds.north = Math.max(bounds.north, lat);
	}
	if (!Number.isFinite(bounds.west)) throw new RangeError('geometry has no positions');
	return bounds;
}

/** Metres to the nearest part of a LineString. Meant for town distances: flat around the point. */
export function distanceToLine(point: LatLng, line: Position[]): number {
	const flat = line.map((position) => metresFrom(point, pointOf(position)));
	if (flat.length === 1) return Math.hypot(...flat[0]!);
	return Math.min(...flat.slice(1).map((end, i) => distanceToSegment(flat[i]!, end)));
}

/** 0 inside, else metres to the nearest edge, also that of a hole the point lies in. */
export function distanceToPolygon(point: LatLng, polygon: PolygonCoordinates): number {
	if (inPolygon(point, polygon)) return 0;
	return Math.min(
		...polygonsOf(polygon).flatMap((rings) => rings.map((ring) => distanceToLine(point, ring)))
	);
}

/**
 * The centre of the point's cell in a fixed lattice of about 50 m, at most 36 m away. The lattice
 * is the same for everyone, so that many reports of one spot do not average out to it.
 */
export function roundTo50m({ lat, lng }: LatLng): LatLng {
	const latStep = cellMetres / metresPerDegree;
	const rowCentre = Math.min(90, (Math.floor(lat / latStep) + 0.5) * latStep);
	const lngStep = latStep / Math.max(Math.cos(radians(rowCentre)), 1e-6);
	return {
		lat: sixDecimals(rowCentre),
		lng: sixDecimals((Math.floor(lng / lngStep) + 0.5) * lngStep)
	};
}

/** What is wrong with the `coordinates` of a Polygon, as a sentence to show, or null. */
export function validatePolygon(coordinates: unknown): string | null {
	if (!Array.isArray(coordinates) || coordinates.length === 0) return '没有画出范围。';
	const rings: LatLng[][] = [];
	for (const [i, ring] of coordinates.entries()) {
		const name = i === 0 ? '外圈' : `第 ${i} 个洞`;
		if (!Array.isArray(ring) || ring.length < 4)
			return `${name}至少要有 4 个点（首尾相同，合为一点）。`;
		const bad = ring.findIndex((position) => !isOnEarth(position));
		if (bad >= 0) return `${name}第 ${bad + 1} 个点超出范围：应当先经度、后纬度，单位为度。`;
		const points = ring.map(pointOf);
		if (!same(points[0]!, points.at(-1)!)) return `${name}没有闭合：最后一点要与第一点相同。`;
		rings.push(points);
	}
	if (rings.flat().length > maxPolygonPoints) return `点太多：最多 ${maxPolygonPoints} 个。`;
	const [outer, ...holes] = rings.map((ring) =>
		ring.filter((p, i) => !i || !same(p, ring[i - 1]!))
	);
	if (crossesItself(outer!)) return '外圈自相交或者重叠：边不能与边相碰。';
	for (const [i, hole] of holes.entries()) {
		if (crossesItself(hole)) return `第 ${i + 1} 个洞自相交或者重叠：边不能与边相碰。`;
		if (!hole.some((p) => inRing(p, coordinates[0]))) return `第 ${i + 1} 个洞不在外圈之内。`;
	}
	return null;
}

function polygonsOf(polygon: PolygonCoordinates): Position[][][] {
	return typeof polygon[0]?.[0]?.[0] === 'number'
		? [polygon as Position[][]]
		: (polygon as Position[][][]);
}

/** Half-open rule: an edge owns its lower end and not its upper one. */
function inRing({ lat, lng }: LatLng, ring: Position[]): boolean {
	let inside = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		let a = pointOf(ring[i]!);
		let b = pointOf(ring[j]!);
		if (a.lat > lat === b.lat > lat) continue;
		// Neighbours walk a shared edge in opposite directions: always reckon it upwards, so that
		// both get the same rounding.
		if (a.lat > b.lat) [a, b] = [b, a];
		if (lng < a.lng + ((lat - a.lat) / (b.lat - a.lat)) * (b.lng - a.lng)) inside = !inside;
	}
	return inside;
}

function pointsOf(geometry: Geometry): LatLng[] {
	if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(pointsOf);
	if (geometry.type === 'Point') return [pointOf(geometry.coordinates)];
	const depth = { MultiPoint: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };
	return (geometry.coordinates.flat(depth[geometry.type]) as Position[]).map(pointOf);
}

type Vector = [x: number, y: number];

function metresFrom(origin: LatLng, { lat, lng }: LatLng): Vector {
	return [
		(lng - origin.lng) * metresPerDegree * Math.cos(radians(origin.lat)),
		(lat - origin.lat) * metresPerDegree
	];
}

/** From the origin to the segment. */
function distanceToSegment([ax, ay]: Vector, [bx, by]: Vector): number {
	const [dx, dy] = [bx - ax, by - ay];
	const along = -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1);
	const t = Math.min(1, Math.max(0, along));
	return Math.hypot(ax + t * dx, ay + t * dy);
}

function isOnEarth(position: unknown): boolean {
	if (!Array.isArray(position) || position.length < 2) return false;
	return [180, 90].every(
		(limit, i) => Number.isFinite(position[i]) && Math.abs(position[i]) <= limit
	);
}

const sixDecimals = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
