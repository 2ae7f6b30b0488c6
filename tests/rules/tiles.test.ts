import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finestLevel, gather, tileAt, tilesWithin } from '../../src/lib/places/tiles';

const place = fc.record({
	lat: fc.double({ min: -80, max: 80, noNaN: true }),
	lng: fc.double({ min: -179, max: 179, noNaN: true })
});

describe('tiles', () => {
	it('of a known point are those of the Web Mercator tables', () => {
		expect(tileAt({ lat: 0, lng: 0 }, 1)).toEqual({ x: 1, y: 1 });
		expect(tileAt({ lat: 85, lng: -180 }, 3)).toEqual({ x: 0, y: 0 });
	});

	it('of coarser levels are the finest shifted right, as the triggers reckon', () => {
		fc.assert(
			fc.property(place, fc.integer({ min: 8, max: finestLevel }), (point, level) => {
				const finest = tileAt(point, finestLevel);
				const shift = finestLevel - level;
				expect(tileAt(point, level)).toEqual({ x: finest.x >> shift, y: finest.y >> shift });
			})
		);
	});

	it('within a window hold every point of it', () => {
		fc.assert(
			fc.property(place, place, (a, b) => {
				const bounds = {
					west: Math.min(a.lng, b.lng),
					east: Math.max(a.lng, b.lng),
					south: Math.min(a.lat, b.lat),
					north: Math.max(a.lat, b.lat)
				};
				const { west, east, north, south } = tilesWithin(bounds, 12);
				const { x, y } = tileAt(a, 12);
				expect(x >= west && x <= east && y >= north && y <= south).toBe(true);
			})
		);
	});
});

describe('gathering', () => {
	it('loses and doubles no point, and puts together what shares a tile', () => {
		fc.assert(
			fc.property(fc.array(place, { maxLength: 60 }), (points) => {
				const groups = gather(points, 6);
				expect(groups.flat().length).toBe(points.length);
				expect(new Set(groups.flat())).toEqual(new Set(points));
				const tiles = groups.map(([first]) => JSON.stringify(tileAt(first!, 6)));
				expect(new Set(tiles).size).toBe(groups.length);
			})
		);
	});
});
