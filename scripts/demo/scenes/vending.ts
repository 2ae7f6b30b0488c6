import { alongStreet } from './along-street';
import { shade } from './colour';
import { scatter } from './litter';
import { passer, person } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, panel, ring } from './svg';
import { cloths, crate, produce, umbrella } from './wares';

export const streetVending: Scene = {
	camera: cameras.street,
	draw(picture) {
		alongStreet(picture);
		for (let count = picture.visit.whole(1, 2); count > 0; count--)
			passer(
				picture,
				picture.visit.between(-2.6, -0.6),
				picture.visit.between(15, 26),
				picture.visit
			);
		if (!picture.before) return;
		const { problem } = picture;
		const x = problem.between(-0.9, 0.1);
		tricycle(picture, x, 5.4);
		umbrella(picture, x + 0.1, 6.3, problem.pick(cloths));
		person(picture, {
			x: x + 0.95,
			z: 6.6,
			top: problem.pick(['#5d7f9c', '#a0553f', '#6c7a4f']),
			bottom: '#3a3d44',
			cap: '#d8c48a'
		});
		for (const along of [-1.15, -0.5, 0.15, 0.8]) {
			const spot = { x: x + along, z: 4.75 };
			picture.contact({ ...spot, y: 0 }, 0.45, 0.45);
			picture.stand(spot.z, crate(picture, { ...spot, goods: problem.pick(produce) }, problem));
		}
		passer(picture, x - 1.5, 7.4, problem);
		scatter(picture, { left: x - 1.4, right: x + 1.8, near: 3.8, far: 4.6 }, 12, problem);
	}
};

/** A cargo tricycle, its tray turned into a counter. */
function tricycle(picture: Picture, x: number, z: number): void {
	const { view, problem } = picture;
	const plane = view.facing({ x, y: 0, z });
	const tray = { x: x - 0.95, y: 0.55, z, wide: 1.9, tall: 0.32, deep: 0.9 };
	const colour = problem.pick(['#2f7a6a', '#33608f', '#a8443a']);
	picture.cast({ ...tray, y: 0, tall: 0.9 });
	picture.contact({ x, y: 0, z: z + 0.3 }, 1.3, 0.5);
	const scale = view.scale(z);
	const wheels = [-0.7, 0.7].map(
		(along) =>
			ring(plane, [along, 0.28], 0.28, { fill: '#26282a' }) +
			ring(plane, [along, 0.28], 0.18, { fill: '#9da2a4' })
	);
	const boxes = [-0.62, 0, 0.62].map((along) =>
		crate(picture, { x: x + along, y: 0.86, z: z + 0.3, goods: problem.pick(produce) }, problem)
	);
	picture.stand(
		z,
		onto(
			plane,
			[
				[-0.9, 0.5],
				[0.9, 0.5]
			],
			{ stroke: '#33373a', width: scale * 0.06, open: true }
		),
		...wheels,
		picture.block(tray, colour),
		...boxes,
		panel(plane, [-0.95, 0.62], [1.9, 0.05], { fill: shade(colour, 1.35) })
	);
}
