import { shade } from './colour';
import { wallColours } from './facade';
import type { Picture } from './picture';
import type { Random } from './random';
import { ellipse, panel } from './svg';
import { type Point } from './view';

/** Far blocks of flats, for behind a wall or at the end of a street. */
export function skyline(picture: Picture, depth: number, random: Random): string {
	const { view } = picture;
	const parts: string[] = [];
	for (let x = -60; x < 60;) {
		const wide = random.between(9, 16);
		const tall = random.between(9, 30);
		const colour = picture.hazed(random.pick(wallColours), depth);
		const plane = view.facing({ x, y: 0, z: depth });
		parts.push(panel(plane, [0, 0], [wide, tall], { fill: colour }));
		for (let up = 2; up < tall - 1.5; up += 3)
			for (let along = 1; along < wide - 1.4; along += 2.8) {
				const shining = picture.light.dark && random.chance(0.4);
				const fill = shining ? '#ffd58a' : shade(colour, 0.8);
				parts.push(panel(plane, [along, up], [1.4, 1.5], { fill }));
			}
		x += wide + random.between(0, 8);
	}
	return parts.join('');
}

export function sky(picture: Picture): string {
	const { view, light, visit } = picture;
	const horizon = Math.max(60, view.camera.horizon);
	const fill = picture.gradient([0, 0], [0, horizon], light.sky);
	const parts = [`<rect width="1200" height="${Math.ceil(horizon) + 2}" fill="${fill}"/>`];
	const puff = picture.radial([`${light.cloud}/0.75`, `${light.cloud}/0.4`, `${light.cloud}/0`]);
	for (let cloud = visit.whole(2, 4); cloud > 0; cloud--) {
		const [x, y] = [visit.between(0, 1200), visit.between(20, horizon * 0.7)];
		for (let part = 0; part < 6; part++) {
			const at: Point = [x + visit.between(-110, 110), y + visit.between(-14, 14)];
			parts.push(ellipse(at, visit.between(60, 130), visit.between(14, 30), { fill: puff }));
		}
	}
	return parts.join('');
}
