import { mix, shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { type Style, shop } from './shopfront';
import { onto, panel, ring } from './svg';
import type { Plane, Point } from './view';

export interface House {
	plane: Plane;
	wide: number;
	storeys: number;
	colour: string;
	/** How brightly this side is lit. */
	lit: number;
	shops: boolean;
	/** How far away a point along it is, for the haze. */
	depth: (along: number) => number;
	/** Its lit windows glow in the dark: only where nothing stands before them. */
	shining: boolean;
	random: Random;
}

export const wallColours = [
	'#d9c7a8',
	'#cfd3d0',
	'#d8b9a0',
	'#c9d2c4',
	'#e0d8c6',
	'#c7b7a6',
	'#d7cbbd'
];

export const storey = 3.1;

const groundFloor = 3.6;

/** A plastered house front with rows of windows, over shops when it has them. */
export function house(picture: Picture, spec: House): string {
	const { plane, wide, storeys, lit, random, shops } = spec;
	const tall = (shops ? groundFloor : 0.6) + (storeys - 1) * storey + 0.5;
	const tone = (along: number) => picture.hazed(shade(spec.colour, lit), spec.depth(along));
	const wall = picture.gradient(plane(0, 1), plane(wide, 1), [tone(0), tone(wide / 2), tone(wide)]);
	const parts = [panel(plane, [0, 0], [wide, tall], { fill: wall })];
	const foot = picture.gradient(plane(0, 2), plane(0, 0), ['#2a2620/0', '#2a2620/0.22']);
	parts.push(panel(plane, [0, 0], [wide, 2], { fill: foot }));
	const edge = shade(tone(wide / 2), 0.8);
	parts.push(panel(plane, [0, tall - 0.25], [wide, 0.25], { fill: edge }, 0.12));
	const bays = Math.max(1, Math.round(wide / 3.3));
	const bay = wide / bays;
	const balcony = random.chance(0.4);
	for (let column = 0; column < bays; column++) {
		const left = column * bay;
		const depth = spec.depth(left + bay / 2);
		const style = { plane, depth, random, lit, wall: tone(left), shining: spec.shining };
		for (let floor = 1; floor < storeys; floor++) {
			const base = (shops ? groundFloor : 0.6) + (floor - 1) * storey;
			parts.push(window(picture, style, [left + bay * 0.18, base + 0.9], [bay * 0.64, 1.5]));
			if (balcony && column % 2 === 0)
				parts.push(rail(style, [left + bay * 0.1, base + 0.2], [bay * 0.8, 0.9]));
			else if (random.chance(0.5))
				parts.push(cooler(style, [left + bay * random.pick([0.2, 0.5]), base + 0.1]));
		}
		if (shops) parts.push(shop(picture, style, left, bay));
	}
	for (let floor = 1; floor < storeys; floor++) {
		const base = (shops ? groundFloor : 0.6) + (floor - 1) * storey;
		parts.push(panel(plane, [0, base - 0.06], [wide, 0.12], { fill: edge, opacity: 0.6 }));
	}
	return parts.join('');
}

function window(picture: Picture, style: Style, at: Point, size: Point): string {
	const { plane, depth, random } = style;
	const [left, low] = at;
	const [wide, tall] = size;
	const litUp = picture.light.dark && random.chance(0.45);
	const [upper, lower] = litUp
		? ['#ffe3a1', '#f6bd6a']
		: [mix(picture.light.sky[1], '#3d5266', 0.55), '#2d3c48'];
	const fill = picture.gradient(plane(left, low + tall), plane(left, low), [
		picture.hazed(upper, depth),
		picture.hazed(lower, depth)
	]);
	const frame = picture.hazed(shade('#e9e9e4', style.lit), depth);
	const parts = [
		panel(plane, [left - 0.09, low - 0.09], [wide + 0.18, tall + 0.18], { fill: frame }),
		panel(plane, at, size, { fill })
	];
	if (litUp && style.shining)
		picture.glow.push(
			panel(plane, at, size, {
				fill: picture.gradient(plane(left, low + tall), plane(left, low), [
					'#ffd98c/0.75',
					'#f0a850/0.45'
				])
			})
		);
	if (!litUp && depth < 30) {
		const drawn = random.pick([0, 0, 0.3, 0.5]);
		const cloth = random.pick(['#e7dccb', '#c9b7a0', '#b9c8cf', '#d8b4a6']);
		if (drawn) panelsOf(parts, plane, at, [wide * drawn, tall], picture.hazed(cloth, depth));
		const glare = [
			[left + wide * 0.55, low],
			[left + wide * 0.8, low],
			[left + wide, low + tall * 0.7],
			[left + wide, low + tall]
		] as const;
		parts.push(onto(plane, glare, { fill: '#ffffff', opacity: 0.12 }));
	}
	parts.push(
		panel(plane, [left + wide / 2 - 0.03, low], [0.06, tall], { fill: frame }),
		panel(plane, [left - 0.15, low - 0.17], [wide + 0.3, 0.1], { fill: shade(frame, 0.85) }, 0.1)
	);
	return parts.join('');
}

function panelsOf(parts: string[], plane: Plane, at: Point, size: Point, fill: string): void {
	parts.push(panel(plane, at, size, { fill, opacity: 0.8 }));
}

function rail({ plane, wall }: Style, [left, low]: Point, [wide, tall]: Point): string {
	const bars = Array.from({ length: 9 }, (_, index) =>
		panel(plane, [left + (index * wide) / 8.4, low], [0.05, tall], { fill: '#5f6a6c' }, 0.5)
	);
	return [
		panel(plane, [left, low - 0.15], [wide, 0.2], { fill: shade(wall, 0.85) }, 0.5),
		...bars,
		panel(plane, [left, low + tall], [wide, 0.08], { fill: '#5f6a6c' }, 0.5)
	].join('');
}

function cooler({ plane, lit }: Style, [left, low]: Point): string {
	const body = shade('#dcdedb', lit);
	return [
		panel(plane, [left + 0.1, low - 0.08], [0.8, 0.6], { fill: '#000000', opacity: 0.2 }),
		panel(plane, [left, low], [0.8, 0.6], { fill: body }, 0.3),
		ring(plane, [left + 0.32, low + 0.3], 0.22, { fill: '#7f8687' }, 0.3),
		ring(plane, [left + 0.32, low + 0.3], 0.1, { fill: '#5c6364' }, 0.3)
	].join('');
}
