import { around, groupBoxes, type Box } from './mask';

export interface Pixels {
	data: Uint8Array | Uint8ClampedArray;
	width: number;
	height: number;
	channels: number;
}

/**
 * Replaces what the boxes cover by coarse cells of one colour each, in place: on the phone before a photo
 * is sent, and on the server before it is public. What is left of a covered
 * thing is at most 4 × 4 averages, however many strokes covered it and however large it is: too little
 * for a face or a plate to be told by comparing, which a blur or a fine mosaic allows.
 */
export function pixelate(pixels: Pixels, boxes: readonly Box[]): void {
	const finest = Math.max(8, Math.ceil(Math.max(pixels.width, pixels.height) / 64));
	const covered = new Uint8Array(pixels.width * pixels.height);
	for (const group of groupBoxes(boxes)) {
		for (const box of group) {
			const { left, top, right, bottom } = toPixels(box, pixels);
			for (let y = top; y < bottom; y++) {
				covered.fill(1, y * pixels.width + left, y * pixels.width + right);
			}
		}
		paintCells(pixels, covered, toPixels(around(group), pixels), finest);
	}
}

interface Area {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Rounded outwards: a pixel touched is a pixel covered. */
export function toPixels(box: Box, { width, height }: { width: number; height: number }): Area {
	const inside = (value: number, high: number) => Math.min(high, Math.max(0, value));
	return {
		left: inside(Math.floor(box.x * width), width),
		top: inside(Math.floor(box.y * height), height),
		right: inside(Math.ceil((box.x + box.w) * width), width),
		bottom: inside(Math.ceil((box.y + box.h) * height), height)
	};
}

function paintCells(pixels: Pixels, covered: Uint8Array, all: Area, finest: number): void {
	const { width, height } = { width: all.right - all.left, height: all.bottom - all.top };
	const cell = Math.max(finest, Math.max(width, height) / 4);
	const columns = Math.max(1, Math.floor(width / cell));
	const rows = Math.max(1, Math.floor(height / cell));
	const whole = average(pixels, covered, all);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const area = {
				left: all.left + Math.round((column * width) / columns),
				right: all.left + Math.round(((column + 1) * width) / columns),
				top: all.top + Math.round((row * height) / rows),
				bottom: all.top + Math.round(((row + 1) * height) / rows)
			};
			const own = average(pixels, covered, area);
			// The average of a sliver would be the sliver itself.
			const enough = own.count * 4 >= (area.right - area.left) * (area.bottom - area.top);
			fill(pixels, covered, area, (enough ? own : whole).colour);
		}
	}
}

function average(pixels: Pixels, covered: Uint8Array, area: Area) {
	const { data, width, channels } = pixels;
	const sums = [0, 0, 0, 0];
	let count = 0;
	for (let y = area.top; y < area.bottom; y++) {
		for (let x = area.left; x < area.right; x++) {
			const pixel = y * width + x;
			if (covered[pixel] === 0) continue;
			count++;
			for (let c = 0; c < channels; c++) {
				sums[c] = (sums[c] ?? 0) + (data[pixel * channels + c] ?? 0);
			}
		}
	}
	return { count, colour: sums.map((sum) => Math.round(sum / Math.max(1, count))) };
}

/** Wipes the covering as it goes, so that the next group starts from none. */
function fill(
	{ data, width, channels }: Pixels,
	covered: Uint8Array,
	area: Area,
	colour: number[]
): void {
	for (let y = area.top; y < area.bottom; y++) {
		for (let x = area.left; x < area.right; x++) {
			const pixel = y * width + x;
			if (covered[pixel] === 0) continue;
			covered[pixel] = 0;
			for (let c = 0; c < channels; c++) data[pixel * channels + c] = colour[c] ?? 0;
		}
	}
}
