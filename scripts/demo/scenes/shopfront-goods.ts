import { facing } from './across-street';
import { carton } from './bags';
import { shade } from './colour';
import { passer } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto } from './svg';
import type { Spot } from './view';
import { crate, produce } from './wares';

export const goodsOutside: Scene = {
	camera: cameras.front,
	draw(picture) {
		facing(picture, 'shops', { trees: picture.place.fork('trees').chance(0.5) });
		const { problem, visit } = picture;
		if (visit.chance(0.6)) passer(picture, visit.pick([-3.4, 3.2]), 6.6, visit);
		if (!picture.before) return;
		const x = problem.between(-0.6, 0.6);
		for (let column = -2; column <= 2; column++)
			for (let step = 0; step < 3; step++) {
				const spot = { x: x + column * 0.68, y: step * 0.3, z: 7.1 + step * 0.32 };
				if (step === 0) picture.contact({ ...spot, y: 0, z: 7 }, 0.55, 0.4);
				picture.stand(spot.z, crate(picture, { ...spot, goods: problem.pick(produce) }, problem));
			}
		rack(picture, x + problem.pick([-2.6, 2.5]), 6.9);
		for (let count = 0; count < 4; count++) {
			const spot: Spot = { x: x + problem.between(-2.2, 2.2), y: 0, z: problem.between(5.8, 6.3) };
			picture.contact(spot, 0.4, 0.45);
			picture.stand(spot.z, carton(picture, spot, problem.between(0.4, 0.6), problem));
		}
		for (const along of [-0.9, 0.6]) stool(picture, x + along, 5.9);
	}
};

/** Clothes on a rail, rolled out onto the pavement. */
function rack(picture: Picture, x: number, z: number): void {
	const { problem, view } = picture;
	const plane = view.facing({ x, y: 0, z });
	const scale = view.scale(z);
	const steel = { stroke: '#8b9194', width: scale * 0.035, open: true };
	const garments: string[] = [];
	for (let along = -0.65; along < 0.65; along += 0.15) {
		const colour = problem.pick([
			'#b8473f',
			'#3f6b96',
			'#d9b15a',
			'#6f8f63',
			'#d9cfc0',
			'#6a4a72',
			'#2f3440'
		]);
		const drop = problem.between(0.5, 0.95);
		garments.push(
			onto(
				plane,
				[
					[along - 0.02, 1.5],
					[along - 0.11, 1.38],
					[along - 0.1, 1.45 - drop],
					[along + 0.1, 1.45 - drop],
					[along + 0.11, 1.38],
					[along + 0.02, 1.5]
				],
				{ fill: colour, stroke: shade(colour, 0.7), width: 1 }
			)
		);
	}
	picture.cast({ x: x - 0.7, z, wide: 1.4, deep: 0.3, tall: 1.4 }, 0.8);
	picture.contact({ x, y: 0, z }, 0.8, 0.35);
	picture.stand(z, onto(plane, [-0.75, 0, -0.75, 1.53, 0.75, 1.53, 0.75, 0], steel), ...garments);
}

function stool(picture: Picture, x: number, z: number): void {
	const plane = picture.view.facing({ x, y: 0, z });
	const colour = picture.problem.pick(['#c2453a', '#3a6fa5', '#d79a3a']);
	picture.contact({ x, y: 0, z }, 0.3, 0.4);
	picture.stand(
		z,
		onto(
			plane,
			[-0.16, 0, -0.13, 0.42, 0.13, 0.42, 0.16, 0, 0.1, 0, 0.08, 0.3, -0.08, 0.3, -0.1, 0],
			{ fill: shade(colour, 0.85) }
		),
		onto(plane, [-0.16, 0.4, 0.16, 0.4, 0.14, 0.47, -0.14, 0.47], { fill: colour })
	);
}
