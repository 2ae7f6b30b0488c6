import { facing } from './across-street';
import { puddle, stain } from './ground';
import { leaf, scatter } from './litter';
import { type Scene, cameras } from './scene';
import { ellipse, onto, shape } from './svg';

/** Leaves and paper burning at the roadside. */
export const openFire: Scene = {
	camera: cameras.front,
	draw(picture) {
		const random = picture.place.fork('spot');
		facing(picture, random.pick(['wall', 'hedge'] as const));
		const x = random.between(-0.8, 0.8);
		const { problem, view } = picture;
		if (!picture.before) {
			stain(picture, [x, 6.4], 0.8, '#1d1b1a', 0.3);
			return;
		}
		stain(picture, [x, 6.4], 1.4, '#15130f', 0.75);
		picture.floor.push(
			shape(puddle(picture, [x, 6.4], [0.9, 0.5], problem), { fill: '#2a2622', smooth: true })
		);
		scatter(picture, { left: x - 0.9, right: x + 0.9, near: 6, far: 6.8 }, 70, problem, leaf);
		const plane = view.facing({ x, y: 0, z: 6.3 });
		const flames = Array.from({ length: 16 }, (_, index) => {
			const [along, tall] = [
				problem.between(-0.5, 0.5),
				problem.between(0.3, 0.8) * (1 - index / 26)
			];
			const fill = ['#e0552a', '#ee8b30', '#ffc94e', '#ffe79a'][Math.floor(index / 4)] as string;
			return onto(
				plane,
				[
					[along - 0.1, 0.02],
					[along - 0.13, tall * 0.3],
					[along - 0.02, tall * 0.62],
					[along + problem.between(-0.06, 0.1), tall],
					[along + 0.06, tall * 0.55],
					[along + 0.13, tall * 0.25],
					[along + 0.09, 0.02]
				],
				{ fill, opacity: 0.85, smooth: true }
			);
		});
		picture.stand(6.2, ...flames);
		const smoke = picture.radial(['#8f9092/0.4', '#a5a6a8/0.22', '#b5b6b8/0']);
		const scale = view.scale(6.2);
		for (let puff = 0; puff < 26; puff++) {
			const up = 0.5 + puff * 0.15;
			const at = plane(problem.between(-0.3, 0.3) * (1 + up * 0.5) + up * 0.35, up);
			const size = (0.35 + up * 0.22) * scale;
			picture.stand(6 - puff * 0.001, ellipse(at, size, size * 0.8, { fill: smoke }));
		}
		const light = picture.radial(['#ffb04a/0.5', '#ff8a2a/0.15', '#ff8a2a/0']);
		picture.glow.push(ellipse(plane(0, 0.2), 1.6 * scale, 0.8 * scale, { fill: light }));
	}
};
