import { facing, front } from './across-street';
import { shade } from './colour';
import { pole } from './furniture';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { onto, panel, ring } from './svg';
import type { Plane, Point } from './view';

const papers = [
	'#f2efe4',
	'#f0d75e',
	'#e98f8a',
	'#9fd0a8',
	'#8fc1de',
	'#f4b45a',
	'#ffffff',
	'#e6b6d2'
];

export const smallAds: Scene = {
	camera: (random) => ({
		...cameras.front(random),
		focal: random.between(1350, 1500),
		horizon: random.between(420, 460)
	}),
	draw(picture) {
		const random = picture.place.fork('spot');
		facing(picture, 'wall', { trees: false });
		const { problem, view } = picture;
		const x = random.between(-0.6, 0.6);
		pole(picture, x + random.pick([-2.6, 2.5]), 7.6);
		const wall = view.facing({ x, y: 0, z: front.wall });
		picture.back.push(...cabinet(picture, wall, random.pick(['#6f8a7a', '#8d9498', '#7a7f9a'])));
		const place = (count: number, draw: (at: Point) => string) => {
			for (let index = 0; index < count; index++)
				picture.back.push(draw([problem.between(-2.6, 2.6), problem.between(0.35, 1.9)]));
		};
		if (picture.before) {
			place(64, (at) => notice(picture, wall, at));
			place(7, (at) => scrawl(picture, wall, at));
		} else place(14, (at) => patch(picture, wall, at));
	}
};

/** Pasted paper: stripes where the printing would be. */
function notice(picture: Picture, wall: Plane, [along, up]: Point): string {
	const { problem } = picture;
	const [wide, tall] = problem.chance(0.6) ? [0.2, 0.28] : [0.34, 0.24];
	const tilt = problem.between(-0.16, 0.16);
	const plane: Plane = (a, b, out) => wall(along + a - b * tilt, up + b + a * tilt, out);
	const colour = shade(problem.pick(papers), picture.light.faces.front);
	const parts = [
		panel(plane, [0.015, -0.02], [wide, tall], { fill: '#20201e', opacity: 0.3 }),
		panel(plane, [0, 0], [wide, tall], { fill: colour }),
		panel(plane, [wide * 0.1, tall * 0.72], [wide * 0.8, tall * 0.15], {
			fill: problem.pick(['#b5352c', '#2a4f8a', '#2b2b2b']),
			opacity: 0.75
		})
	];
	for (const line of [0.54, 0.4, 0.26, 0.12])
		parts.push(
			panel(plane, [wide * 0.12, tall * line], [wide * problem.between(0.4, 0.76), tall * 0.05], {
				fill: '#3a3a3a',
				opacity: 0.5
			})
		);
	if (problem.chance(0.35))
		parts.push(
			onto(
				plane,
				[
					[wide, tall],
					[wide * 0.6, tall],
					[wide, tall * 0.55]
				],
				{ fill: shade(colour, 0.7) }
			)
		);
	return parts.join('');
}

function scrawl(picture: Picture, wall: Plane, [along, up]: Point): string {
	const { problem } = picture;
	const points = Array.from({ length: 8 }, (_, step): Point => [
		along + step * 0.09,
		up + problem.between(-0.1, 0.12)
	]);
	const stroke = problem.pick(['#b23a30', '#26282c', '#2d5a9a']);
	return onto(wall, points, {
		stroke,
		width: picture.view.scale(front.wall) * 0.025,
		opacity: 0.8,
		open: true,
		smooth: true
	});
}

function patch(picture: Picture, wall: Plane, [along, up]: Point): string {
	const size = picture.problem.between(0.2, 0.45);
	return panel(wall, [along, up], [size, size * 0.8], { fill: '#ffffff', opacity: 0.1 });
}

function cabinet(picture: Picture, wall: Plane, colour: string): string[] {
	const lit = shade(colour, picture.light.faces.front);
	return [
		panel(wall, [-0.62, -0.02], [1.5, 1.45], { fill: '#15181c', opacity: 0.25 }),
		panel(
			wall,
			[-0.6, 0],
			[1.35, 1.4],
			{ fill: picture.gradient(wall(0, 1.4), wall(0, 0), [shade(lit, 1.08), shade(lit, 0.85)]) },
			0.2
		),
		panel(wall, [0.06, 0.08], [0.02, 1.26], { fill: shade(lit, 0.6) }, 0.2),
		...[0.95, 1.05, 1.15].map((up) =>
			panel(wall, [-0.45, up], [0.35, 0.03], { fill: shade(lit, 0.55) }, 0.2)
		),
		ring(wall, [0.16, 0.7], 0.035, { fill: '#2f3235' }, 0.2)
	];
}
