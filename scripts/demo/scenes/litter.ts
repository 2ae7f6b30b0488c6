import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { ellipse, onto, ring, shape } from './svg';
import type { Point, Spot } from './view';

/** Whatever lies flat: paper, cups, bottles, peels, leaves. */
export function scrap(picture: Picture, spot: Spot, random: Random): string {
	const plane = picture.view.lying(spot, random.between(0, 6.28));
	const kind = random.next();
	if (kind < 0.34) {
		const colour = random.pick(['#f1efe8', '#e3dcc8', '#dfe6ea', '#e9c9b8']);
		const half = random.between(0.07, 0.15);
		const lift = random.between(0.01, 0.07);
		const corner = [
			plane(-half, -half),
			plane(half, -half * 0.8, lift),
			plane(half * 0.9, half),
			plane(-half * 0.8, half, lift * 0.6)
		];
		return (
			shape(corner, { fill: colour, stroke: '#6d675c', width: 0.7 }) +
			shape([plane(-half, -half), plane(half, -half * 0.8, lift), plane(-half * 0.2, 0)], {
				fill: '#00000022'
			})
		);
	}
	if (kind < 0.52) return cup(picture, spot, random);
	if (kind < 0.66) {
		const colour = random.pick(['#9fc7b4', '#b9d4de', '#8fb86a']);
		return [
			onto(
				plane,
				[-0.12, -0.035, 0.07, -0.035, 0.12, -0.015, 0.12, 0.015, 0.07, 0.035, -0.12, 0.035],
				{ fill: colour, stroke: '#4f6a66', width: 0.8 },
				0.03
			),
			onto(
				plane,
				[-0.05, -0.035, 0.03, -0.035, 0.03, 0.035, -0.05, 0.035],
				{ fill: random.pick(['#c14a3c', '#3b72b0', '#d9a23a']) },
				0.035
			),
			onto(plane, [0.12, -0.018, 0.15, -0.018, 0.15, 0.018, 0.12, 0.018], { fill: '#c14a3c' }, 0.03)
		].join('');
	}
	if (kind < 0.82) {
		const outline = Array.from({ length: 7 }, (_, step): Point => {
			const reach = random.between(0.06, 0.16);
			return [Math.cos(step * 0.9) * reach, Math.sin(step * 0.9) * reach];
		});
		const colour = random.pick(['#e4e2dc', '#c8443b', '#d9b64a', '#4a7fae']);
		return onto(
			plane,
			outline,
			{ fill: colour, opacity: 0.92, stroke: shade(colour, 0.6), width: 0.6, smooth: true },
			0.01
		);
	}
	return leaf(picture, spot, random);
}

function cup(picture: Picture, spot: Spot, random: Random): string {
	const plane = picture.view.turned(spot, random.between(-0.4, 0.4));
	const colour = random.pick(['#efe9dd', '#d9704a', '#6a9a72']);
	return [
		onto(plane, [-0.09, 0.01, 0.06, 0, 0.08, 0.1, -0.1, 0.075], {
			fill: colour,
			stroke: '#7a7266',
			width: 0.7
		}),
		ring(plane, [0.07, 0.05], [0.025, 0.05], { fill: '#7d6a55' })
	].join('');
}

export function leaf(picture: Picture, spot: Spot, random: Random): string {
	const plane = picture.view.lying(spot, random.between(0, 6.28));
	const fill = random.pick(['#a8803a', '#8a6a34', '#b99a45', '#7a5a30']);
	return onto(plane, [-0.07, 0, 0, 0.035, 0.08, 0, 0, -0.035], { fill, smooth: true }, 0.01);
}

export function scatter(
	picture: Picture,
	area: { left: number; right: number; near: number; far: number },
	count: number,
	random: Random,
	draw: (picture: Picture, spot: Spot, random: Random) => string = scrap
): void {
	for (let index = 0; index < count; index++) {
		const z = random.between(area.near, area.far);
		const spot: Spot = { x: random.between(area.left, area.right), y: 0, z };
		const [x, y] = picture.view.at(spot.x, 0, z);
		const scale = picture.view.scale(z);
		const shadow = ellipse([x, y + 0.01 * scale], 0.1 * scale, 0.028 * scale, {
			fill: '#15171c',
			opacity: 0.2
		});
		picture.stand(z, shadow, draw(picture, spot, random));
	}
}
