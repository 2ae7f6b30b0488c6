import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { onto, panel, ring } from './svg';
import { type Point, type Spot } from './view';

export const bagColours = [
	'#23262b',
	'#23262b',
	'#e6e6e2',
	'#b23a35',
	'#33579a',
	'#2f3a36',
	'#d9d3c2'
];

const cartonColours = ['#b58a58', '#a67a4a', '#c29a6a', '#9c7448'];

/** A tied plastic bag; `size` is its width in metres. */
export function bag(
	picture: Picture,
	spot: Spot,
	size: number,
	colour: string,
	random: Random
): string {
	const plane = picture.view.facing(spot);
	const wobble = () => random.between(0.88, 1.12) * size;
	const outline: Point[] = [
		[-0.42 * wobble(), 0],
		[-0.52 * wobble(), 0.2 * size],
		[-0.4 * wobble(), 0.48 * size],
		[-0.1 * size, 0.68 * wobble()],
		[0.1 * size, 0.68 * wobble()],
		[0.42 * wobble(), 0.46 * size],
		[0.52 * wobble(), 0.18 * size],
		[0.4 * wobble(), 0]
	];
	const { faces } = picture.light;
	const fill = picture.gradient(plane(-size / 2, size * 0.6), plane(size / 2, 0), [
		shade(colour, 1.25 * faces.left),
		shade(colour, faces.front),
		shade(colour, 0.62)
	]);
	const lean = random.between(-0.08, 0.08) * size;
	const knot: Point[] = [
		[-0.06 * size, 0.62 * size],
		[-0.14 * size + lean, 0.86 * size],
		[lean, 0.78 * size],
		[0.15 * size + lean, 0.88 * size],
		[0.07 * size, 0.62 * size]
	];
	const width = Math.max(1, picture.view.scale(spot.z) * 0.012);
	const folds = [-0.24, -0.04, 0.2].map((along) =>
		onto(
			plane,
			[
				[along * 0.3 * size, 0.6 * size],
				[along * 0.9 * size, 0.38 * size],
				[along * 1.2 * size, 0.14 * size]
			],
			{ stroke: shade(colour, 1.6), width, opacity: 0.3, open: true, smooth: true }
		)
	);
	const gleam = ring(plane, [-0.2 * size, 0.4 * size], [0.09 * size, 0.05 * size], {
		fill: '#ffffff',
		opacity: 0.28
	});
	return [
		onto(plane, knot, { fill: shade(colour, 0.9), smooth: true }),
		onto(plane, outline, { fill, smooth: true }),
		...folds,
		gleam
	].join('');
}

/** A cardboard box with its flaps up, seen a little from above. */
export function carton(picture: Picture, spot: Spot, size: number, random: Random): string {
	const colour = random.pick(cartonColours);
	const [wide, tall, deep] = [size, size * random.between(0.55, 0.8), size * 0.7];
	const body = picture.block({ ...spot, x: spot.x - wide / 2, wide, tall, deep }, colour);
	const plane = picture.view.facing({ ...spot, x: spot.x - wide / 2 });
	const tape = panel(plane, [wide * 0.44, 0], [wide * 0.12, tall], {
		fill: '#d8c39a',
		opacity: 0.7
	});
	const splay = random.between(0.1, 0.3) * size;
	const flaps = [
		onto(
			plane,
			[
				[0, tall],
				[-splay, tall + splay * 0.7],
				[-splay * 0.7, tall + splay],
				[wide * 0.12, tall + 0.02]
			],
			{ fill: shade(colour, 1.12) }
		),
		onto(
			plane,
			[
				[wide, tall],
				[wide + splay, tall + splay * 0.5],
				[wide + splay, tall + splay * 0.9],
				[wide * 0.85, tall + 0.02]
			],
			{ fill: shade(colour, 0.82) }
		)
	];
	return body + tape + flaps.join('');
}

/** A woven sack of rubble, sagging. */
export function sack(picture: Picture, spot: Spot, size: number, random: Random): string {
	const plane = picture.view.facing(spot);
	const colour = random.pick(['#dcd8c8', '#cfc9b4', '#c9cfc4', '#d9c9a8']);
	const lean = random.between(-0.1, 0.1) * size;
	const outline: Point[] = [
		[-0.4 * size, 0],
		[-0.46 * size, 0.3 * size],
		[-0.34 * size + lean, 0.72 * size],
		[-0.16 * size + lean, 0.86 * size],
		[0.18 * size + lean, 0.84 * size],
		[0.36 * size + lean, 0.7 * size],
		[0.46 * size, 0.28 * size],
		[0.4 * size, 0]
	];
	const fill = picture.gradient(plane(-size / 2, 0), plane(size / 2, 0), [
		shade(colour, 1.05),
		colour,
		shade(colour, 0.62)
	]);
	const width = Math.max(1, picture.view.scale(spot.z) * 0.01);
	const seams = [0.25, 0.5].map((up) =>
		onto(
			plane,
			[
				[-0.4 * size, up * size],
				[0, (up - 0.06) * size],
				[0.4 * size, up * size]
			],
			{ stroke: '#8f8870', width, opacity: 0.4, open: true, smooth: true }
		)
	);
	const mouth = ring(plane, [lean, 0.8 * size], [0.2 * size, 0.07 * size], {
		fill: random.pick(['#8a7f70', '#a0958a', '#96604a'])
	});
	return onto(plane, outline, { fill, smooth: true }) + seams.join('') + mouth;
}
