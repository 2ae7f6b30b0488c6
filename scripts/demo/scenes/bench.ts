import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { onto, shape } from './svg';
import type { Plane, Spot } from './view';

export interface Bench {
	x: number;
	z: number;
	wood: string;
	broken: boolean;
}

/** A slatted park bench of 1.8 m, facing the eye. */
export function bench(picture: Picture, { x, z, wood, broken }: Bench, random: Random): void {
	const { view, light } = picture;
	const back = view.facing({ x, y: 0, z: z + 0.5 });
	const front = view.facing({ x, y: 0, z });
	const iron = '#3d4246';
	const scale = view.scale(z);
	const slat = (
		plane: Plane,
		up: number,
		tall: number,
		tone: number,
		from = -0.9,
		to = 0.9,
		drop = 0
	) =>
		onto(
			plane,
			[
				[from, up],
				[to, up - drop],
				[to, up + tall - drop],
				[from, up + tall]
			],
			{ fill: shade(wood, tone), stroke: shade(wood, 0.5), width: 1 }
		);
	const seat = (depth: number, from = -0.9, to = 0.9, drop = 0) => {
		const [a, b, c, d] = [
			view.at(x + from, 0.45, z + depth),
			view.at(x + to, 0.45 - drop, z + depth),
			view.at(x + to, 0.45 - drop, z + depth + 0.13),
			view.at(x + from, 0.45, z + depth + 0.13)
		];
		return shape([a, b, c, d], {
			fill: shade(wood, light.faces.top),
			stroke: shade(wood, 0.55),
			width: 1
		});
	};
	const legs = [-0.75, 0.75].map((along) =>
		[
			onto(
				back,
				[
					[along, 0],
					[along, 0.95]
				],
				{ stroke: iron, width: scale * 0.06, open: true }
			),
			onto(
				front,
				[
					[along, 0],
					[along, 0.45]
				],
				{ stroke: iron, width: scale * 0.06, open: true }
			),
			shape([back(along, 0.68), view.at(x + along, 0.66, z + 0.1), front(along, 0.45)], {
				stroke: iron,
				width: scale * 0.045,
				open: true,
				smooth: true
			})
		].join('')
	);
	const parts = [...legs];
	if (broken) {
		parts.push(
			slat(back, 0.82, 0.1, 0.98),
			slat(back, 0.66, 0.1, 0.9, -0.9, -0.1),
			slat(back, 0.62, 0.1, 0.8, 0.45, 0.9, 0.22)
		);
		parts.push(seat(0.36), seat(0.2, -0.9, -0.15), seat(0.04, -0.9, 0.05, 0.3));
		parts.push(
			onto(front, [-0.15, 0.4, -0.05, 0.47, -0.12, 0.5, -0.02, 0.53, -0.2, 0.53], {
				fill: shade(wood, 1.35)
			})
		);
	} else {
		for (const up of [0.5, 0.66, 0.82]) parts.push(slat(back, up, 0.11, 0.95));
		for (const depth of [0.36, 0.2, 0.04]) parts.push(seat(depth));
		parts.push(slat(front, 0.39, 0.06, 0.75));
	}
	picture.cast({ x: x - 0.9, z: z + 0.1, wide: 1.8, deep: 0.4, tall: 0.5 });
	picture.contact({ x, y: 0, z: z + 0.3 }, 1.1, 0.4);
	picture.stand(z, ...parts);
	if (!broken) return;
	for (let plank = 0; plank < 3; plank++) {
		const spot: Spot = {
			x: x + random.between(-0.2, 1),
			y: 0.02,
			z: z - random.between(0.15, 0.7)
		};
		const lying = view.lying(spot, random.between(-0.7, 0.7));
		const jagged = [-0.4, -0.05, 0.34, -0.05, 0.42, -0.02, 0.33, 0.01, 0.4, 0.05, -0.4, 0.05];
		picture.contact({ ...spot, y: 0 }, 0.45, 0.35);
		picture.stand(
			spot.z,
			onto(lying, jagged, { fill: shade(wood, 0.7) }),
			onto(lying, jagged, { fill: shade(wood, random.between(0.95, 1.15)) }, 0.04)
		);
	}
}
