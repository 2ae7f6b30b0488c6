import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { fromWgs84, toWgs84, type CoordinateSystem } from '../../src/lib/places/coordinates';
import {
	boundingBox,
	distanceMetres,
	distanceToLine,
	distanceToPolygon,
	inPolygon,
	roundTo50m,
	validatePolygon
} from '../../src/lib/places/geometry';

const inChina = fc.record({
	lat: fc.double({ min: 18, max: 53, noNaN: true }),
	lng: fc.double({ min: 74, max: 134, noNaN: true })
});

const box = (west: number, south: number, east: number, north: number): Position[] => [
	[west, south],
	[east, south],
	[east, north],
	[west, north],
	[west, south]
];

describe('distance between two points', () => {
	it.each([
		// One degree of a great circle of the mean sphere is 2πR/360.
		['one degree along the meridian', { lat: 35, lng: 118 }, { lat: 36, lng: 118 }, 111_195.08],
		['one degree along the equator', { lat: 0, lng: 10 }, { lat: 0, lng: 11 }, 111_195.08],
		['half way around', { lat: 0, lng: 0 }, { lat: 0, lng: 180 }, 20_015_114.4],
		['across the date line', { lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 }, 111_195.08],
		['nowhere', { lat: 35.58, lng: 118.83 }, { lat: 35.58, lng: 118.83 }, 0]
	])('%s', (_, a, b, metres) => {
		expect(Math.abs(distanceMetres(a, b) - metres)).toBeLessThan(0.1);
	});

	it('is the same both ways and never negative', () => {
		fc.assert(
			fc.property(inChina, inChina, (a, b) => {
				expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 6);
				expect(distanceMetres(a, b)).toBeGreaterThanOrEqual(0);
			})
		);
	});
});

describe('a point and a polygon', () => {
	const withHole = [box(0, 0, 10, 10), box(4, 4, 6, 6)];
	const two = [withHole, [box(20, 0, 30, 10)]];

	it.each([
		['inside', 1, 1, withHole, true],
		['outside', 11, 5, withHole, false],
		['in the hole', 5, 5, withHole, false],
		['level with a corner', -1, 0, withHole, false],
		['in the second polygon', 25, 5, two, true],
		['in the hole of the first', 5, 5, two, false],
		['between the two', 15, 5, two, false]
	])('%s', (_, lng, lat, polygon, inside) => {
		expect(inPolygon({ lng, lat }, polygon)).toBe(inside);
	});

	it('gives a point of a shared edge to exactly one of two neighbours', () => {
		const [a, b]: Position[] = [
			[118.8271, 35.5722],
			[118.8332, 35.5913]
		];
		const west = [[a!, b!, [118.81, 35.58], a!]];
		const east = [[b!, a!, [118.85, 35.58], b!]];
		fc.assert(
			fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (t) => {
				const point = {
					lng: a![0]! + t * (b![0]! - a![0]!),
					lat: a![1]! + t * (b![1]! - a![1]!)
				};
				expect([inPolygon(point, west), inPolygon(point, east)].filter(Boolean)).toHaveLength(1);
			})
		);
	});

	it('measures metres to the edge from outside and nothing from inside', () => {
		const town = [box(118.8, 35.56, 118.87, 35.6)];
		expect(distanceToPolygon({ lat: 35.58, lng: 118.83 }, town)).toBe(0);
		expect(distanceToPolygon({ lat: 35.61, lng: 118.83 }, town)).toBeCloseTo(1111.95, 1);
		expect(distanceToPolygon({ lat: 5, lng: 5 }, withHole)).toBeGreaterThan(110_000);
	});
});

describe('a point and a street', () => {
	const street: Position[] = [
		[118.82, 35.58],
		[118.84, 35.58],
		[118.84, 35.59]
	];

	it.each([
		['beside its middle', { lat: 35.581, lng: 118.83 }, 111.2],
		['beside its second part', { lat: 35.585, lng: 118.841 }, 90.43],
		['beyond its end', { lat: 35.591, lng: 118.84 }, 111.2],
		['on it', { lat: 35.58, lng: 118.825 }, 0]
	])('%s', (_, point, metres) => {
		expect(Math.abs(distanceToLine(point, street) - metres)).toBeLessThan(0.1);
	});

	it('is never nearer than the nearest corner allows', () => {
		fc.assert(
			fc.property(inChina, (point) => {
				const line = street.map(([lng, lat]) => [
					lng! - 118.82 + point.lng,
					lat! - 35.57 + point.lat
				]);
				const corners = line.map(([lng, lat]) => distanceMetres(point, { lat: lat!, lng: lng! }));
				expect(distanceToLine(point, line)).toBeLessThanOrEqual(Math.min(...corners) * 1.001);
			})
		);
	});
});

describe('the box around a geometry', () => {
	const around = { west: 1, south: 2, east: 5, north: 6 };

	it.each([
		['Point', { type: 'Point' as const, coordinates: [1, 2] }, { ...around, east: 1, north: 2 }],
		['LineString', { type: 'LineString' as const, coordinates: [[5, 2], [1, 6]] }, around], // prettier-ignore
		['Polygon', { type: 'Polygon' as const, coordinates: [box(1, 2, 5, 6)] }, around],
		[
			'MultiPolygon',
			{ type: 'MultiPolygon' as const, coordinates: [[box(1, 2, 3, 4)], [box(4, 5, 5, 6)]] },
			around
		],
		[
			'GeometryCollection',
			{
				type: 'GeometryCollection' as const,
				geometries: [
					{ type: 'Point' as const, coordinates: [5, 2] },
					{ type: 'Point' as const, coordinates: [1, 6] }
				]
			},
			around
		]
	])('of a %s', (_, geometry, expected) => {
		expect(boundingBox(geometry)).toEqual(expected);
	});

	it('does not exist for an empty one', () => {
		expect(() => boundingBox({ type: 'LineString', coordinates: [] })).toThrow(RangeError);
	});
});

describe('rounding a place for the public', () => {
	it('moves it by at most half the diagonal of its cell, and only once', () => {
		fc.assert(
			fc.property(inChina, (point) => {
				const rounded = roundTo50m(point);
				expect(distanceMetres(point, rounded)).toBeLessThan(36);
				expect(roundTo50m(rounded)).toEqual(rounded);
			})
		);
	});

	it('leaves neighbouring cells about 50 m apart at any latitude', () => {
		for (const lat of [20.0001, 35.5801, 52.0001]) {
			const here = roundTo50m({ lat, lng: 118.8 });
			const step = 50 / (111_195.08 * Math.cos((here.lat * Math.PI) / 180));
			const next = roundTo50m({ lat: here.lat, lng: here.lng + step });
			expect(Math.abs(distanceMetres(here, next) - 50)).toBeLessThan(0.3);
		}
	});

	it('gives two people at one spot the same answer', () => {
		expect(roundTo50m({ lat: 35.58137, lng: 118.83602 })).toEqual(
			roundTo50m({ lat: 35.58138, lng: 118.83601 })
		);
	});
});

describe('checking a drawn polygon', () => {
	const bowTie = [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]; // prettier-ignore
	const spike = [[[0, 0], [2, 0], [3, 0], [2, 0], [2, 2], [0, 0]]]; // prettier-ignore
	const pinched = [[[0, 0], [2, 0], [1, 1], [2, 2], [0, 2], [1, 1], [0, 0]]]; // prettier-ignore
	const flat = [[[0, 0], [1, 0], [2, 0], [0, 0]]]; // prettier-ignore

	it.each([
		['nothing', [], '没有画出范围'],
		['not a list', 'POLYGON', '没有画出范围'],
		['three points', [[[0, 0], [1, 0], [0, 0]]], '至少要有 4 个点'], // prettier-ignore
		['open', [[[0, 0], [1, 0], [1, 1], [0, 1]]], '没有闭合'], // prettier-ignore
		['latitude first', [box(35.5, 118.8, 35.6, 118.9)], '先经度、后纬度'],
		['a point without numbers', [[[0, 0], ['1', 0], [1, 1], [0, 0]]], '超出范围'], // prettier-ignore
		['not a number', [[[0, 0], [NaN, 0], [1, 1], [0, 0]]], '第 2 个点'], // prettier-ignore
		['crossing itself', bowTie, '自相交'],
		['with a spike', spike, '自相交'],
		['touching itself', pinched, '自相交'],
		['without area', flat, '自相交'],
		['hole crossing itself', [box(-5, -5, 5, 5), ...bowTie], '第 1 个洞自相交'],
		['hole elsewhere', [box(0, 0, 1, 1), box(2, 2, 3, 3)], '第 1 个洞不在外圈之内']
	])('%s', (_, coordinates, problem) => {
		expect(validatePolygon(coordinates)).toContain(problem);
	});

	it.each([
		['a box', [box(0, 0, 1, 1)]],
		['clockwise', [box(0, 0, 1, 1).reverse()]],
		['with a hole', [box(0, 0, 3, 3), box(1, 1, 2, 2)]],
		['with a point given twice', [[[0, 0], [1, 0], [1, 0], [1, 1], [0, 0]]]], // prettier-ignore
		['with a point on a straight side', [[[0, 0], [1, 0], [2, 0], [2, 2], [0, 0]]]] // prettier-ignore
	])('finds nothing wrong %s', (_, coordinates) => {
		expect(validatePolygon(coordinates)).toBeNull();
	});
});

describe('coordinates of other maps', () => {
	it.each<[CoordinateSystem, number]>([
		['gcj02', 1200],
		['bd09', 2500]
	])('come back from %s to within a metre', (system, most) => {
		fc.assert(
			fc.property(inChina, (point) => {
				const shifted = fromWgs84(point, system);
				expect(distanceMetres(point, shifted)).toBeLessThan(most);
				expect(distanceMetres(point, toWgs84(shifted, system))).toBeLessThan(1);
			})
		);
	});

	it.each<CoordinateSystem>(['gcj02', 'bd09'])('would be streets away if read as %s', (system) => {
		const point = { lat: 35.5814, lng: 118.836 };
		expect(distanceMetres(point, toWgs84(point, system))).toBeGreaterThan(300);
	});

	it('agrees with the published example of 天安门', () => {
		const gcj = fromWgs84({ lat: 39.907375, lng: 116.391349 }, 'gcj02');
		expect(gcj.lat).toBeCloseTo(39.908778, 4);
		expect(gcj.lng).toBeCloseTo(116.397591, 4);
	});

	it.each([
		['on the western rim', { lat: 30, lng: 72.0041 }],
		['on the southern rim', { lat: 0.83, lng: 110 }],
		['in Paris', { lat: 48.86, lng: 2.35 }]
	])('stay as they are %s', (_, point) => {
		expect(toWgs84(point, 'gcj02')).toEqual(point);
	});

	it('of our own kind stay as they are', () => {
		expect(toWgs84({ lat: 35.58, lng: 118.83 }, 'wgs84')).toEqual({ lat: 35.58, lng: 118.83 });
	});
});
