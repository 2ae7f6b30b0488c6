import { alongStreet } from './along-street';
import { bench } from './bench';
import { shade } from './colour';
import { lamp } from './furniture';
import { field, paving, slabColours, speckle, surface } from './ground';
import { night } from './light';
import { leaf, scatter } from './litter';
import { passer } from './people';
import type { Picture } from './picture';
import { hedge, leafColours, tree } from './plants';
import { type Scene, cameras } from './scene';
import { sky, skyline } from './skyline';
import { shape } from './svg';
import { planter } from './wares';

export const brokenStreetlight: Scene = {
	camera: (random) => ({
		...cameras.street(random),
		focal: random.between(820, 880),
		horizon: random.between(520, 570)
	}),
	light: night,
	draw(picture) {
		const random = picture.place.fork('lamps');
		alongStreet(picture, { trees: random.chance(0.5) });
		const gap = random.between(9, 11);
		for (let index = 0; index < 4; index++) {
			const z = 7.4 + index * gap;
			lamp(picture, 1.9, z, !picture.before || index > 1, 1);
		}
		if (picture.visit.chance(0.7))
			passer(picture, picture.visit.between(-2, 0), picture.visit.between(12, 20), picture.visit);
	}
};

/** A corner of a small park: a path, a lawn, shrubs and trees. */
export function park(picture: Picture): void {
	const random = picture.place.fork('park');
	const green = random.pick(leafColours);
	picture.back.push(sky(picture), skyline(picture, 70, random));
	surface(picture, { left: -40, right: 40, near: 4, far: 24 }, shade(green, 1.02));
	for (let x = -17; x < 17; x += 3)
		picture.back.push(
			hedge(
				picture,
				{
					left: x - 2.4,
					right: x + 2.4,
					z: 24,
					tall: random.between(3, 6),
					colour: shade(green, random.between(0.8, 1))
				},
				random
			)
		);
	const far = 8.2;
	paving(
		picture,
		{ left: -14, right: 14, near: 0.9, far },
		random.pick(slabColours),
		random,
		random.pick([0.4, 0.6])
	);
	picture.floor.push(
		shape(field(picture, { left: -14, right: 14, near: far, far: far + 0.18 }), { fill: '#c9c5bb' })
	);
	speckle(picture, { left: -5, right: 5, near: 1.2, far }, random, 80);
	picture.stand(
		9.4,
		hedge(
			picture,
			{ left: -9, right: 9, z: 9.4, tall: random.between(0.6, 0.95), colour: shade(green, 0.9) },
			random
		)
	);
	for (const side of [-1, 1])
		tree(
			picture,
			{
				x: side * random.between(2.6, 4.4),
				z: random.between(10, 12.5),
				tall: random.between(4.8, 6),
				wide: random.between(3.6, 4.6),
				colour: green
			},
			random
		);
	tree(
		picture,
		{ x: random.between(-1.5, 1.5), z: 17, tall: 6, wide: 4.6, colour: shade(green, 0.9) },
		random
	);
	scatter(picture, { left: -4, right: 4, near: 3, far: 8 }, 8, picture.visit, leaf);
}

export const damagedBench: Scene = {
	camera: (random) => ({ ...cameras.front(random), focal: random.between(1000, 1120) }),
	draw(picture) {
		const random = picture.place.fork('bench');
		park(picture);
		const x = random.between(-0.5, 0.5);
		bench(
			picture,
			{
				x,
				z: 5.4,
				wood: random.pick(['#a3713f', '#8f5f3a', '#b08a5c', '#7f6a4a']),
				broken: picture.before
			},
			picture.problem
		);
		const side = random.pick([-1, 1]);
		planter(picture, x + side * 2.1, 6.6, 1.3, random);
		if (picture.visit.chance(0.5))
			passer(picture, -side * picture.visit.between(2, 3), 14, picture.visit);
	}
};
