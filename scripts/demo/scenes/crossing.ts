import { car, carColours } from './cars';
import { asphalt, field, paving, slabColours } from './ground';
import { passer, person } from './people';
import type { Picture } from './picture';
import { hedge, leafColours, tree } from './plants';
import { type Scene, cameras } from './scene';
import { sky, skyline } from './skyline';
import { onto, panel, ring, shape } from './svg';

/** Volunteers helping people over a zebra crossing; a good deed has no wrong before it. */
export const volunteersCrossing: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('crossing');
		const green = random.pick(leafColours);
		picture.back.push(sky(picture), skyline(picture, 34, random));
		paving(
			picture,
			{ left: -30, right: 30, near: 13, far: 24 },
			random.pick(slabColours),
			random,
			1
		);
		asphalt(picture, { left: -20, right: 20, near: 0.8, far: 13 }, random);
		for (let x = -7.2; x < 8; x += 0.95)
			picture.floor.push(
				shape(field(picture, { left: x, right: x + 0.5, near: 5.2, far: 8.4 }), {
					fill: '#efece3',
					opacity: 0.92
				})
			);
		picture.floor.push(
			shape(field(picture, { left: -20, right: 20, near: 4.2, far: 4.4 }), {
				fill: '#efece3',
				opacity: 0.85
			})
		);
		picture.floor.push(
			shape(field(picture, { left: -20, right: 20, near: 12.9, far: 13.15 }), { fill: '#c9c6be' })
		);
		picture.stand(
			18,
			hedge(picture, { left: -14, right: 14, z: 18, tall: 1.5, colour: green }, random)
		);
		for (let x = -9; x < 10; x += random.between(3.6, 4.6))
			tree(picture, { x, z: 15.5, tall: random.between(5, 6.4), wide: 4, colour: green }, random);
		signal(picture, random.pick([-3.6, 3.7]), 13.3);
		if (random.chance(0.7))
			car(picture, {
				x: random.pick([-7.4, 3.6]),
				z: 9.4,
				body: random.pick(['saloon', 'hatch', 'van'] as const),
				colour: random.pick(carColours),
				heading: 'across'
			});
		const vest = random.pick(['#d9432f', '#e0622a', '#c93545']);
		const side = random.pick([-1, 1] as const);
		person(picture, {
			x: side * 2.1,
			z: 5.6,
			top: vest,
			bottom: '#3a4048',
			vest: true,
			cap: vest,
			arm: side === 1 ? -1 : 1,
			flag: true,
			stride: 0.06
		});
		person(picture, {
			x: -side * 0.35,
			z: 6.6,
			top: vest,
			bottom: '#454a55',
			vest: true,
			cap: vest,
			stride: 0.14
		});
		person(picture, {
			x: -side * 0.85,
			z: 6.5,
			tall: 1.5,
			top: random.pick(['#7d7a86', '#8a6f5a']),
			bottom: '#4c463f',
			hair: '#d5d2cc',
			stride: 0.08
		});
		if (random.chance(0.6)) {
			person(picture, {
				x: side * 0.9,
				z: 7.3,
				tall: 1.2,
				top: '#e3b23c',
				bottom: '#3f5f8a',
				stride: 0.14
			});
			person(picture, {
				x: side * 1.35,
				z: 7.2,
				tall: 1.66,
				top: '#6a8fae',
				bottom: '#39404a',
				stride: 0.12
			});
		}
		for (let count = picture.visit.whole(1, 3); count > 0; count--)
			passer(picture, picture.visit.between(-5, 5), 13.6, picture.visit);
	}
};

function signal(picture: Picture, x: number, z: number): void {
	const plane = picture.view.facing({ x, y: 0, z });
	picture.stand(
		z,
		onto(plane, [-0.06, 0, -0.06, 3.4, 0.06, 3.4, 0.06, 0], { fill: '#6d7478' }),
		panel(plane, [-0.2, 2.6], [0.4, 0.9], { fill: '#1e2123' }),
		ring(plane, [0, 3.25], 0.14, { fill: '#4a1f1c' }),
		ring(plane, [0, 2.85], 0.14, { fill: '#4fe08a' })
	);
}
