import type { MultiPolygon, Polygon } from 'geojson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { properlyCross } from '../../src/lib/places/crossing';
import {
	inserted,
	isCrossed,
	middles,
	moved,
	overlap,
	partsOf,
	removed,
	withPart,
	type Drawn
} from '../../src/lib/places/shape-edit';

const square = (west: number, south: number, size = 0.01): Polygon => ({
	type: 'Polygon',
	coordinates: [
		[
			[west, south],
			[west + size, south],
			[west + size, south + size],
			[west, south + size],
			[west, south]
		]
	]
});

const shapes: Drawn[] = [
	square(118, 35),
	{ type: 'MultiPolygon', coordinates: [square(118, 35).coordinates, square(119, 35).coordinates] },
	{
		type: 'LineString',
		coordinates: [
			[118, 35],
			[118.1, 35.1],
			[118.2, 35]
		]
	}
];

describe('drawing at a shape', () => {
	it.each(shapes)('$type taken apart and put together is the same', (shape) => {
		for (const [i, { points }] of partsOf(shape).entries()) {
			expect(withPart(shape, i, points)).toEqual(shape);
		}
	});

	it('moves one part and leaves the others', () => {
		const [, second] = partsOf(shapes[1]!);
		const points = moved(second!.points, 0, { lat: 35.001, lng: 119.001 });
		const next = withPart(shapes[1]!, 1, points) as MultiPolygon;
		expect(next.coordinates[0]).toEqual(square(118, 35).coordinates);
		const [ring] = next.coordinates[1]!;
		expect(ring![0]).toEqual([119.001, 35.001]);
		expect(ring!.at(-1)).toEqual([119.001, 35.001]);
	});

	it('adds a corner in the middle of an edge and takes it away again', () => {
		const [part] = partsOf(square(118, 35)) as [ReturnType<typeof partsOf>[0]];
		for (const [i, middle] of middles(part).entries()) {
			const more = inserted(part.points, i, middle);
			expect(more).toHaveLength(5);
			expect(isCrossed({ points: more, closed: true })).toBe(false);
			expect(removed({ points: more, closed: true }, i + 1)).toEqual(part.points);
		}
	});

	it('keeps three corners of a ring and two of a line', () => {
		const three = partsOf(square(118, 35))[0]!.points.slice(1);
		expect(removed({ points: three, closed: true }, 0)).toHaveLength(3);
		expect(removed({ points: three.slice(1), closed: false }, 0)).toHaveLength(2);
	});

	it('says when a corner was pulled across another edge', () => {
		const [part] = partsOf(square(118, 35)) as [ReturnType<typeof partsOf>[0]];
		const points = moved(part.points, 0, { lat: 35.02, lng: 118.005 });
		expect(isCrossed({ points, closed: true })).toBe(true);
		expect(isCrossed(part)).toBe(false);
	});
});

describe('two neighbours', () => {
	const here = square(118, 35);

	it('that share an edge do not lie over each other', () => {
		expect(overlap(here, square(118.01, 35))).toBe(false);
		expect(overlap(here, square(118.01, 35.01))).toBe(false);
	});

	it.each([
		['by a corner', square(118.005, 35.005)],
		['by all of it', square(118.002, 35.002, 0.002)],
		['being the same', here]
	] as [string, Polygon][])('lie over each other %s', (_, other) => {
		expect(overlap(here, other)).toBe(true);
		expect(overlap(other, here)).toBe(true);
	});

	it('lie over each other as a cross does, with no corner in the other', () => {
		const bar = (w: number, s: number, e: number, n: number): Polygon => ({
			type: 'Polygon',
			coordinates: [
				[
					[w, s],
					[e, s],
					[e, n],
					[w, n],
					[w, s]
				]
			]
		});
		expect(overlap(bar(118, 35.004, 118.01, 35.006), bar(118.001, 35, 118.002, 35.01))).toBe(true);
	});
});

describe('two edges', () => {
	const end = fc.record({
		lat: fc.integer({ min: 0, max: 6 }),
		lng: fc.integer({ min: 0, max: 6 })
	});

	it('cross alike whichever comes first, and never where they only meet', () => {
		fc.assert(
			fc.property(end, end, end, end, (a, b, c, d) => {
				expect(properlyCross(a, b, c, d)).toBe(properlyCross(c, d, a, b));
				expect(properlyCross(a, b, c, d)).toBe(properlyCross(b, a, d, c));
				expect(properlyCross(a, b, a, d)).toBe(false);
			})
		);
	});
});
