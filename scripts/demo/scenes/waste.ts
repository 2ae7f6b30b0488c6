import { facing } from './across-street';
import { alongStreet } from './along-street';
import { bag, bagColours, carton, sack } from './bags';
import { binColours, wheelieBin } from './bins';
import { shade } from './colour';
import { stain } from './ground';
import { brick, heap, rubble } from './heaps';
import { leaf, scatter } from './litter';
import { passer } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, shape } from './svg';
import type { Point, Spot } from './view';

function visitors(picture: Picture): void {
	for (let count = picture.visit.whole(0, 2); count > 0; count--)
		passer(picture, picture.visit.between(-2.6, 0), picture.visit.between(16, 30), picture.visit);
}

/** Damp marks where a heap lay until lately. */
function swept(picture: Picture, x: number, z: number): void {
	stain(picture, [x, z], 0.9, '#3a352e', 0.16);
}

export const rubbishHeap: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('spot');
		facing(picture, random.pick(['wall', 'wall', 'hedge', 'flats'] as const));
		const [x, wide] = [random.between(-0.9, 0.9), random.between(2.2, 3.1)];
		if (picture.before) {
			stain(picture, [x, 6.4], 1.7, '#2f2a22', 0.4);
			heap(picture, { x, z: 7 }, wide, picture.problem);
		} else swept(picture, x, 6.8);
	}
};

export const overflowingBins: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('spot');
		facing(picture, random.pick(['wall', 'hedge', 'flats', 'wall'] as const));
		const count = random.whole(2, 4);
		const left = random.between(-1.6, -0.4) - (count - 3) * 0.4;
		const { problem } = picture;
		for (let index = 0; index < count; index++) {
			const spot: Spot = { x: left + index * 0.85, y: 0, z: 6.6 + random.between(-0.1, 0.1) };
			const colour = binColours[index % 4] as string;
			picture.contact(spot, 0.6, 0.5);
			picture.cast({ x: spot.x - 0.3, z: spot.z, wide: 0.6, tall: 1, deep: 0.5 });
			picture.stand(spot.z, wheelieBin(picture, spot, colour, picture.before));
			if (!picture.before) continue;
			const bags = [-0.16, 0.17, 0, -0.05].map((along, row) => {
				const at = {
					x: spot.x + along,
					y: 0.9 + (row > 1 ? 0.26 : 0) + (row > 2 ? 0.2 : 0),
					z: spot.z
				};
				return bag(picture, at, problem.between(0.36, 0.5), problem.pick(bagColours), problem);
			});
			picture.stand(
				spot.z - 0.01,
				...bags.slice(0, problem.whole(2, 4)),
				lip(picture, spot, colour)
			);
		}
		if (!picture.before) return;
		const middle = left + ((count - 1) * 0.85) / 2;
		stain(picture, [middle, 5.9], 1.8, '#2f2a22', 0.4);
		for (let index = 0; index < 9; index++) {
			const spot: Spot = {
				x: middle + problem.between(-1.9, 1.9),
				y: 0,
				z: problem.between(5.7, 6.3)
			};
			picture.contact(spot, 0.35, 0.5);
			const size = problem.between(0.32, 0.52);
			picture.stand(
				spot.z,
				problem.chance(0.7)
					? bag(picture, spot, size, problem.pick(bagColours), problem)
					: carton(picture, spot, size, problem)
			);
		}
		scatter(picture, { left: middle - 2.4, right: middle + 2.4, near: 4.7, far: 5.9 }, 26, problem);
	}
};

function lip(picture: Picture, spot: Spot, colour: string): string {
	return onto(
		picture.view.facing(spot),
		[
			[-0.33, 0.86],
			[0.33, 0.86],
			[0.34, 0.99],
			[-0.34, 0.99]
		],
		{ fill: shade(colour, 0.85) }
	);
}

export const litteredPavement: Scene = {
	camera: cameras.street,
	draw(picture) {
		alongStreet(picture);
		visitors(picture);
		const { problem } = picture;
		if (!picture.before) {
			scatter(picture, { left: -3, right: 2, near: 3, far: 12 }, 5, picture.visit, leaf);
			return;
		}
		for (let index = 0; index < 4; index++)
			stain(
				picture,
				[problem.between(-1.6, 1.4), problem.between(3, 6)],
				problem.between(0.4, 0.9),
				'#2f2a22',
				0.4
			);
		scatter(picture, { left: -2.4, right: 2, near: 2.5, far: 9 }, 100, problem);
		scatter(picture, { left: -2.8, right: 2.2, near: 2.5, far: 12 }, 50, problem, leaf);
		for (const z of [4.3, 5.4]) {
			const spot: Spot = { x: problem.between(-1, 1.2), y: 0, z };
			picture.contact(spot, 0.4, 0.5);
			picture.stand(z, bag(picture, spot, 0.42, problem.pick(bagColours), problem));
		}
	}
};

export const constructionRubble: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('spot');
		facing(picture, random.pick(['flats', 'wall', 'flats', 'hedge'] as const));
		const x = random.between(-0.8, 0.8);
		const { problem } = picture;
		if (!picture.before) {
			stain(picture, [x, 6.8], 1.5, '#d8d2c6', 0.35);
			return;
		}
		rubble(
			picture,
			{ x, z: 7 },
			problem.between(3, 3.8),
			problem.between(0.95, 1.3),
			problem,
			problem.pick(['#a3988a', '#b0a698', '#9a8a76'])
		);
		for (let index = 0; index < 6; index++) {
			const spot: Spot = {
				x: x + (index % 2 ? 1 : -1) * problem.between(0.9, 2),
				y: 0,
				z: problem.between(5.9, 6.6)
			};
			picture.contact(spot, 0.4, 0.45);
			picture.stand(spot.z, sack(picture, spot, problem.between(0.5, 0.72), problem));
		}
		for (let index = 0; index < 3; index++) plank(picture, x + problem.between(-1.2, 1.2));
		scatter(picture, { left: x - 2.4, right: x + 2.4, near: 5.2, far: 6.3 }, 22, problem, brick);
	}
};

function plank(picture: Picture, x: number): void {
	const { problem, view } = picture;
	const [lean, tall] = [problem.between(-1, 1), problem.between(0.9, 1.5)];
	const wood = problem.pick(['#a8804f', '#8d6a44', '#c9b090']);
	const points: Point[] = [
		view.at(x, 0, 6.4),
		view.at(x + 0.1, 0, 6.4),
		view.at(x + lean + 0.1, tall, 7),
		view.at(x + lean, tall, 7)
	];
	picture.stand(6.45, shape(points, { fill: wood, stroke: shade(wood, 0.6), width: 1 }));
}
