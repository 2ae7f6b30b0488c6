import type { LineString, MultiPolygon, Polygon, Position } from 'geojson';
import { crossesItself, properlyCross } from './crossing';
import { distanceToLine, inPolygon, type LatLng } from './geometry';

export type Drawn = Polygon | MultiPolygon | LineString;

/** One ring or line that can be drawn at: its corners, without the last that repeats the first. */
export type Part = { points: LatLng[]; closed: boolean };

const pointOf = ([lng = NaN, lat = NaN]: Position): LatLng => ({ lat, lng });
const positionOf = ({ lat, lng }: LatLng): Position => [lng, lat];

const sixDecimals = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
export const tidied = ({ lat, lng }: LatLng): LatLng => ({
	lat: sixDecimals(lat),
	lng: sixDecimals(lng)
});

export function partsOf(shape: Drawn): Part[] {
	if (shape.type === 'LineString') {
		return [{ points: shape.coordinates.map(pointOf), closed: false }];
	}
	const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
	return rings.map((ring) => ({ points: ring.slice(0, -1).map(pointOf), closed: true }));
}

/** The shape with other corners for its part of that number. */
export function withPart(shape: Drawn, number: number, points: readonly LatLng[]): Drawn {
	const positions = points.map(positionOf);
	if (shape.type === 'LineString') return { ...shape, coordinates: positions };
	const ring = positions.length > 0 ? [...positions, positions[0]!] : [];
	if (shape.type === 'Polygon') {
		return {
			...shape,
			coordinates: shape.coordinates.map((old, i) => (i === number ? ring : old))
		};
	}
	let n = -1;
	return {
		...shape,
		coordinates: shape.coordinates.map((rings) =>
			rings.map((old) => {
				n++;
				return n === number ? ring : old;
			})
		)
	};
}

export const moved = (points: readonly LatLng[], i: number, to: LatLng): LatLng[] =>
	points.map((point, n) => (n === i ? tidied(to) : point));

export const inserted = (points: readonly LatLng[], after: number, at: LatLng): LatLng[] =>
	points.toSpliced(after + 1, 0, tidied(at));

/** Without one corner; a ring keeps three and a line two. */
export function removed({ points, closed }: Part, i: number): LatLng[] {
	return points.length <= (closed ? 3 : 2) ? [...points] : points.toSpliced(i, 1);
}

/** The middle of each edge, where a corner can be added. */
export function middles({ points, closed }: Part): LatLng[] {
	const ends = closed ? [...points.slice(1), points[0]!] : points.slice(1);
	return ends.map((end, i) => ({
		lat: (points[i]!.lat + end.lat) / 2,
		lng: (points[i]!.lng + end.lng) / 2
	}));
}

/** Whether what is being drawn crosses or touches itself; a line may. */
export const isCrossed = ({ points, closed }: Part): boolean =>
	closed && (points.length < 3 || crossesItself([...points, points[0]!]));

/** Metres that two neighbours may run into each other before it counts. */
const tolerance = 2;

/** Whether two areas lie over each other by more than a drawing's own error; a shared edge does not. */
export function overlap(a: Polygon | MultiPolygon, b: Polygon | MultiPolygon): boolean {
	const into = (one: Polygon | MultiPolygon, other: Polygon | MultiPolygon) =>
		partsOf(one).some(({ points, closed }) =>
			[...points, ...middles({ points, closed }), ...within(points, one)].some(
				(point) => inPolygon(point, other.coordinates) && depth(point, other) > tolerance
			)
		);
	return into(a, b) || into(b, a) || edgesCross(a, b);
}

/** A point inside of the area, where its middle is one: two that are the same share every edge. */
function within(points: readonly LatLng[], area: Polygon | MultiPolygon): LatLng[] {
	const mean = (of: 'lat' | 'lng') =>
		points.reduce((sum, point) => sum + point[of], 0) / points.length;
	const middle = { lat: mean('lat'), lng: mean('lng') };
	return inPolygon(middle, area.coordinates) ? [middle] : [];
}

const depth = (point: LatLng, area: Polygon | MultiPolygon): number =>
	Math.min(
		...partsOf(area).map(({ points }) =>
			distanceToLine(point, [...points, points[0]!].map(positionOf))
		)
	);

// corners close to the other's edge are its drawing's error, not a crossing
function edgesCross(a: Polygon | MultiPolygon, b: Polygon | MultiPolygon): boolean {
	const far = (point: LatLng, area: Polygon | MultiPolygon) => depth(point, area) > tolerance;
	return edgesOf(a).some(([p, q]) =>
		edgesOf(b).some(([r, s]) => properlyCross(p, q, r, s) && [p, q].every((end) => far(end, b)))
	);
}

const edgesOf = (area: Polygon | MultiPolygon): [LatLng, LatLng][] =>
	partsOf(area).flatMap(({ points }) =>
		points.map((point, i): [LatLng, LatLng] => [point, points[(i + 1) % points.length]!])
	);
