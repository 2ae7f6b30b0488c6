import { alongStreet } from './along-street';
import { mix } from './colour';
import { pole } from './furniture';
import { passer } from './people';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, panel, ring, shape } from './svg';

export const danglingCables: Scene = {
	camera: (random) => ({ ...cameras.street(random), horizon: random.between(560, 620) }),
	draw(picture) {
		const random = picture.place.fork('spot');
		alongStreet(picture, { trees: false });
		const { problem, visit } = picture;
		if (visit.chance(0.7)) passer(picture, visit.between(-2, 0), visit.between(14, 22), visit);
		const x = random.between(-0.7, 0.4);
		const depths = [7, 15, 25, 38];
		for (const z of depths) {
			pole(picture, x, z, 7.2);
			crossbar(picture, x, z);
		}
		const steps: readonly (readonly [number, number])[] = [
			[3.2, 7],
			[7, 15],
			[15, 25],
			[25, 38]
		];
		const strands = picture.before ? 15 : 3;
		for (const [near, far] of steps)
			for (let strand = 0; strand < strands; strand++) {
				const across = x + (picture.before ? problem.between(-0.7, 0.7) : (strand - 1) * 0.55);
				const up = picture.before ? problem.between(5.2, 6.8) : 6.75;
				const drop = picture.before ? problem.between(0.2, 1.9) : 0.3;
				cable(picture, [across, up, near], [across, up, far], drop);
			}
		if (!picture.before) return;
		for (let strand = 0; strand < 9; strand++)
			cable(
				picture,
				[x, problem.between(5.5, 6.6), 7],
				[-3.3, problem.between(3, 5), problem.between(6, 12)],
				problem.between(0.4, 1.6)
			);
		for (let strand = 0; strand < 6; strand++) coil(picture, x, 7);
		loose(picture, x);
	}
};

type Anchor = readonly [number, number, number];

function cable(picture: Picture, from: Anchor, to: Anchor, drop: number): void {
	const points = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => {
		const along = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
		return picture.view.at(along(0), along(1) - 4 * drop * share * (1 - share), along(2));
	});
	const depth = (from[2] + to[2]) / 2;
	const stroke = picture.hazed(mix('#1a1b1d', '#3a3d40', (from[1] * 7) % 1), depth);
	picture.stand(
		Math.min(from[2], to[2]) + 0.2,
		shape(points, {
			stroke,
			width: Math.max(1.1, picture.view.scale(depth) * 0.028),
			open: true,
			smooth: true
		})
	);
}

function crossbar(picture: Picture, x: number, z: number): void {
	const plane = picture.view.facing({ x, y: 0, z });
	const scale = picture.view.scale(z);
	const bars = [6.7, 6].map((up) =>
		onto(
			plane,
			[
				[-0.8, up],
				[0.8, up]
			],
			{ stroke: picture.hazed('#6c6f70', z), width: scale * 0.09, open: true }
		)
	);
	const caps = [-0.7, 0, 0.7].map((along) =>
		panel(plane, [along - 0.05, 6.72], [0.1, 0.18], { fill: '#d9d4c8' })
	);
	picture.stand(
		z - 0.05,
		...bars,
		...caps,
		panel(plane, [-0.24, 4.1], [0.48, 0.6], { fill: '#8c9294' }),
		panel(plane, [-0.2, 4.15], [0.4, 0.5], { fill: '#a3a9ab' })
	);
}

/** Spare lengths wound up and hung on the pole. */
function coil(picture: Picture, x: number, z: number): void {
	const { problem } = picture;
	const plane = picture.view.facing({ x, y: 0, z: z - 0.2 });
	const [along, up, size] = [
		problem.between(-0.4, 0.4),
		problem.between(3.4, 5.8),
		problem.between(0.18, 0.36)
	];
	const width = picture.view.scale(z) * 0.026;
	const rings = [1, 0.88, 0.78].map((share) =>
		ring(plane, [along + problem.between(-0.03, 0.03), up], [size * share, size * 1.25 * share], {
			stroke: '#1c1d20',
			width
		})
	);
	picture.stand(z - 0.2, ...rings);
}

/** Ends that hang down to where people walk. */
function loose(picture: Picture, x: number): void {
	const { problem, view } = picture;
	for (let strand = 0; strand < 6; strand++) {
		const low = problem.between(0.5, 2.6);
		const side = problem.between(-0.9, 1.1);
		const points = [
			view.at(x + problem.between(-0.5, 0.5), 5.8, 7),
			view.at(x + side * 0.4, 4.2, 6.7),
			view.at(x + side, 2.9, 6.5),
			view.at(x + side * 1.1, low + 0.3, 6.4),
			view.at(x + side * 1.1 + problem.between(-0.25, 0.25), low, 6.4)
		];
		picture.stand(
			6.4,
			shape(points, { stroke: '#1b1c1f', width: problem.between(3, 5), open: true, smooth: true })
		);
	}
}
