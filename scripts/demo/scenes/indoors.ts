import { bag, bagColours, carton } from './bags';
import { scooter } from './bikes';
import { shade } from './colour';
import { corridor } from './corridor';
import type { Picture } from './picture';
import type { Scene } from './scene';
import { onto, panel, shape } from './svg';
import type { Spot } from './view';

export const clutteredCorridor: Scene = {
	camera: (random) => ({
		focal: random.between(760, 830),
		eye: 1.5,
		horizon: random.between(370, 410),
		centre: random.between(560, 640)
	}),
	draw(picture) {
		corridor(picture);
		if (picture.before) clutter(picture);
	}
};

function clutter(picture: Picture): void {
	const { problem } = picture;
	const side = problem.pick([-1, 1]);
	const place = (spot: Spot, draw: () => string) => {
		picture.contact(spot, 0.5, 0.5);
		picture.stand(spot.z, draw());
	};
	const ride: Spot = { x: side < 0 ? -1.15 : 0.1, y: 0, z: 4.6 };
	picture.contact({ ...ride, x: ride.x + 0.6, z: 4.9 }, 0.9, 0.5);
	picture.stand(
		4.6,
		scooter(
			picture,
			ride,
			problem.pick(['#b23f36', '#3d6f9a', '#d7d3c8', '#4a4d52']),
			side < 0 ? 0.9 : 1.0
		)
	);
	for (let column = 0; column < 4; column++)
		for (let level = 0; level < problem.whole(1, 3); level++) {
			const spot: Spot = {
				x: -side * (0.98 - (column % 2) * 0.42),
				y: level * 0.36,
				z: 3.3 + column * 0.62
			};
			if (level === 0) picture.contact(spot, 0.5, 0.5);
			picture.stand(spot.z - level * 0.001, carton(picture, spot, 0.52, problem));
		}
	for (let count = 0; count < 6; count++) {
		const spot: Spot = { x: problem.between(-1, 1), y: 0, z: problem.between(3, 7) };
		place(spot, () =>
			bag(picture, spot, problem.between(0.34, 0.5), problem.pick(bagColours), problem)
		);
	}
	cupboard(picture, side < 0 ? -1.3 : 0.6, 6.4);
	boards(picture, -side);
}

/** An old cupboard left against the wall, one door hanging. */
function cupboard(picture: Picture, x: number, z: number): void {
	const wood = picture.problem.pick(['#8f6a42', '#a88a62', '#6f5238']);
	const plane = picture.view.facing({ x, y: 0, z });
	picture.contact({ x: x + 0.35, y: 0, z }, 0.6, 0.55);
	picture.stand(
		z,
		picture.block({ x, z, wide: 0.75, tall: 1.5, deep: 0.45 }, wood),
		panel(plane, [0.38, 0.05], [0.33, 1.4], { fill: shade(wood, 0.45) }),
		onto(
			plane,
			[0.38, 0.05, 0.62, -0.02, 0.62, 1.5, 0.38, 1.45],
			{ fill: shade(wood, 1.1), stroke: shade(wood, 0.6), width: 1 },
			0.2
		),
		panel(plane, [0.04, 0.08], [0.3, 1.34], { stroke: shade(wood, 0.65), width: 2 })
	);
}

function boards(picture: Picture, side: number): void {
	const { problem, view } = picture;
	for (let index = 0; index < 4; index++) {
		const z = 2.9 + index * 0.12;
		const foot = side * problem.between(0.75, 0.95);
		const wood = problem.pick(['#b08a5a', '#9a744a', '#c4a67c']);
		picture.stand(
			z,
			shape(
				[
					view.at(foot, 0, z),
					view.at(foot + side * 0.02, 0, z + 0.3),
					view.at(side * 1.3, 1.7 - index * 0.16, z + 0.3),
					view.at(side * 1.3, 1.7 - index * 0.16, z)
				],
				{ fill: wood, stroke: shade(wood, 0.6), width: 1.5 }
			)
		);
	}
}
