import { facing } from './across-street';
import { shade } from './colour';
import { park } from './fixtures';
import { grass } from './grass';
import { field, puddle, surface } from './ground';
import { scatter, scrap } from './litter';
import { dog, person } from './people';
import type { Picture } from './picture';
import { hedge } from './plants';
import { type Scene, cameras } from './scene';
import { ellipse, shape } from './svg';

const lawns = ['#6f9a45', '#7fa64c', '#668f42', '#87a552'];

export const trampledGreen: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('lawn');
		facing(picture, random.pick(['flats', 'wall', 'hedge'] as const));
		const lawn = random.pick(lawns);
		const bed = { left: -14, right: 14, near: 3.9, far: 9 };
		surface(picture, bed, shade(lawn, 0.82));
		picture.floor.push(shape(field(picture, { ...bed, far: 4.05 }), { fill: '#c9c5ba' }));
		const { problem } = picture;
		const x = random.between(-0.8, 0.8);
		const worn = (z: number) => x + (z - 6) * 0.45;
		const bare = (at: number, z: number) =>
			picture.before && Math.abs(at - worn(z)) < 0.62 + Math.sin(z * 5) * 0.12;
		if (picture.before) {
			const path = [4.05, 5, 6, 7, 8.2, 9];
			const edge = (side: number) =>
				path.map((z) =>
					picture.view.at(worn(z) + side * (0.66 + Math.sin(z * 4 + side) * 0.12), 0, z)
				);
			picture.floor.push(
				shape([...edge(-1), ...edge(1).reverse()], { fill: '#a08560', smooth: false })
			);
			for (let patch = 0; patch < 16; patch++) {
				const z = problem.between(4.2, 8);
				const outline = puddle(
					picture,
					[worn(z) + problem.between(-0.6, 0.6), z],
					[problem.between(0.15, 0.4), 0.16],
					problem
				);
				picture.floor.push(
					shape(outline, {
						fill: problem.pick(['#8a7050', '#b0956e', '#7f6a4a']),
						opacity: 0.7,
						smooth: true
					})
				);
			}
			for (let print = 0; print < 14; print++) {
				const z = 4.3 + print * 0.26;
				const at = picture.view.at(worn(z) + (print % 2 ? 0.13 : -0.13), 0, z);
				const scale = picture.view.scale(z);
				picture.floor.push(
					ellipse(at, scale * 0.06, scale * 0.035, { fill: '#5f4c36', opacity: 0.6 })
				);
			}
			scatter(picture, { left: x - 1.6, right: x + 1.6, near: 4.4, far: 7.5 }, 14, problem, scrap);
		}
		blades(picture, { ...bed, left: -5.5, right: 5.5, near: 4.05 }, lawn, bare);
		const gap = picture.before ? 0.85 : 0;
		const shrubs = picture.place.fork('shrubs');
		for (const [left, right] of [
			[-9, worn(8.2) - gap],
			[worn(8.2) + gap, 9]
		] as const)
			picture.stand(
				8.6,
				hedge(
					picture,
					{ left, right, z: 8.6, tall: 0.75, colour: shade(lawn, 0.9) },
					shrubs.fork(String(left < -8))
				)
			);
	}
};

/** Rows of their own depth, so that things on the lawn stand in it. */
function blades(
	picture: Picture,
	bed: { left: number; right: number; near: number; far: number },
	lawn: string,
	bare: (x: number, z: number) => boolean
): void {
	for (let row = 0; row < 6; row++) {
		const near = bed.near + ((bed.far - bed.near) * row) / 6;
		const strip = { ...bed, near, far: near + (bed.far - bed.near) / 6 };
		const random = picture.place.fork(`blades ${row}`);
		picture.stand(strip.far - 0.05, grass(picture, strip, lawn, random, 430, bare));
	}
}

export const unleashedDog: Scene = {
	camera: (random) => ({ ...cameras.front(random), focal: random.between(1000, 1120) }),
	draw(picture) {
		park(picture);
		const random = picture.place.fork('walk');
		const { view } = picture;
		const coat = random.pick(['#b98a52', '#d9cdb8', '#4a3f38', '#8f6a48']);
		const size = random.between(0.9, 1.25);
		const x = random.between(-1.6, -1);
		const owner = {
			x,
			z: 6.2,
			top: random.pick(['#4d6f94', '#8d4f4a', '#56705a', '#b08f5a']),
			bottom: '#353b47',
			arm: 1 as const,
			stride: 0.14
		};
		if (picture.before) {
			person(picture, { ...owner, arm: undefined, z: 7.4, x: x - 0.6 });
			dog(picture, x + 2.3, 4.9, coat, size);
			const scale = view.scale(4.6);
			const at = view.at(x + 1.25, 0, 4.6);
			for (const [dx, dy, wide] of [
				[0, 0, 0.09],
				[0.02, -0.05, 0.06],
				[0.01, -0.09, 0.035]
			] as const)
				picture.stand(
					4.6,
					ellipse([at[0] + dx * scale, at[1] + dy * scale], wide * scale, 0.035 * scale, {
						fill: '#5b4128'
					})
				);
			return;
		}
		person(picture, owner);
		dog(picture, x + 1.7, 5.9, coat, size);
		const from = view.facing({ x, y: 0, z: 6.2 })(0.72, 1.32);
		const to = view.facing({ x: x + 1.7, y: 0, z: 5.9 })(0.42 * size, 0.66 * size);
		const sag = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + 22] as const;
		picture.stand(
			5.8,
			shape([from, sag, to], { stroke: '#b8322a', width: 4, open: true, smooth: true })
		);
	}
};
