import { shade } from './colour';
import { cone } from './furniture';
import { type Scene, cameras } from './scene';
import { ring, shape } from './svg';
import { footway, roadway } from './underfoot';

export const missingManhole: Scene = {
	camera: cameras.down,
	draw(picture) {
		const random = picture.place.fork('cover');
		const road = random.chance(0.5);
		if (road) roadway(picture);
		else footway(picture, random.pick([0.5, 0.6]));
		const { view, problem } = picture;
		const spot = { x: random.between(-0.4, 0.4), y: 0, z: random.between(2.7, 3.1) };
		const plane = view.lying(spot, 0);
		const steel = '#6b6864';
		picture.floor.push(
			ring(plane, [0, 0], 0.52, { fill: road ? '#8f8d88' : '#9f9a92' }),
			ring(plane, [0, 0], 0.43, { fill: shade(steel, 0.75) })
		);
		if (!picture.before) {
			picture.floor.push(
				ring(plane, [0, 0], 0.39, {
					fill: picture.gradient(plane(-0.4, 0.2), plane(0.4, -0.2), [
						'#85817b',
						'#6a6762',
						'#575450'
					])
				})
			);
			for (let row = -3; row <= 3; row++)
				for (let column = -3; column <= 3; column++)
					if (row * row + column * column < 11)
						picture.floor.push(
							ring(plane, [column * 0.1, row * 0.1], 0.032, { fill: '#4c4945' }),
							ring(plane, [column * 0.1, row * 0.1 + 0.008], 0.022, { fill: '#8a867f' })
						);
			picture.floor.push(ring(plane, [0, 0], 0.36, { stroke: '#4c4945', width: 3 }));
			return;
		}
		picture.floor.push(
			ring(plane, [0, 0], 0.39, {
				fill: picture.gradient(plane(0, 0.4), plane(0, -0.4), [
					'#6b6057',
					'#332b26',
					'#0d0c0c',
					'#070707',
					'#070707'
				])
			}),
			ring(plane, [0, 0], 0.4, { stroke: '#a09b93', width: 5 })
		);
		for (const up of [0.05, 0.16])
			picture.floor.push(
				shape(
					[view.at(spot.x - 0.12, -up, spot.z + 0.33), view.at(spot.x + 0.12, -up, spot.z + 0.33)],
					{ stroke: '#8a7f73', width: 5, open: true }
				)
			);
		for (let crack = 0; crack < 7; crack++) {
			const angle = problem.between(0, 6.28);
			picture.floor.push(
				shape(
					[
						plane(Math.cos(angle) * 0.5, Math.sin(angle) * 0.5),
						plane(Math.cos(angle + 0.1) * 0.66, Math.sin(angle + 0.1) * 0.66),
						plane(Math.cos(angle) * problem.between(0.75, 0.95), Math.sin(angle) * 0.85)
					],
					{ stroke: '#2b2724', width: 2.5, opacity: 0.7, open: true }
				)
			);
		}
		if (problem.chance(0.5)) cone(picture, spot.x + problem.pick([-1, 1]) * 0.95, spot.z + 0.5);
	}
};
