import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWithin, photoFormat } from '$lib/photos/formats';
import {
	around,
	boxFromDrag,
	brushBoxes,
	clampBox,
	groupBoxes,
	mergeBoxes,
	mostBoxes,
	parseBoxes,
	type Box
} from '$lib/photos/mask';
import { cursorAfter, draftBoxes } from '$lib/photos/mask-tools';
import { photoPosition } from '$lib/photos/position';
import {
	canaryPosition,
	heicHead,
	jpegPhoto,
	jpegWithPosition,
	pngPhoto,
	webpPhoto
} from '../support/pictures';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.record({ x: share, y: share });
const box = fc
	.record({ x: share, y: share, w: share, h: share })
	.map(({ x, y, w, h }) => ({ x, y, w: w * (1 - x), h: h * (1 - y) }));

const holds = (boxes: readonly Box[], at: { x: number; y: number }) =>
	boxes.some(
		(one) =>
			at.x >= one.x - 1e-9 &&
			at.x <= one.x + one.w + 1e-9 &&
			at.y >= one.y - 1e-9 &&
			at.y <= one.y + one.h + 1e-9
	);

const near = (found: Box, wanted: Box) => {
	for (const side of ['x', 'y', 'w', 'h'] as const) {
		expect(found[side]).toBeCloseTo(wanted[side], 9);
	}
};

describe('a file of which only the bytes can be trusted', () => {
	it('is known by its opening', async () => {
		expect(photoFormat(await jpegPhoto(8, 8))).toBe('jpeg');
		expect(photoFormat(await pngPhoto(8, 8))).toBe('png');
		expect(photoFormat(await webpPhoto(8, 8))).toBe('webp');
		expect(photoFormat(heicHead())).toBe('heic');
	});

	it.each([
		['nothing', ''],
		['one byte', '\xff'],
		['a GIF', 'GIF89a'],
		['a sound in RIFF', 'RIFF\0\0\0\0WAVEfmt '],
		['a film', '\0\0\0\x18ftypmp42'],
		['a drawing', '<svg xmlns="http://www.w3.org/2000/svg">']
	])('%s is no photo', (_, text) => {
		expect(photoFormat(Buffer.from(text, 'latin1'))).toBe('other');
	});
});

describe('the size a photo is shrunk to', () => {
	it.each([
		[4000, 3000, 1600, 1200],
		[3000, 4000, 1200, 1600],
		[800, 600, 800, 600],
		[1600, 1600, 1600, 1600],
		[50_000, 2, 1600, 1]
	])('%i × %i becomes %i × %i', (width, height, toWidth, toHeight) => {
		expect(fitWithin(width, height, 1600)).toEqual({ width: toWidth, height: toHeight });
	});
});

describe('a box drawn with a finger', () => {
	it.each([
		['down to the right', { x: 0.2, y: 0.3 }, { x: 0.6, y: 0.4 }],
		['up to the left', { x: 0.6, y: 0.4 }, { x: 0.2, y: 0.3 }],
		['up to the right', { x: 0.2, y: 0.4 }, { x: 0.6, y: 0.3 }]
	])('is the same whichever way it went: %s', (_, start, end) => {
		near(boxFromDrag(start, end), { x: 0.2, y: 0.3, w: 0.4, h: 0.1 });
	});

	it('ends at the edge of the picture when the finger went past it', () => {
		near(boxFromDrag({ x: 0.8, y: 0.9 }, { x: 1.4, y: -0.5 }), { x: 0.8, y: 0, w: 0.2, h: 0.9 });
	});
});

describe('a box moved past the edge', () => {
	it('keeps its size and stops at the edge', () => {
		near(clampBox({ x: 0.9, y: -0.2, w: 0.3, h: 0.1 }), { x: 0.7, y: 0, w: 0.3, h: 0.1 });
	});

	it('is never larger than the picture nor too thin to see', () => {
		near(clampBox({ x: 0.5, y: 0.5, w: 3, h: 0 }), { x: 0, y: 0.5, w: 1, h: 0.005 });
	});
});

describe('a stroke of the brush', () => {
	it('covers every point between the points the finger was seen at', () => {
		fc.assert(
			fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), share, (points, t) => {
				const boxes = brushBoxes(points, 0.03, 4 / 3);
				points.slice(1).forEach((to, index) => {
					const from = points[index] ?? to;
					const between = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
					expect(holds(boxes, between)).toBe(true);
				});
			}),
			{ numRuns: 200 }
		);
	});

	it('is as high as it is wide on a picture that is not square', () => {
		near(around(brushBoxes([{ x: 0.5, y: 0.5 }], 0.03, 2)), { x: 0.47, y: 0.44, w: 0.06, h: 0.12 });
	});

	it('straight along needs one box', () => {
		const points = [0.1, 0.2, 0.35, 0.6].map((x) => ({ x, y: 0.5 }));
		expect(brushBoxes(points, 0.02)).toHaveLength(1);
	});
});

describe('merging boxes', () => {
	it('never uncovers what was covered', () => {
		fc.assert(
			fc.property(fc.array(box, { maxLength: 30 }), (boxes) => {
				const merged = mergeBoxes(boxes, 10);
				expect(merged.length).toBeLessThanOrEqual(10);
				for (const { x, y, w, h } of boxes) {
					for (const t of [0, 0.5, 1]) {
						expect(holds(merged, { x: x + t * w, y: y + t * h })).toBe(true);
					}
				}
			}),
			{ numRuns: 200 }
		);
	});

	it('drops a box inside another and keeps two faces apart', () => {
		const face = { x: 0.125, y: 0.125, w: 0.25, h: 0.25 };
		const other = { x: 0.625, y: 0.125, w: 0.25, h: 0.25 };
		const eye = { x: 0.25, y: 0.25, w: 0.03125, h: 0.03125 };
		expect(mergeBoxes([face, eye, other])).toEqual([face, other]);
	});

	it('keeps a long session of drawing within what the server accepts', () => {
		const boxes = Array.from({ length: 300 }, (_, n) => ({
			x: (n % 20) / 20,
			y: Math.floor(n / 20) / 20,
			w: 0.01,
			h: 0.01
		}));
		expect(parseBoxes(mergeBoxes(boxes))).toHaveLength(mostBoxes);
	});
});

describe('boxes that touch', () => {
	it('count as one covered place, also when a later one joins two', () => {
		const left = { x: 0.1, y: 0.1, w: 0.1, h: 0.1 };
		const right = { x: 0.3, y: 0.1, w: 0.1, h: 0.1 };
		const bridge = { x: 0.15, y: 0.12, w: 0.2, h: 0.02 };
		expect(groupBoxes([left, right])).toHaveLength(2);
		expect(groupBoxes([left, right, bridge])).toHaveLength(1);
	});
});

describe('boxes as a form sends them', () => {
	it('reads JSON, an array and an empty field', () => {
		const boxes = [{ x: 0.25, y: 0.5, w: 0.25, h: 0.25 }];
		expect(parseBoxes(JSON.stringify(boxes))).toEqual(boxes);
		expect(parseBoxes(boxes)).toEqual(boxes);
		expect(parseBoxes('')).toEqual([]);
	});

	it('clips a box to the picture and drops one outside or turned inside out', () => {
		const sent = [
			{ x: -0.5, y: 0.5, w: 1, h: 9 },
			{ x: 2, y: 0, w: 1, h: 1 },
			{ x: 0.5, y: 0.5, w: -0.2, h: 0.2 }
		];
		expect(parseBoxes(sent)).toEqual([{ x: 0, y: 0.5, w: 0.5, h: 0.5 }]);
	});

	it.each([
		['no JSON', 'boxes'],
		['no list', '{"x":0}'],
		['a missing side', [{ x: 0, y: 0, w: 1 }]],
		['words for numbers', [{ x: '0', y: 0, w: 1, h: 1 }]],
		['no number', [{ x: NaN, y: 0, w: 1, h: 1 }]],
		['endless', [{ x: 0, y: 0, w: Infinity, h: 1 }]],
		['too many', Array.from({ length: 201 }, () => ({ x: 0, y: 0, w: 1, h: 1 }))],
		['nothing at all', null]
	])('throws for %s', (_, sent) => {
		expect(() => parseBoxes(sent)).toThrow();
	});
});

describe('a tap on the picture', () => {
	const cursor = { x: 0.4, y: 0.4, w: 0.2, h: 0.1 };
	const at = { x: 0.3, y: 0.98 };

	it('places a box of the cursor’s size there, inside the picture', () => {
		const [placed] = draftBoxes([at, at], { tool: 'box', radius: 0.04, aspect: 1, cursor });
		near(placed ?? cursor, { x: 0.2, y: 0.9, w: 0.2, h: 0.1 });
	});

	it('places one dot of the brush', () => {
		const [placed] = draftBoxes([at], { tool: 'brush', radius: 0.04, aspect: 1, cursor });
		near(placed ?? cursor, { x: 0.26, y: 0.94, w: 0.08, h: 0.06 });
	});

	it('covers nothing before the finger is down', () => {
		expect(draftBoxes([], { tool: 'box', radius: 0.04, aspect: 1, cursor })).toEqual([]);
	});
});

describe('the cursor box moved by keyboard', () => {
	const cursor = { x: 0.4, y: 0.4, w: 0.2, h: 0.2 };

	it('moves with an arrow key and is resized with Shift', () => {
		near(cursorAfter(cursor, 'ArrowRight', false) ?? cursor, { ...cursor, x: 0.42 });
		near(cursorAfter(cursor, 'ArrowUp', false) ?? cursor, { ...cursor, y: 0.38 });
		near(cursorAfter(cursor, 'ArrowDown', true) ?? cursor, { ...cursor, h: 0.22 });
	});

	it('can reach every edge and never leaves the picture', () => {
		let at: Box = cursor;
		for (let n = 0; n < 60; n++) at = cursorAfter(at, 'ArrowLeft', false) ?? at;
		for (let n = 0; n < 60; n++) at = cursorAfter(at, 'ArrowRight', true) ?? at;
		near(at, { x: 0, y: 0.4, w: 1, h: 0.2 });
	});

	it('leaves other keys alone', () => {
		expect(cursorAfter(cursor, 'Tab', false)).toBeNull();
	});
});

describe('where a photo was taken', () => {
	it('is read from its EXIF, in WGS-84 degrees', async () => {
		const photo = new Blob([new Uint8Array(await jpegWithPosition())]);
		const found = await photoPosition(photo);
		expect(found?.lat).toBeCloseTo(canaryPosition.lat, 6);
		expect(found?.lng).toBeCloseTo(canaryPosition.lng, 6);
	});

	it('is unknown for a photo without EXIF, and for no photo', async () => {
		expect(await photoPosition(new Blob([new Uint8Array(await jpegPhoto())]))).toBeNull();
		expect(await photoPosition(new Blob(['not a photo']))).toBeNull();
		expect(await photoPosition(new Blob([]))).toBeNull();
	});
});
