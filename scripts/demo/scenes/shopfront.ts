import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { type Outline, onto, pairs, panel, ring, shape } from './svg';
import type { Plane, Point } from './view';

const signColours = ['#a8322d', '#1f5c8b', '#2e7048', '#7a4a2a', '#c9862b', '#5b3a6e', '#31707a'];

const awningColours = ['#b5443c', '#2f6f9f', '#3c8a5c', '#c98a3a'];

export interface Style {
	plane: Plane;
	depth: number;
	random: Random;
	lit: number;
	wall: string;
	shining: boolean;
}

export function shop(picture: Picture, style: Style, left: number, bay: number): string {
	const { plane, depth, random, lit } = style;
	const hazed = (colour: string) => picture.hazed(shade(colour, lit), depth);
	const [sign, awning] = [random.pick(signColours), random.pick(awningColours)];
	const shut = random.chance(0.2);
	const room: Point = [left + bay * 0.06, 0.1];
	const size: Point = [bay * 0.88, 2.6];
	const parts: string[] = [];
	if (shut) {
		parts.push(panel(plane, room, size, { fill: hazed('#9aa3a6') }));
		for (let up = 0.25; up < 2.7; up += 0.16) {
			const slat = panel(plane, [room[0], up], [size[0], 0.04], { fill: hazed('#7c868a') });
			parts.push(slat);
		}
	} else parts.push(showcase(picture, style, room, size));
	const board = picture.gradient(plane(left, 3.5), plane(left, 2.8), [
		hazed(shade(sign, 1.15)),
		hazed(shade(sign, 0.9))
	]);
	parts.push(
		panel(plane, [left + 0.06, 2.62], [bay - 0.12, 0.2], { fill: '#000000', opacity: 0.3 }),
		panel(plane, [left + 0.06, 2.8], [bay - 0.12, 0.72], { fill: board }, 0.15),
		emblem(plane, [left + bay / 2, 3.16], random.whole(0, 4), hazed('#f6efdf'))
	);
	if (!shut && random.chance(0.4))
		parts.push(canopy(plane, left + 0.1, bay - 0.2, hazed(awning), hazed('#f2ece0')));
	return parts.join('');
}

function showcase(picture: Picture, style: Style, at: Point, size: Point): string {
	const { plane, depth, random, lit } = style;
	const [left, low] = at;
	const [wide, tall] = size;
	const warm = picture.light.dark ? ['#ffe2a8', '#d79a56'] : ['#6b6252', '#37352f'];
	const fill = picture.gradient(
		plane(left, tall),
		plane(left, low),
		warm.map((colour) => picture.hazed(colour, depth))
	);
	const frame = picture.hazed(shade('#6d7376', lit), depth);
	const parts = [
		panel(plane, [left - 0.06, low - 0.1], [wide + 0.12, tall + 0.14], { fill: frame }),
		panel(plane, at, size, { fill })
	];
	if (depth < 26)
		for (const shelf of [0.6, 1.15, 1.7]) {
			for (let along = left + 0.15; along < left + wide * 0.62; along += 0.24) {
				const goods = random.pick(['#a8683f', '#8b9a5b', '#b89b5a', '#8a5a5a', '#5f7f8b']);
				const tallness = random.between(0.18, 0.4);
				parts.push(panel(plane, [along, shelf], [0.18, tallness], { fill: goods, opacity: 0.75 }));
			}
			parts.push(
				panel(plane, [left, shelf - 0.05], [wide * 0.66, 0.05], { fill: '#8a7a62', opacity: 0.7 })
			);
		}
	if (picture.light.dark && style.shining)
		picture.glow.push(
			panel(plane, at, size, {
				fill: picture.gradient(plane(left, tall), plane(left, low), ['#ffd48a/0.4', '#e09a4a/0.16'])
			})
		);
	const door = left + wide * 0.68;
	parts.push(
		panel(plane, [door, low], [wide * 0.3, tall], { fill: '#1f2428', opacity: 0.35 }),
		panel(plane, [door - 0.04, low], [0.07, tall], { fill: frame }),
		panel(plane, [left, 2.1], [wide, 0.06], { fill: frame }),
		onto(
			plane,
			[
				[left + 0.2, low],
				[left + wide * 0.25, low],
				[left + wide * 0.6, tall],
				[left + wide * 0.4, tall]
			],
			{ fill: '#ffffff', opacity: 0.1 }
		)
	);
	return parts.join('');
}

function canopy(plane: Plane, left: number, wide: number, colour: string, pale: string): string {
	const stripes = 8;
	const step = wide / stripes;
	const strips = Array.from({ length: stripes }, (_, index) => {
		const [from, to] = [left + index * step, left + (index + 1) * step];
		const fill = index % 2 ? pale : colour;
		const cloth = [
			plane(from, 2.75, 0.1),
			plane(to, 2.75, 0.1),
			plane(to, 2.3, 1),
			plane(from, 2.3, 1)
		];
		const fringe = [
			plane(from, 2.3, 1),
			plane(to, 2.3, 1),
			plane(to, 2.12, 1),
			plane(from, 2.12, 1)
		];
		return shape(cloth, { fill }) + shape(fringe, { fill: shade(fill, 0.85) });
	});
	return strips.join('');
}

/** A picture instead of a name on a shop sign. */
function emblem(plane: Plane, [along, up]: Point, kind: number, colour: string): string {
	const ink = { fill: colour };
	const draw = (outline: Outline) =>
		onto(
			plane,
			pairs(outline).map(([a, b]): Point => [along + a, up + b]),
			{ ...ink, smooth: true },
			0.15
		);
	const dot = (a: number, b: number, radius: number) =>
		ring(plane, [along + a, up + b], radius, ink, 0.15);
	if (kind === 0)
		return (
			draw([-0.3, 0.05, 0.3, 0.05, 0.18, -0.22, -0.18, -0.22]) +
			dot(-0.1, 0.16, 0.05) +
			dot(0.1, 0.18, 0.05)
		);
	if (kind === 1) return dot(0, -0.04, 0.2) + dot(0.12, 0.2, 0.06);
	if (kind === 2)
		return [0, 1, 2, 3, 4]
			.map((leaf) => dot(Math.cos(leaf * 1.257) * 0.15, Math.sin(leaf * 1.257) * 0.15, 0.1))
			.join('');
	if (kind === 3)
		return draw([
			-0.34, 0.1, -0.2, 0.22, 0.2, 0.22, 0.34, 0.1, 0.2, 0.05, 0.18, -0.24, -0.18, -0.24, -0.2, 0.05
		]);
	return [-0.5, 0, 0.5].map((step) => dot(step, 0, 0.13)).join('');
}
