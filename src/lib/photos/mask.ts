import * as v from 'valibot';

/** A covered part of a picture, in shares of its width and height (0..1) from the top left. */
export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

export interface Point {
	x: number;
	y: number;
}

export const mostBoxes = 200;

const smallest = 0.005;
const share = v.pipe(v.number(), v.finite());
const boxesSchema = v.pipe(
	v.array(v.object({ x: share, y: share, w: share, h: share })),
	v.maxLength(mostBoxes, `遮挡区域最多 ${mostBoxes} 处`)
);

/**
 * Reads what a form or an API sent: an array, or JSON of one. Boxes outside the picture are dropped,
 * the others clipped to it. Throws valibot's `ValiError` for anything else.
 */
export function parseBoxes(input: unknown): Box[] {
	const boxes = v.parse(boxesSchema, typeof input === 'string' ? fromJson(input) : input);
	return boxes.map(clip).filter((box) => box.w > 0 && box.h > 0);
}

function fromJson(text: string): unknown {
	if (text.trim() === '') return [];
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function clip(box: Box): Box {
	const x = within(box.x, 0, 1);
	const y = within(box.y, 0, 1);
	return { x, y, w: within(box.x + box.w, 0, 1) - x, h: within(box.y + box.h, 0, 1) - y };
}

function within(value: number, low: number, high: number) {
	return Math.min(high, Math.max(low, value));
}

/** Keeps the size where it can and moves the box inside the picture; never thinner than can be seen. */
export function clampBox(box: Box): Box {
	const w = within(box.w, smallest, 1);
	const h = within(box.h, smallest, 1);
	return { x: within(box.x, 0, 1 - w), y: within(box.y, 0, 1 - h), w, h };
}

/** The box between two corners, whichever way the finger went, clipped to the picture. */
export function boxFromDrag(start: Point, end: Point): Box {
	return clip({
		x: Math.min(start.x, end.x),
		y: Math.min(start.y, end.y),
		w: Math.abs(end.x - start.x),
		h: Math.abs(end.y - start.y)
	});
}

/**
 * Boxes that cover a stroke without a gap.
 *
 * @param radius of the brush, in shares of the picture's width
 * @param aspect width of the picture divided by its height
 */
export function brushBoxes(points: readonly Point[], radius: number, aspect = 1): Box[] {
	const reach = { x: radius, y: radius * aspect };
	const dot = (at: Point) =>
		clip({ x: at.x - reach.x, y: at.y - reach.y, w: 2 * reach.x, h: 2 * reach.y });
	const boxes: Box[] = [];
	points.forEach((point, index) => {
		const last = points[index - 1] ?? point;
		const steps = Math.max(
			1,
			Math.ceil(Math.abs(point.x - last.x) / reach.x),
			Math.ceil(Math.abs(point.y - last.y) / reach.y)
		);
		for (let step = 1; step <= steps; step++) {
			const t = step / steps;
			boxes.push(dot({ x: last.x + (point.x - last.x) * t, y: last.y + (point.y - last.y) * t }));
		}
	});
	return mergeBoxes(boxes.filter((box) => box.w > 0 && box.h > 0));
}

const area = (box: Box) => box.w * box.h;

export function overlaps(a: Box, b: Box) {
	return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

/** The smallest box around all of them; of none, an empty one. */
export function around(boxes: readonly Box[]): Box {
	if (boxes.length === 0) return { x: 0, y: 0, w: 0, h: 0 };
	const x = Math.min(...boxes.map((box) => box.x));
	const y = Math.min(...boxes.map((box) => box.y));
	return {
		x,
		y,
		w: Math.max(...boxes.map((box) => box.x + box.w)) - x,
		h: Math.max(...boxes.map((box) => box.y + box.h)) - y
	};
}

/** What would be covered in addition, as a share of the picture, if one box stood for both. */
function waste(a: Box, b: Box) {
	const sharedWidth = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
	const sharedHeight = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
	const shared = Math.max(0, sharedWidth) * Math.max(0, sharedHeight);
	return area(around([a, b])) - (area(a) + area(b) - shared);
}

/**
 * Fewer boxes that cover at least the same: two become one where that covers hardly more, and beyond
 * `most` the pair that costs least, so that a mask never has to be refused for its number of boxes.
 */
export function mergeBoxes(boxes: readonly Box[], most = mostBoxes): Box[] {
	const merged: Box[] = [];
	for (const box of boxes) {
		let grown = box;
		for (let index = merged.length - 1; index >= 0; index--) {
			const other = merged[index];
			if (!other || !overlaps(grown, other)) continue;
			const joined = around([grown, other]);
			if (waste(grown, other) > area(joined) * 0.05) continue;
			grown = joined;
			merged.splice(index, 1);
			index = merged.length;
		}
		merged.push(grown);
		if (merged.length > most) joinCheapest(merged);
	}
	return merged;
}

function joinCheapest(boxes: Box[]) {
	let best = { cost: Infinity, first: 0, second: 1 };
	boxes.forEach((a, first) => {
		for (let second = first + 1; second < boxes.length; second++) {
			const b = boxes[second];
			const cost = b ? waste(a, b) : Infinity;
			if (cost < best.cost) best = { cost, first, second };
		}
	});
	const pair = boxes.filter((_, index) => index === best.first || index === best.second);
	boxes.splice(best.second, 1);
	boxes.splice(best.first, 1, around(pair));
}

/** Boxes that touch belong to one covered thing: a face painted in ten strokes is one face. */
export function groupBoxes(boxes: readonly Box[]): Box[][] {
	const groups: Box[][] = [];
	for (const box of boxes) {
		const touching = groups.filter((group) => group.some((other) => overlaps(box, other)));
		const rest = groups.filter((group) => !touching.includes(group));
		groups.splice(0, groups.length, ...rest, [...touching.flat(), box]);
	}
	return groups;
}
