import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, cellBounds, cellsWithin, levelFor } from '../../src/lib/places/lattice';
import { addressOf, askedOf, boxOf, type Asked } from '../../src/lib/reports/map/asked';
import { classBreaks, classOf } from '../../src/lib/reports/map/breaks';

const now = Date.UTC(2026, 0, 20, 4);
const place = fc.record({
	lat: fc.double({ min: -80, max: 80, noNaN: true }),
	lng: fc.double({ min: -179, max: 179, noNaN: true })
});

describe('the lattice', () => {
	it('puts every point in the cell whose box holds it', () => {
		fc.assert(
			fc.property(place, fc.integer({ min: 4, max: 18 }), (point, level) => {
				const { west, east, south, north } = cellBounds(cellAt(point, level), level);
				const ulp = 1e-12;
				expect(point.lng >= west - ulp && point.lng <= east + ulp).toBe(true);
				expect(point.lat >= south - ulp && point.lat <= north + ulp).toBe(true);
			})
		);
	});

	it('has near squares of about 120 m at its finest in the latitudes of China', () => {
		const { west, east, south, north } = cellBounds(cellAt({ lat: 35.58, lng: 118.84 }, 18), 18);
		const wide = (east - west) * 111_195 * Math.cos((35.58 * Math.PI) / 180);
		const high = (north - south) * 111_195;
		expect(wide).toBeCloseTo(124, 0);
		expect(high / wide).toBeCloseTo(0.92, 2);
	});

	it('never asks for more cells than it may', () => {
		fc.assert(
			fc.property(place, fc.double({ min: 1e-4, max: 40, noNaN: true }), (corner, size) => {
				const bounds = {
					west: corner.lng,
					east: corner.lng + size,
					south: corner.lat,
					north: Math.min(89, corner.lat + size)
				};
				const level = levelFor(bounds, 22, 500);
				const { west, east, north, south } = cellsWithin(bounds, level);
				expect((east - west + 1) * (south - north + 1)).toBeLessThanOrEqual(500);
			})
		);
	});
});

describe('class breaks', () => {
	it.each([
		[[], []],
		[[0, 0], []],
		[[0, 3], [[3, 3]]],
		[
			[1, 1, 1, 2],
			[
				[1, 1],
				[2, 2]
			]
		],
		[
			[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
			[
				[1, 2],
				[3, 4],
				[5, 6],
				[7, 8],
				[9, 10]
			]
		]
	])('of %j are %j', (values, expected) => {
		expect(classBreaks(values).map(({ from, to }) => [from, to])).toEqual(expected);
	});

	it('put every value but zero into exactly one class, larger values never lower', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 300 })), (values) => {
				const classes = classBreaks(values);
				expect(classes.length).toBeLessThanOrEqual(5);
				const sorted = values.filter(Boolean).sort((a, b) => a - b);
				const at = sorted.map((value) => classOf(classes, value));
				expect(at).not.toContain(-1);
				expect(at).toEqual([...at].sort((a, b) => a - b));
				for (const value of values) {
					const holding = classes.filter(({ from, to }) => value >= from && value <= to);
					expect(holding).toHaveLength(value ? 1 : 0);
				}
			})
		);
	});
});

describe('the address of a view', () => {
	const read = (query: string) => askedOf(new URLSearchParams(query), now);

	it('comes back as it was', () => {
		const views: Partial<Asked>[] = [
			{},
			{ layer: 'heat', figure: 'sent', group: 'traffic', day: '2026-01-19' },
			{ layer: 'grids', figure: 'overdue', unit: '7', grid: 'A01' },
			{ layer: 'lamps', cell: { west: 118.5, south: 35.25, east: 118.75, north: 35.5 } }
		];
		for (const view of views) {
			const asked = read(addressOf(view).split('?')[1] ?? '');
			expect(asked).toMatchObject(view);
			expect(addressOf(asked)).toBe(addressOf(view));
		}
	});

	it.each([
		['a day too long ago', 'layer=heat&day=2025-10-22'],
		['tomorrow', 'layer=heat&day=2026-01-21'],
		['a day that is none', 'layer=heat&day=2026-01-00'],
		['a day where only now is known', 'layer=lamps&day=2026-01-19']
	])('does not say %s', (_, query) => {
		expect(read(query).day).toBe('');
	});

	it('says no unit where the past is asked for', () => {
		expect(read('layer=grids&figure=open&unit=7').unit).toBe('7');
		expect(read('layer=grids&figure=open&unit=7&day=2026-01-19').unit).toBe('');
		expect(read('layer=heat&unit=7').unit).toBe('');
	});

	it.each(['', '1,2,3', '1,2,3,x', '3,2,1,4', '1,4,3,2', '1,2,3,91', '1,2,3,4,5'])(
		'has no box in “%s”',
		(text) => expect(boxOf(text)).toBeNull()
	);
});
