import { alongStreet, street } from './along-street';
import { bike } from './bikes';
import { car, carColours } from './cars';
import { shade } from './colour';
import { passer } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, panel, ring } from './svg';

export const carsOnPavement: Scene = {
	camera: cameras.street,
	draw(picture) {
		alongStreet(picture, { trees: picture.place.fork('trees').chance(0.6) });
		const { problem, visit } = picture;
		for (let z = 5; z < 40; z += 2.4) bollard(picture, street.kerb - 0.25, z);
		if (visit.chance(0.8)) passer(picture, visit.between(-2.8, -2), visit.between(12, 20), visit);
		if (!picture.before) return;
		const x = problem.between(-1.6, -1.2);
		let z = problem.between(4.8, 5.4);
		let side = 0;
		for (let count = problem.whole(2, 3); count > 0; count--) {
			car(picture, {
				x: x + side * 0.35,
				z,
				body: problem.pick(['saloon', 'hatch', 'van'] as const),
				colour: problem.pick(carColours),
				heading: 'away'
			});
			z += problem.between(5.4, 6);
			side = 1.6 - side;
		}
	}
};

function bollard(picture: Picture, x: number, z: number): void {
	const plane = picture.view.facing({ x, y: 0, z });
	picture.contact({ x, y: 0, z }, 0.15, 0.4);
	picture.cast({ x: x - 0.06, z, wide: 0.12, deep: 0.1, tall: 0.7 });
	picture.stand(
		z,
		panel(plane, [-0.06, 0], [0.12, 0.68], { fill: '#5f676c' }),
		panel(plane, [-0.06, 0.5], [0.12, 0.1], { fill: '#e3c04a' }),
		ring(plane, [0, 0.69], 0.062, { fill: '#7b8388' })
	);
}

const fleets = ['#e0b02c', '#2f86c9', '#3fa777', '#e07a3a'];

export const fallenBikes: Scene = {
	camera: cameras.street,
	draw(picture) {
		const random = picture.place.fork('bikes');
		alongStreet(picture, { tactileAt: -1.6 });
		const { problem, view, visit } = picture;
		const fleet = random.pick(fleets);
		const other = random.pick(fleets);
		bay(picture);
		if (visit.chance(0.8)) passer(picture, visit.between(-2.8, -1.8), visit.between(13, 22), visit);
		const colour = (index: number) => (index % 4 === 3 ? other : fleet);
		if (!picture.before) {
			for (let index = 0; index < 9; index++) {
				const spot = { x: 0.1, y: 0, z: 4.4 + index * 0.62 };
				picture.contact({ ...spot, x: 0.9 }, 0.8, 0.3);
				picture.stand(
					spot.z,
					bike({ plane: view.turned(spot, 0.3), colour: colour(index), scale: view.scale(spot.z) })
				);
			}
			return;
		}
		for (let index = 0; index < 9; index++) {
			const spot = { x: problem.between(-2, 0.2), y: 0.04, z: 3.9 + index * 0.46 };
			const angle = problem.between(-0.5, 0.6);
			const scale = view.scale(spot.z);
			const lean = problem.chance(0.78) ? problem.between(0.08, 0.3) : 1;
			const flat = view.lying(spot, angle);
			const plane =
				lean === 1
					? view.turned(spot, angle)
					: (along: number, up: number, out = 0) =>
							flat(along, up * Math.sqrt(1 - lean * lean), out + up * lean);
			picture.contact({ x: spot.x + 0.8, y: 0, z: spot.z + 0.2 }, 0.9, 0.38);
			picture.stand(
				spot.z,
				bike({ plane, colour: shade(colour(index), problem.between(0.9, 1.05)), scale })
			);
		}
	}
};

/** White lines of the place where hire bicycles belong. */
function bay(picture: Picture): void {
	const plane = picture.view.lying({ x: 0, y: 0, z: 4.1 }, 0);
	picture.floor.push(
		onto(
			plane,
			[
				[0, 0],
				[1.95, 0],
				[1.95, 6.2],
				[0, 6.2]
			],
			{ stroke: '#f0eee6', width: 5, opacity: 0.85 }
		)
	);
}
