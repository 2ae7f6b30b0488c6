import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shifted } from '../../src/lib/components/map/shift';
import { fromWgs84, toWgs84 } from '../../src/lib/places/coordinates';
import { distanceMetres, type LatLng } from '../../src/lib/places/geometry';

const size = 20_037_508.342789244;
const mercator = {
	project: ({ lat, lng }: LatLng) => ({
		x: (lng / 180) * size,
		y: (Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) * size
	}),
	unproject: ({ x, y }: { x: number; y: number }) => ({
		lat: (Math.atan(Math.sinh((y / size) * Math.PI)) * 180) / Math.PI,
		lng: (x / size) * 180
	})
};
const onTiles = shifted(mercator, {
	to: (at) => fromWgs84(at, 'gcj02'),
	from: (at) => toWgs84(at, 'gcj02')
});

const inChina = fc.record({
	lat: fc.double({ min: 19, max: 50, noNaN: true }),
	lng: fc.double({ min: 80, max: 130, noNaN: true })
});

describe('a map on GCJ-02 tiles', () => {
	it('puts a place where the tiles have it', () => {
		fc.assert(
			fc.property(inChina, (place) => {
				const drawnAt = mercator.unproject(onTiles.project(place));
				expect(distanceMetres(drawnAt, fromWgs84(place, 'gcj02'))).toBeLessThan(0.01);
				expect(distanceMetres(drawnAt, place)).toBeGreaterThan(20);
			})
		);
	});

	it('reads WGS-84 from where a finger points, to less than a metre', () => {
		fc.assert(
			fc.property(inChina, (place) => {
				const pointedAt = onTiles.unproject(mercator.project(fromWgs84(place, 'gcj02')));
				expect(distanceMetres(pointedAt, place)).toBeLessThan(1);
			})
		);
	});

	it('comes back from the map to the same place', () => {
		fc.assert(
			fc.property(inChina, (place) => {
				expect(distanceMetres(onTiles.unproject(onTiles.project(place)), place)).toBeLessThan(1);
			})
		);
	});
});
