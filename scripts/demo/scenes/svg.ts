import { type Plane, type Point } from './view';

export interface Ink {
	fill?: string;
	stroke?: string;
	/** Of the stroke, pixels. */
	width?: number;
	opacity?: number;
	/** Leaves the outline unclosed. */
	open?: boolean;
	/** Rounds the outline through its points. */
	smooth?: boolean;
}

const short = (value: number) => String(Math.round(value * 10) / 10);

/** Opacity goes on fill and stroke each: on the element it would cost the renderer a layer. */
function attributes(ink: Ink): string {
	const see = (what: string) =>
		ink.opacity === undefined ? '' : ` ${what}-opacity="${ink.opacity.toFixed(2)}"`;
	const fill = `fill="${ink.fill ?? 'none'}"${ink.fill ? see('fill') : ''}`;
	if (!ink.stroke) return fill;
	const width = short(Math.max(0.3, ink.width ?? 1));
	return `${fill} stroke="${ink.stroke}" stroke-width="${width}"${see('stroke')}`;
}

export function shape(points: readonly Point[], ink: Ink): string {
	const outline = ink.smooth ? curve(points, !ink.open) : corners(points);
	return `<path d="${outline}${ink.open ? '' : 'Z'}" ${attributes(ink)}/>`;
}

function corners(points: readonly Point[]): string {
	return points.map(([x, y], index) => `${index ? 'L' : 'M'}${short(x)} ${short(y)}`).join('');
}

/** Catmull-Rom through the points, as cubic Béziers. */
function curve(points: readonly Point[], closed: boolean): string {
	const count = points.length;
	const point = (index: number) =>
		points[closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index))] as Point;
	const [startX, startY] = point(0);
	let outline = `M${short(startX)} ${short(startY)}`;
	for (let index = 0; index < (closed ? count : count - 1); index++) {
		const [before, from, to, after] = [-1, 0, 1, 2].map((step) => point(index + step)) as [
			Point,
			Point,
			Point,
			Point
		];
		const controls = [
			from[0] + (to[0] - before[0]) / 6,
			from[1] + (to[1] - before[1]) / 6,
			to[0] - (after[0] - from[0]) / 6,
			to[1] - (after[1] - from[1]) / 6,
			...to
		];
		outline += `C${controls.map(short).join(' ')}`;
	}
	return outline;
}

export function ellipse([x, y]: Point, across: number, tall: number, ink: Ink): string {
	return `<ellipse cx="${short(x)}" cy="${short(y)}" rx="${short(across)}" ry="${short(tall)}" ${attributes(ink)}/>`;
}

/** A rectangle on a surface, from `along`/`up` its lower left corner. */
export function panel(
	plane: Plane,
	[along, up]: Point,
	[wide, tall]: Point,
	ink: Ink,
	out = 0
): string {
	return shape(
		[
			plane(along, up, out),
			plane(along + wide, up, out),
			plane(along + wide, up + tall, out),
			plane(along, up + tall, out)
		],
		ink
	);
}

/** Points, or their numbers in turn: along, up, along, up. */
export type Outline = readonly Point[] | readonly number[];

export function pairs(outline: Outline): Point[] {
	const list = outline as readonly (Point | number)[];
	return list.flatMap((item, index): Point[] => {
		if (typeof item !== 'number') return [item];
		return index % 2 ? [[list[index - 1] as number, item]] : [];
	});
}

/** An outline given in a surface's own coordinates. */
export function onto(plane: Plane, outline: Outline, ink: Ink, out = 0): string {
	return shape(
		pairs(outline).map(([along, up]) => plane(along, up, out)),
		ink
	);
}

export function ring(
	plane: Plane,
	[along, up]: Point,
	radius: number | Point,
	ink: Ink,
	out = 0
): string {
	const [across, tall] = typeof radius === 'number' ? [radius, radius] : radius;
	const points = Array.from({ length: 14 }, (_, step) => {
		const angle = (step / 14) * Math.PI * 2;
		return plane(along + Math.cos(angle) * across, up + Math.sin(angle) * tall, out);
	});
	return shape(points, { smooth: true, ...ink });
}

/** The smallest convex outline round all the points. */
export function hull(points: readonly Point[]): Point[] {
	const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	const half = (list: readonly Point[]) => {
		const kept: Point[] = [];
		for (const point of list) {
			while (kept.length > 1 && turn(kept.at(-2) as Point, kept.at(-1) as Point, point) <= 0)
				kept.pop();
			kept.push(point);
		}
		return kept.slice(0, -1);
	};
	return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
	return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
