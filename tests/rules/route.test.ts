import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inWords } from '../../src/lib/places/distance-words';
import { nearestNeighbour, routeMetres, walkingRoute } from '../../src/lib/places/route';

const somewhere = fc.record({
	lat: fc.double({ min: 35.55, max: 35.62, noNaN: true }),
	lng: fc.double({ min: 118.8, max: 118.88, noNaN: true })
});
const stops = fc.array(somewhere, { maxLength: 25 });
const named = (points: { lat: number; lng: number }[]) =>
	points.map((point, i) => ({ ...point, name: i }));

describe('a walking route', () => {
	it('visits each stop once', () => {
		fc.assert(
			fc.property(somewhere, stops, (from, points) => {
				const route = walkingRoute(from, named(points));
				const names = route.map(({ name }) => name).sort((a, b) => a - b);
				expect(names).toEqual(points.map((_, i) => i));
			})
		);
	});

	it('is never longer than always going to the nearest', () => {
		fc.assert(
			fc.property(somewhere, stops, (from, points) => {
				const nearest = routeMetres(from, nearestNeighbour(from, points));
				expect(routeMetres(from, walkingRoute(from, points))).toBeLessThanOrEqual(nearest + 1e-6);
			})
		);
	});

	it('goes along a street in order, from where one stands', () => {
		const street = [5, 1, 4, 2, 3].map((n) => ({ lat: 35.58, lng: 118.8 + n / 1000, n }));
		expect(walkingRoute({ lat: 35.58, lng: 118.8 }, street).map(({ n }) => n)).toEqual([
			1, 2, 3, 4, 5
		]);
	});

	it('is shorter than always going to the nearest where that runs to and fro', () => {
		const from = { lat: 35.58, lng: 118.8 };
		const toAndFro = [0.001, -0.0011, 0.0032, -0.0075].map((d) => ({
			lat: 35.58,
			lng: 118.8 + d
		}));
		const nearest = routeMetres(from, nearestNeighbour(from, toAndFro));
		expect(routeMetres(from, walkingRoute(from, toAndFro))).toBeLessThan(nearest * 0.95);
	});
});

describe('a distance in words', () => {
	it.each([
		[3, '就在附近'],
		[84, '80 米'],
		[996, '1000 米'],
		[1449, '1.4 公里']
	])('%s metres are %s', (metres, words) => {
		expect(inWords(metres)).toBe(words);
	});
});
