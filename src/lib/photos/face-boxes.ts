import type { Box } from './mask';

export interface FoundFace {
	box: Box;
	/** How sure the network is, 0..1. */
	score: number;
}

/** A detector stops at brows and chin; hair, ears and neck tell a person too. */
const margin = 0.35;

/** The box with room around it, inside the picture. */
export function withRoom({ x, y, w, h }: Box): Box {
	const left = Math.max(0, x - w * margin);
	const top = Math.max(0, y - h * margin);
	return {
		x: left,
		y: top,
		w: Math.min(1, x + w * (1 + margin)) - left,
		h: Math.min(1, y + h * (1 + margin)) - top
	};
}

const contains = (box: Box, x: number, y: number) =>
	x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

const centred = (a: Box, b: Box) => contains(a, b.x + b.w / 2, b.y + b.h / 2);

/** One box for each face, surest first, when the same picture was looked at more than once. */
export function withoutTwins(found: readonly FoundFace[]): Box[] {
	const kept: Box[] = [];
	for (const { box } of found.toSorted((a, b) => b.score - a.score)) {
		if (!kept.some((other) => centred(other, box) || centred(box, other))) kept.push(box);
	}
	return kept;
}

/** Those that are not covered already, in reading order. */
export function stillOpen(found: readonly Box[], covered: readonly Box[]): Box[] {
	const hidden = (face: Box) => covered.some((box) => centred(box, face));
	return found.filter((face) => !hidden(face)).toSorted((a, b) => a.y - b.y || a.x - b.x);
}
