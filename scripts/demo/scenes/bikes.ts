import type { Picture } from './picture';
import { onto, ring } from './svg';
import type { Plane, Spot } from './view';

export interface Bike {
	plane: Plane;
	colour: string;
	/** Pixels per metre where it stands. */
	scale: number;
}

/** A hire bicycle with a basket, about 1.6 m long, in the coordinates of `plane`. */
export function bike({ plane, colour, scale }: Bike): string {
	const tube = { stroke: colour, width: scale * 0.05, open: true };
	const steel = { stroke: '#3b3f43', width: scale * 0.028, open: true };
	const wheels = [0.32, 1.3].map((along) =>
		[
			ring(plane, [along, 0.32], 0.31, { stroke: '#1b1c1e', width: scale * 0.045 }),
			ring(plane, [along, 0.32], 0.27, { stroke: '#9aa0a3', width: scale * 0.012 }),
			...[0.4, 1.4, 2.4].map((turn) =>
				onto(
					plane,
					[
						[along - Math.cos(turn) * 0.27, 0.32 - Math.sin(turn) * 0.27],
						[along + Math.cos(turn) * 0.27, 0.32 + Math.sin(turn) * 0.27]
					],
					{ stroke: '#8f9598', width: scale * 0.007, open: true }
				)
			)
		].join('')
	);
	return [
		...wheels,
		onto(plane, [0.32, 0.32, 0.7, 0.3, 0.62, 0.78], tube),
		onto(
			plane,
			[
				[0.32, 0.32],
				[0.6, 0.68]
			],
			{ ...tube, width: scale * 0.03 }
		),
		onto(
			plane,
			[
				[0.7, 0.3],
				[1.12, 0.74]
			],
			{ ...tube, width: scale * 0.07 }
		),
		onto(
			plane,
			[
				[0.64, 0.5],
				[1.14, 0.62]
			],
			tube
		),
		onto(
			plane,
			[
				[1.3, 0.32],
				[1.1, 0.98]
			],
			tube
		),
		onto(plane, [0.98, 1.04, 1.1, 0.99, 1.2, 1.06], steel),
		onto(plane, [0.5, 0.82, 0.78, 0.84, 0.72, 0.78, 0.5, 0.77], { fill: '#1e1f21', smooth: true }),
		onto(plane, [0.08, 0.5, 0.2, 0.66, 0.42, 0.68, 0.56, 0.56], {
			stroke: colour,
			width: scale * 0.04,
			open: true,
			smooth: true
		}),
		onto(plane, [1.14, 0.68, 1.5, 0.68, 1.56, 0.95, 1.12, 0.95], {
			fill: '#54595d',
			opacity: 0.85,
			stroke: '#2f3336',
			width: scale * 0.02
		}),
		ring(plane, [0.7, 0.3], 0.09, { fill: '#2d3033' })
	].join('');
}

/** An electric scooter seen from its side, about 1.7 m long. */
export function scooter(picture: Picture, spot: Spot, colour: string, angle = 0): string {
	const plane = picture.view.turned(spot, angle);
	const scale = picture.view.scale(spot.z);
	return [
		ring(plane, [0.3, 0.25], 0.24, { fill: '#1c1d1f' }),
		ring(plane, [1.4, 0.25], 0.24, { fill: '#1c1d1f' }),
		ring(plane, [0.3, 0.25], 0.1, { fill: '#9fa4a7' }),
		ring(plane, [1.4, 0.25], 0.1, { fill: '#9fa4a7' }),
		onto(
			plane,
			[
				0.02, 0.45, 0.12, 0.68, 0.75, 0.68, 0.82, 0.36, 1.12, 0.32, 1.28, 0.95, 1.4, 0.95, 1.36,
				0.4, 1.2, 0.2, 0.55, 0.22, 0.4, 0.46
			],
			{ fill: colour }
		),
		onto(plane, [0.08, 0.7, 0.1, 0.8, 0.7, 0.8, 0.78, 0.7], { fill: '#222325' }),
		onto(plane, [1.2, 1.08, 1.34, 1, 1.42, 0.9], {
			stroke: '#2d2f31',
			width: scale * 0.04,
			open: true
		}),
		ring(plane, [1.42, 0.86], 0.06, { fill: '#f4ecd0' })
	].join('');
}
