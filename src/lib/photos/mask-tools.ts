import { boxFromDrag, brushBoxes, clampBox, type Box, type Point } from './mask';

export type MaskTool = 'box' | 'brush';

/** The box that the arrow keys move, and that a tap places, before either has been used. */
export const firstCursor: Box = { x: 0.4, y: 0.4, w: 0.2, h: 0.2 };

/**
 * What a stroke would cover if it ended now. A tap with the box tool places a box of the cursor's size,
 * so that nobody has to drag.
 *
 * @param radius of the brush, in shares of the picture's width
 * @param aspect width of the picture divided by its height
 */
export function draftBoxes(
	points: readonly Point[],
	{ tool, radius, aspect, cursor }: { tool: MaskTool; radius: number; aspect: number; cursor: Box }
): Box[] {
	const [first] = points;
	const last = points.at(-1);
	if (!first || !last) return [];
	if (tool === 'brush') return brushBoxes(points, radius, aspect);
	const box = boxFromDrag(first, last);
	const tapped = Math.max(box.w, box.h) < 0.015;
	const { w, h } = cursor;
	return [tapped ? clampBox({ x: first.x - w / 2, y: first.y - h / 2, w, h }) : box];
}

const step = 0.02;
const moves: Record<string, readonly [number, number]> = {
	ArrowLeft: [-step, 0],
	ArrowRight: [step, 0],
	ArrowUp: [0, -step],
	ArrowDown: [0, step]
};

/** The cursor box after an arrow key, moved or (with Shift) resized; null for any other key. */
export function cursorAfter(cursor: Box, key: string, resize: boolean): Box | null {
	const move = moves[key];
	if (!move) return null;
	const [dx, dy] = move;
	if (!resize) return clampBox({ ...cursor, x: cursor.x + dx, y: cursor.y + dy });
	return clampBox({
		...cursor,
		w: Math.max(step, Math.min(cursor.w + dx, 1 - cursor.x)),
		h: Math.max(step, Math.min(cursor.h + dy, 1 - cursor.y))
	});
}
