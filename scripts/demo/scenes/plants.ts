import { mix, shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { ellipse, shape } from './svg';
import type { Point } from './view';

export const leafColours = ['#5d8a3f', '#6f9a48', '#4f7d45', '#7f9a3e', '#8fa04a'];

/** Clumps of leaves, dark below and lit on the sunny side. */
function crown(
	picture: Picture,
	[x, y]: Point,
	[across, tall]: Point,
	colour: string,
	random: Random,
	depth: number
): string {
	const sun = Math.sign(-picture.light.shadow.x) * 0.3;
	const clumps: { at: Point; size: number; tone: number }[] = [];
	const near = depth < 16;
	const count = near ? 120 : 46;
	for (let index = 0; index < count; index++) {
		const angle = random.between(0, Math.PI * 2);
		const reach = Math.sqrt(random.next()) * 0.92;
		const [dx, dy] = [Math.cos(angle) * reach, Math.sin(angle) * reach];
		const size = random.between(0.09, near ? 0.19 : 0.24) * Math.min(across, tall);
		const tone = 0.86 - dy * 0.28 + dx * sun + random.between(-0.12, 0.12);
		clumps.push({
			at: [x + dx * across, y + dy * tall],
			size,
			tone: tone * (0.55 + (index / count) * 0.55)
		});
	}
	const parts = clumps.map(({ at, size, tone }) =>
		ellipse(at, size * 1.15, size, {
			fill: picture.hazed(shade(colour, tone), depth),
			opacity: 0.93
		})
	);
	for (let leaf = 0; leaf < (near ? 90 : 24); leaf++) {
		const angle = random.between(0, Math.PI * 2);
		const reach = Math.sqrt(random.next());
		const at: Point = [x + Math.cos(angle) * reach * across, y + Math.sin(angle) * reach * tall];
		const size = random.between(0.014, 0.036) * across;
		const fill = picture.hazed(shade(colour, random.pick([0.6, 1.2, 1.35, 0.8])), depth);
		parts.push(ellipse(at, size, size * 0.7, { fill, opacity: 0.8 }));
	}
	return parts.join('');
}

export interface Tree {
	x: number;
	z: number;
	tall: number;
	/** Width of the crown, metres. */
	wide: number;
	colour: string;
}

export function tree(picture: Picture, { x, z, tall, wide, colour }: Tree, random: Random): void {
	const { view, light } = picture;
	const plane = view.facing({ x, y: 0, z });
	const girth = 0.05 + tall * 0.02;
	const bark = picture.hazed(shade('#6d5c4c', light.faces.front), z);
	const lean = random.between(-0.15, 0.15);
	const trunk = [
		plane(-girth * 1.5, 0),
		plane(-girth, 0.4),
		plane(-girth * 0.7 + lean, tall * 0.62),
		plane(girth * 0.7 + lean, tall * 0.62),
		plane(girth, 0.4),
		plane(girth * 1.5, 0)
	];
	const fill = picture.gradient(plane(-girth, 0), plane(girth, 0), [
		shade(bark, light.faces.left),
		shade(bark, light.faces.right * 0.8)
	]);
	const limbs = [-0.6, 0.1, 0.7].map((side) =>
		shape([plane(lean, tall * 0.45), plane(lean + side * wide * 0.25, tall * 0.75)], {
			stroke: bark,
			width: girth * view.scale(z),
			open: true
		})
	);
	const lime = view.at(0, 0, z)[1] - view.at(0, 1, z)[1] > 50;
	const coat = lime
		? shape(
				[
					plane(-girth * 1.5, 0),
					plane(-girth, 0.4),
					plane(-girth * 0.93, 1),
					plane(girth * 0.93, 1),
					plane(girth, 0.4),
					plane(girth * 1.5, 0)
				],
				{ fill: mix(bark, '#f2efe6', 0.72) }
			)
		: '';
	const scale = view.scale(z);
	const middle = plane(lean, tall * 0.78);
	const leaves = crown(
		picture,
		middle,
		[(wide / 2) * scale, tall * 0.27 * scale],
		colour,
		random,
		z
	);
	picture.stand(z, shape(trunk, { fill }), coat, ...limbs, leaves);
	dapple(picture, x, z, tall, wide, random);
}

/** The broken shade under a crown. */
function dapple(
	picture: Picture,
	x: number,
	z: number,
	tall: number,
	wide: number,
	random: Random
) {
	const { shadow } = picture.light;
	const [middleX, middleZ] = [x + shadow.x * tall * 0.7, z + shadow.z * tall * 0.7];
	for (let blob = 0; blob < (z < 16 ? 46 : 10); blob++) {
		const spotZ = middleZ + random.between(-0.5, 0.5) * wide;
		if (spotZ < 1.2) continue;
		const scale = picture.view.scale(spotZ);
		const across = random.between(0.2, 0.6);
		const flat = Math.min(1, picture.view.camera.eye / spotZ);
		const at = picture.view.at(middleX + random.between(-0.6, 0.6) * wide, 0, spotZ);
		picture.floor.push(ellipse(at, across * scale, across * scale * flat, { fill: picture.blot }));
	}
	picture.contact({ x, y: 0, z }, 0.4, 0.35);
}

export interface Hedge {
	left: number;
	right: number;
	z: number;
	tall: number;
	colour: string;
}

/** A clipped or loose row of shrubs across the view. */
export function hedge(
	picture: Picture,
	{ left, right, z, tall, colour }: Hedge,
	random: Random
): string {
	const { view } = picture;
	const scale = view.scale(z);
	const parts: string[] = [];
	const grown = Math.max(1, tall * 0.45);
	const count = Math.round(((right - left) * 22 * tall) / grown ** 1.6) + 12;
	for (let index = 0; index < count; index++) {
		const up = random.next();
		const at = view.at(random.between(left, right), up * tall * 0.92, z);
		const size = random.between(0.08, 0.17) * grown * scale;
		const tone = (0.55 + up * 0.5) * random.between(0.85, 1.15);
		parts.push(ellipse(at, size, size * 0.8, { fill: picture.hazed(shade(colour, tone), z) }));
	}
	const base = shape(
		[
			view.at(left, 0, z),
			view.at(right, 0, z),
			view.at(right - grown * 0.2, tall * 0.66, z),
			view.at(left + grown * 0.2, tall * 0.66, z)
		],
		{
			fill: picture.hazed(shade(colour, 0.55), z)
		}
	);
	return base + parts.join('');
}
