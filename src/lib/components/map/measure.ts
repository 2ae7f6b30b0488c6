import type { Position } from 'geojson';
import type { Project } from './project';

/** Chinese characters are as wide as they are high, Latin ones about half that. */
export const lengthOfText = (text: string, size: number) =>
	[...text].reduce((sum, c) => sum + (c.codePointAt(0)! < 0x2e80 ? 0.56 : 1.08) * size, 0);

export const lengthOfLine = (points: [number, number][]) =>
	points.slice(1).reduce((sum, point, i) => sum + stepLength(points[i]!, point), 0);

/** The position at a share (0 to 1) of the line's drawn length. */
export function pointAlong(line: Position[], share: number, project: Project): Position {
	const points = line.map(project);
	let left = lengthOfLine(points) * Math.min(1, Math.max(0, share));
	for (let i = 1; i < line.length; i++) {
		const step = stepLength(points[i - 1]!, points[i]!);
		if (left <= step && step > 0) return between(line[i - 1]!, line[i]!, left / step);
		left -= step;
	}
	return line.at(-1)!;
}

/** The longest stretch of the level line y = `level` that lies inside the rings. */
export function widestChord(rings: [number, number][][], level: number): [number, number] | null {
	const crossings = rings
		.flatMap((ring) =>
			ring.slice(1).flatMap(([x2, y2], i) => {
				const [x1, y1] = ring[i]!;
				return y1 > level === y2 > level ? [] : [x1 + ((level - y1) / (y2 - y1)) * (x2 - x1)];
			})
		)
		.sort((a, b) => a - b);
	let widest: [number, number] | null = null;
	for (let i = 0; i + 1 < crossings.length; i += 2) {
		const chord: [number, number] = [crossings[i]!, crossings[i + 1]!];
		if (!widest || chord[1] - chord[0] > widest[1] - widest[0]) widest = chord;
	}
	return widest;
}

const stepLength = ([x1, y1]: [number, number], [x2, y2]: [number, number]) =>
	Math.hypot(x2 - x1, y2 - y1);

const between = (a: Position, b: Position, share: number): Position =>
	[0, 1].map((axis) => a[axis]! + share * (b[axis]! - a[axis]!));
