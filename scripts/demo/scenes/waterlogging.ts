import { alongStreet, street } from './along-street';
import { mix } from './colour';
import { cone } from './furniture';
import { field, puddle, stain } from './ground';
import { leaf, scatter } from './litter';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { ellipse, shape } from './svg';

export const waterloggedRoad: Scene = {
	camera: (random) => ({ ...cameras.street(random), centre: random.between(150, 260) }),
	draw(picture) {
		alongStreet(picture);
		const { problem, view, light } = picture;
		const x = street.kerb + 2.1;
		if (!picture.before) {
			stain(picture, [x, 6], 2, '#3a3d40', 0.35);
			drain(picture);
			return;
		}
		for (const [z, across, deep] of [
			[6, 2.7, 2.4],
			[11, 3.2, 2.2],
			[17, 3.2, 4]
		] as const) {
			const edge = puddle(picture, [x + (across - 2) * 0.8, z], [across, deep], problem);
			const [top, foot] = [view.at(0, 0, z + deep), view.at(0, 0, Math.max(1.5, z - deep))];
			const water = picture.gradient(
				[0, top[1]],
				[0, foot[1]],
				[light.sky[2], mix(light.sky[1], '#77705f', 0.35), mix('#6f6a5c', light.sky[0], 0.3)]
			);
			picture.floor.push(
				shape(edge, { fill: '#4a4a48', opacity: 0.6, smooth: true, stroke: '#3f3f3e', width: 4 }),
				shape(edge, { fill: water, smooth: true })
			);
			reflections(picture, x, z, across, deep);
		}
		for (const [along, z] of [
			[-0.7, 5.2],
			[0.6, 7]
		] as const)
			cone(picture, x + along, z);
		scatter(picture, { left: x - 1.2, right: x + 1.2, near: 4.5, far: 7.5 }, 12, problem, leaf);
	}
};

/** Upright streaks and ripples on standing water. */
function reflections(picture: Picture, x: number, z: number, across: number, deep: number): void {
	const { problem, view } = picture;
	for (let streak = 0; streak < 12; streak++) {
		const along = x + problem.between(-0.7, 0.9) * across;
		const half = problem.between(0.05, 0.3);
		const corners = [
			view.at(along - half, 0, z + deep * 0.6),
			view.at(along + half, 0, z + deep * 0.6),
			view.at(along + half, 0, Math.max(1.6, z - deep * 0.4)),
			view.at(along - half, 0, Math.max(1.6, z - deep * 0.4))
		];
		picture.floor.push(
			shape(corners, {
				fill: problem.pick(['#3f4a44', '#6b6a60', '#e9eceb', '#4f5a66']),
				opacity: 0.16
			})
		);
	}
	for (let ripple = 0; ripple < 26; ripple++) {
		const depth = z + problem.between(-0.7, 0.7) * deep;
		const at = view.at(x + problem.between(-0.8, 0.8) * across, 0, depth);
		const size = problem.between(0.1, 0.4) * view.scale(depth);
		picture.floor.push(ellipse(at, size, size * 0.1, { fill: '#ffffff', opacity: 0.22 }));
	}
}

function drain(picture: Picture): void {
	const { left, right } = { left: street.kerb + 0.25, right: street.kerb + 0.75 };
	picture.floor.push(
		shape(field(picture, { left, right, near: 5, far: 5.8 }), { fill: '#55585a' })
	);
	for (let z = 5.08; z < 5.75; z += 0.11)
		picture.floor.push(
			shape(field(picture, { left: left + 0.05, right: right - 0.05, near: z, far: z + 0.05 }), {
				fill: '#1d1f20'
			})
		);
}
