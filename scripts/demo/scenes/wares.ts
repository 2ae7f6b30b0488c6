import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { ellipse, onto, panel } from './svg';

export interface Crate {
	x: number;
	y?: number;
	z: number;
	goods: readonly string[];
	wide?: number;
}

/** A shallow crate heaped with round things: fruit, greens, toys. */
export function crate(
	picture: Picture,
	{ x, y = 0, z, goods, wide = 0.6 }: Crate,
	random: Random
): string {
	const wood = random.pick(['#b08a5a', '#5b8fb0', '#c9c3b4', '#8fa36a']);
	const body = picture.block({ x: x - wide / 2, y, z, wide, tall: 0.22, deep: 0.4 }, wood);
	const scale = picture.view.scale(z);
	const parts: string[] = [];
	for (let row = 0; row < 3; row++)
		for (let index = 0; index < 6; index++) {
			const at = picture.view.at(
				x - wide / 2 + (index + 0.5 + random.between(-0.2, 0.2)) * (wide / 6),
				y + 0.2 + (2 - row) * 0.03,
				z + 0.32 - row * 0.13
			);
			const colour = random.pick(goods);
			const size = random.between(0.05, 0.068) * scale;
			parts.push(
				ellipse(at, size, size, { fill: shade(colour, 0.72) }),
				ellipse([at[0] - size * 0.2, at[1] - size * 0.22], size * 0.72, size * 0.7, {
					fill: colour
				})
			);
		}
	const front = picture.view.facing({ x: x - wide / 2, y, z });
	return (
		body +
		parts.join('') +
		panel(front, [0, 0], [wide, 0.2], { fill: shade(wood, 0.9) }) +
		panel(front, [0, 0.09], [wide, 0.02], { fill: shade(wood, 0.6) })
	);
}

export const produce: readonly (readonly string[])[] = [
	['#d9512c', '#e0672f', '#c9402a'],
	['#e3a52b', '#edb945', '#d6932a'],
	['#6f9a3c', '#82ab48', '#557f34'],
	['#8d3b5a', '#a1476a', '#6d2f4c'],
	['#b9c95a', '#a6b94c', '#ccd672'],
	['#c9a06a', '#b68d5a', '#d6b27c']
];

/** A square market umbrella on its pole. */
export function umbrella(
	picture: Picture,
	x: number,
	z: number,
	colours: readonly [string, string]
): void {
	const plane = picture.view.facing({ x, y: 0, z });
	const scale = picture.view.scale(z);
	const canopy = [-1.3, -0.75, -0.25, 0.25, 0.75, 1.3].flatMap((edge, index, edges): string[] => {
		const next = edges[index + 1];
		if (next === undefined) return [];
		const tone = 1.1 - index * 0.09;
		return [
			onto(
				plane,
				[
					[0, 2.75],
					[edge, 2.15],
					[edge, 2],
					[next, 2],
					[next, 2.15]
				],
				{ fill: shade(colours[index % 2] as string, tone) }
			)
		];
	});
	picture.cast({ x: x - 1.2, y: 2.2, z: z - 0.6, wide: 2.4, deep: 1.4, tall: 0.2 });
	picture.stand(
		z,
		onto(
			plane,
			[
				[0, 0],
				[0, 2.7]
			],
			{ stroke: '#8c8f90', width: scale * 0.045, open: true }
		),
		...canopy
	);
}

/** A planter with shrubs, as set out along pavements. */
export function planter(
	picture: Picture,
	x: number,
	z: number,
	wide: number,
	random: Random
): void {
	const block = { x: x - wide / 2, z, wide, tall: 0.45, deep: 0.5 };
	picture.cast({ ...block, tall: 0.8 });
	picture.contact({ x, y: 0, z }, wide * 0.65, 0.35);
	const leaves: string[] = [];
	const scale = picture.view.scale(z);
	for (let index = 0; index < wide * 70; index++) {
		const up = random.next();
		const at = picture.view.at(x + random.between(-0.5, 0.5) * wide, 0.42 + up * 0.4, z + 0.2);
		const size = random.between(0.03, 0.08) * scale;
		const fill = random.chance(0.12)
			? random.pick(['#d9587a', '#e8c24a', '#e9e2ea', '#c94a3c'])
			: shade('#5f8f44', (0.6 + up * 0.6) * random.between(0.8, 1.2));
		leaves.push(ellipse(at, size, size * 0.8, { fill }));
	}
	picture.stand(z, picture.block(block, '#8f7a66'), ...leaves);
}

export const cloths = [
	['#c2453a', '#ede6d6'],
	['#2f6ea3', '#e9eef0'],
	['#3f8a58', '#f0ead8'],
	['#d08a35', '#f2e9d2']
] as const;
