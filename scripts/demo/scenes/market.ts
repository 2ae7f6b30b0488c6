import { alongStreet } from './along-street';
import { carton } from './bags';
import { shade } from './colour';
import { puddle, stain } from './ground';
import { scatter, scrap } from './litter';
import { passer } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, shape } from './svg';
import type { Spot } from './view';
import { cloths, crate, produce } from './wares';

export const messyMarket: Scene = {
	camera: cameras.street,
	draw(picture) {
		const { problem, place, visit } = picture;
		const random = place.fork('market');
		alongStreet(picture, { cars: false, trees: false });
		const colours = random.pick(cloths);
		for (const side of [-1, 1])
			for (let z = 5.6; z < 22; z += 3) marketStall(picture, side < 0 ? -2.35 : 2.5, z, colours);
		for (let count = 4; count > 0; count--)
			passer(picture, visit.between(-0.9, 1), visit.between(9, 20), visit);
		if (!picture.before) return;
		stain(picture, [problem.between(-0.5, 0.6), 4.6], 1.3, '#2c2a26', 0.5);
		picture.floor.push(
			shape(puddle(picture, [problem.between(-0.3, 0.5), 4.2], [0.8, 0.35], problem), {
				fill: '#5c6466',
				opacity: 0.7,
				smooth: true
			})
		);
		scatter(
			picture,
			{ left: -1.6, right: 1.8, near: 3, far: 8 },
			60,
			problem,
			(on, spot, chance) => (chance.chance(0.5) ? greens(on, spot) : scrap(on, spot, chance))
		);
		for (let count = 0; count < 9; count++) {
			const spot: Spot = {
				x: problem.pick([-1, 1]) * problem.between(0.7, 1.5) + 0.1,
				y: 0,
				z: problem.between(4.2, 9)
			};
			picture.contact(spot, 0.4, 0.45);
			picture.stand(
				spot.z,
				problem.chance(0.5)
					? carton(picture, spot, 0.5, problem)
					: crate(picture, { ...spot, goods: problem.pick(produce) }, problem)
			);
		}
	}
};

function greens(picture: Picture, spot: Spot): string {
	const plane = picture.view.lying(spot, picture.problem.between(0, 6.28));
	const colour = picture.problem.pick(['#6f9a48', '#8fae5a', '#557f3a', '#b9c27a']);
	return (
		onto(
			plane,
			[-0.14, 0, -0.04, 0.06, 0.12, 0.05, 0.16, -0.02, 0.02, -0.06],
			{ fill: colour, smooth: true },
			0.01
		) +
		onto(
			plane,
			[
				[-0.14, 0],
				[0.1, 0]
			],
			{ stroke: '#dfe3c4', width: 1, open: true },
			0.012
		)
	);
}

function marketStall(
	picture: Picture,
	x: number,
	z: number,
	colours: readonly [string, string]
): void {
	const random = picture.place.fork(`stall ${x} ${z}`);
	const left = x < 0 ? x - 0.9 : x - 0.5;
	const block = { x: left, z, wide: 1.4, tall: 0.8, deep: 2 };
	picture.cast(block, 0.7);
	picture.contact({ x: left + 0.7, y: 0, z }, 1, 0.35);
	const boxes = [1.4, 0.7, 0.02].flatMap((deep) =>
		[0.35, 1.02].map((along) =>
			crate(picture, { x: left + along, y: 0.8, z: z + deep, goods: random.pick(produce) }, random)
		)
	);
	const { view } = picture;
	const [near, far] = [z - 0.1, z + 2.2];
	const roof = [0, 1, 2, 3, 4, 5].map((strip) => {
		const [a, b] = [near + (strip * (far - near)) / 6, near + ((strip + 1) * (far - near)) / 6];
		const inner = x < 0 ? left + 1.7 : left - 0.3;
		const outer = x < 0 ? left - 0.1 : left + 1.5;
		const fill = colours[strip % 2] as string;
		return (
			shape(
				[
					view.at(inner, 2.2, a),
					view.at(inner, 2.2, b),
					view.at(outer, 2.35, b),
					view.at(outer, 2.35, a)
				],
				{ fill: shade(fill, 0.95) }
			) +
			shape(
				[
					view.at(inner, 2.2, a),
					view.at(inner, 2.2, b),
					view.at(inner, 2, b),
					view.at(inner, 2, a)
				],
				{ fill: shade(fill, 0.8) }
			)
		);
	});
	const posts = [near, far].map((deep) =>
		shape(
			[
				view.at(x < 0 ? left + 1.6 : left - 0.2, 0, deep),
				view.at(x < 0 ? left + 1.6 : left - 0.2, 2.1, deep)
			],
			{ stroke: '#80868a', width: view.scale(deep) * 0.04, open: true }
		)
	);
	picture.stand(
		z,
		picture.block(block, random.pick(['#7f8f8a', '#9a8a74', '#7d8794'])),
		...boxes,
		...posts,
		...roof
	);
}
