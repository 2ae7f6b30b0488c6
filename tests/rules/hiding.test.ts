import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stillOpen, withoutTwins, withRoom } from '$lib/photos/face-boxes';
import { brushBoxes, type Box } from '$lib/photos/mask';
import { pixelate, toPixels } from '$lib/photos/mosaic';
import { distanceMetres } from '$lib/places/geometry';
import { publicPoint, publicTime } from '$lib/reports/public-view';

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** No two neighbours alike, so that what is left of it can be told. */
function checked(width: number, height: number, channels: number): Uint8ClampedArray {
	const data = new Uint8ClampedArray(width * height * channels).fill(255);
	for (let pixel = 0; pixel < width * height; pixel++) {
		const odd = (Math.floor(pixel / width) + pixel) % 2 === 1;
		for (let c = 0; c < 3; c++) data[pixel * channels + c] = odd ? 200 : 20 + c;
	}
	return data;
}

describe('what a stroke touched', () => {
	it('becomes at most sixteen colours, and what it did not touch stays as it was', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ x: share, y: share }), { minLength: 1, maxLength: 5 }),
				fc.constantFrom(3, 4),
				(points, channels) => {
					const size = { width: 60, height: 40 };
					const before = checked(size.width, size.height, channels);
					const data = before.slice();
					const boxes = brushBoxes(points, 0.05, 60 / 40);
					pixelate({ data, ...size, channels }, boxes);

					const areas = boxes.map((box) => toPixels(box, size));
					const colours = new Set<string>();
					for (let y = 0; y < size.height; y++) {
						for (let x = 0; x < size.width; x++) {
							const at = (y * size.width + x) * channels;
							const [now, then] = [data, before].map((all) => all.slice(at, at + channels).join());
							const covered = areas.some(
								({ left, right, top, bottom }) => x >= left && x < right && y >= top && y < bottom
							);
							if (covered) colours.add(now!);
							else expect(now).toBe(then);
						}
					}
					expect(colours.size).toBeGreaterThan(0);
					expect(colours.size).toBeLessThanOrEqual(16);
				}
			)
		);
	});
});

describe('a face that was found', () => {
	const face: Box = { x: 0.4, y: 0.3, w: 0.1, h: 0.2 };

	it('is given room for hair and chin', () => {
		const roomy = withRoom(face);
		expect(roomy.x).toBeCloseTo(0.365);
		expect(roomy.y).toBeCloseTo(0.23);
		expect(roomy.w).toBeCloseTo(0.17);
		expect(roomy.h).toBeCloseTo(0.34);
	});

	it('never reaches out of the picture, and never loses a part inside it', () => {
		const anywhere = fc.record({
			x: fc.double({ min: -0.2, max: 0.95, noNaN: true }),
			y: fc.double({ min: -0.2, max: 0.95, noNaN: true }),
			w: fc.double({ min: 0.25, max: 1, noNaN: true }),
			h: fc.double({ min: 0.25, max: 1, noNaN: true })
		});
		fc.assert(
			fc.property(anywhere, (box) => {
				const { x, y, w, h } = withRoom(box);
				expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
				expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(1 + 1e-9);
				expect(x).toBeLessThanOrEqual(Math.max(0, box.x));
				expect(x + w).toBeGreaterThanOrEqual(Math.min(1, box.x + box.w) - 1e-9);
			})
		);
	});

	it('is one, when it was seen twice, and the surer box stays', () => {
		const shifted = { ...face, x: 0.41 };
		const other = { x: 0.7, y: 0.3, w: 0.1, h: 0.2 };
		expect(
			withoutTwins([
				{ box: shifted, score: 0.5 },
				{ box: face, score: 0.9 },
				{ box: other, score: 0.4 }
			])
		).toEqual([face, other]);
	});

	it('is not proposed again once it is covered, and the others come in reading order', () => {
		const right = { x: 0.7, y: 0.3, w: 0.1, h: 0.2 };
		const top = { x: 0.8, y: 0.1, w: 0.1, h: 0.1 };
		const covering = { x: 0.35, y: 0.25, w: 0.2, h: 0.3 };
		expect(stillOpen([right, face, top], [])).toEqual([top, face, right]);
		expect(stillOpen([right, face, top], [covering])).toEqual([top, right]);
	});
});

describe('what the public sees of a place and a time', () => {
	const spot = { lat: 35.581_234, lng: 118.836_789 };
	const noon = Date.UTC(2026, 2, 4, 4, 0);

	it('is as reported, for what can be mended', () => {
		expect(publicPoint('issue', spot)).toEqual(spot);
		expect(publicTime({ kind: 'issue', submittedAt: noon })).toBe(noon);
	});

	it('is a cell of 50 m and a day in Shanghai, for conduct', () => {
		const shown = publicPoint('conduct', spot);
		expect(shown).not.toEqual(spot);
		expect(distanceMetres(shown, spot)).toBeLessThan(36);
		expect(publicPoint('conduct', { ...spot, lat: spot.lat + 1e-6 })).toEqual(shown);
		expect(publicTime({ kind: 'conduct', submittedAt: noon })).toBe(Date.UTC(2026, 2, 3, 16, 0));
	});
});
