import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { onto, panel, ring } from './svg';
import type { Plane, Point } from './view';

export interface Person {
	x: number;
	z: number;
	tall?: number;
	top: string;
	bottom: string;
	/** An arm stretched out to this side, or one holding a flag. */
	arm?: -1 | 1;
	flag?: boolean;
	vest?: boolean;
	hair?: string;
	cap?: string;
	stride?: number;
}

/** Someone seen from behind and from afar: clothes and a posture, no face. */
export function person(picture: Picture, who: Person): void {
	const { x, z, tall = 1.68, top, bottom, arm, vest, hair = '#26211e', stride = 0.1 } = who;
	const unit = tall / 1.68;
	const foot = picture.view.facing({ x, y: 0, z });
	const plane: Plane = (along, up) => foot(along * unit, up * unit);
	const scale = picture.view.scale(z) * unit;
	const { faces } = picture.light;
	const legs = [-1, 1].map((side) =>
		onto(
			plane,
			[
				[side * 0.09, 0.84],
				[side * (0.09 + stride * 0.4), 0.45],
				[side * (0.07 + stride), 0.06]
			],
			{
				stroke: shade(bottom, side < 0 ? faces.front : faces.front * 0.82),
				width: scale * 0.15,
				open: true,
				smooth: true
			}
		)
	);
	const shoes = [-1, 1].map((side) =>
		ring(plane, [side * (0.07 + stride), 0.04], [0.08, 0.045], { fill: '#2b2724' })
	);
	const torso = [
		-0.19, 1.36, -0.08, 1.43, 0.08, 1.43, 0.19, 1.36, 0.19, 0.98, 0.18, 0.78, -0.18, 0.78, -0.19,
		0.98
	];
	const cloth = picture.gradient(plane(-0.2, 1), plane(0.2, 1), [
		shade(top, faces.left),
		shade(top, faces.front),
		shade(top, faces.right)
	]);
	const sleeve = {
		stroke: shade(vest ? '#d8d4cc' : top, faces.front * 0.9),
		width: scale * 0.11,
		open: true,
		smooth: true
	};
	const arms = [-1, 1].map((side) => {
		const raised = arm === side;
		const hand: Point = raised ? [side * 0.72, 1.32] : [side * (0.26 + stride * 0.3), 0.82];
		const elbow: Point = raised ? [side * 0.45, 1.28] : [side * 0.27, 1.1];
		return (
			onto(plane, [[side * 0.19, 1.32], elbow, hand], sleeve) +
			ring(plane, hand, 0.05, { fill: '#d6a681' })
		);
	});
	const stripes = vest
		? [
				panel(plane, [-0.19, 1.02], [0.38, 0.05], { fill: '#f4f1cf' }),
				panel(plane, [-0.13, 1.07], [0.05, 0.32], { fill: '#f4f1cf' }),
				panel(plane, [0.08, 1.07], [0.05, 0.32], { fill: '#f4f1cf' })
			]
		: [];
	const flag =
		who.flag && arm
			? onto(
					plane,
					[
						[arm * 0.72, 1.1],
						[arm * 0.72, 1.75]
					],
					{ stroke: '#8a6a44', width: scale * 0.02, open: true }
				) +
				onto(
					plane,
					[
						[arm * 0.72, 1.74],
						[arm * 1.12, 1.68],
						[arm * 1.1, 1.46],
						[arm * 0.72, 1.44]
					],
					{ fill: '#c9352c', smooth: false }
				)
			: '';
	picture.cast({ x: x - 0.18, z, wide: 0.36, deep: 0.2, tall: tall * 0.95 }, 0.8);
	picture.contact({ x, y: 0, z }, 0.35, 0.45);
	picture.stand(
		z,
		...legs,
		...shoes,
		panel(plane, [-0.05, 1.38], [0.1, 0.12], { fill: '#b98a68' }),
		...arms,
		onto(plane, torso, { fill: cloth }),
		...stripes,
		ring(plane, [0, 1.57], [0.1, 0.125], { fill: hair }),
		who.cap
			? onto(plane, [-0.115, 1.58, -0.09, 1.69, 0.09, 1.69, 0.115, 1.58], {
					fill: who.cap,
					smooth: true
				})
			: '',
		flag
	);
}

const clothes = [
	'#4d6f94',
	'#8d4f4a',
	'#56705a',
	'#7d7a86',
	'#c2b295',
	'#2f3946',
	'#a2683f',
	'#d9d4ca'
];

export function passer(picture: Picture, x: number, z: number, random: Random): void {
	person(picture, {
		x,
		z,
		tall: random.between(1.5, 1.76),
		top: random.pick(clothes),
		bottom: random.pick(['#2d3440', '#4a4038', '#3b4a5c', '#6b655c']),
		hair: random.pick(['#221e1c', '#2e2620', '#565350']),
		stride: random.between(0.04, 0.16)
	});
}

/** A dog from its side, nose to the right, about 0.8 m long. */
export function dog(picture: Picture, x: number, z: number, colour: string, size: number): void {
	const foot = picture.view.facing({ x, y: 0, z });
	const plane: Plane = (along, up) => foot(along * size, up * size);
	const scale = picture.view.scale(z) * size;
	const dark = shade(colour, 0.7);
	const leg = (along: number, reach: number, tone: string) =>
		onto(
			plane,
			[
				[along, 0.36],
				[along + reach * 0.4, 0.18],
				[along + reach, 0.02]
			],
			{ stroke: tone, width: scale * 0.075, open: true, smooth: true }
		);
	const body = [
		-0.34, 0.5, -0.1, 0.53, 0.2, 0.55, 0.36, 0.68, 0.46, 0.74, 0.58, 0.7, 0.68, 0.62, 0.66, 0.56,
		0.52, 0.55, 0.44, 0.42, 0.3, 0.3, 0.05, 0.33, -0.2, 0.36, -0.36, 0.32, -0.4, 0.42
	];
	const fill = picture.gradient(plane(0, 0.6), plane(0, 0.25), [shade(colour, 1.12), dark]);
	picture.cast({ x: x - 0.3 * size, z, wide: 0.8 * size, deep: 0.2, tall: 0.45 * size });
	picture.contact({ x, y: 0, z }, 0.5 * size, 0.4);
	picture.stand(
		z,
		leg(-0.26, -0.1, dark),
		leg(0.26, 0.14, dark),
		onto(plane, [-0.36, 0.48, -0.5, 0.62, -0.52, 0.78], {
			stroke: colour,
			width: scale * 0.07,
			open: true,
			smooth: true
		}),
		onto(plane, body, { fill, smooth: true }),
		leg(-0.3, 0.1, colour),
		leg(0.3, -0.04, colour),
		onto(plane, [0.42, 0.74, 0.38, 0.6, 0.46, 0.56, 0.5, 0.7], {
			fill: shade(colour, 0.6),
			smooth: true
		}),
		ring(plane, [0.68, 0.61], 0.03, { fill: '#1d1917' })
	);
}
