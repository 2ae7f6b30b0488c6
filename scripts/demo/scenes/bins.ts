import { shade } from './colour';
import type { Picture } from './picture';
import { onto, panel, ring } from './svg';
import type { Spot } from './view';

/** A wheeled bin of 240 litres; `lid` in degrees, 0 shut. */
export function wheelieBin(picture: Picture, spot: Spot, colour: string, open: boolean): string {
	const plane = picture.view.facing(spot);
	const fill = picture.gradient(plane(-0.3, 0), plane(0.3, 0), [
		shade(colour, picture.light.faces.left * 1.05),
		colour,
		shade(colour, picture.light.faces.right * 0.7)
	]);
	const back = open
		? onto(plane, [-0.31, 0.98, 0.31, 0.98, 0.36, 1.5, -0.36, 1.5], {
				fill: shade(colour, 0.72),
				stroke: shade(colour, 0.5),
				width: 1
			})
		: '';
	const lid = open
		? onto(plane, [-0.32, 0.98, 0.32, 0.98, 0.3, 1.08, -0.3, 1.08], { fill: '#16191b' })
		: onto(plane, [-0.34, 0.97, 0.34, 0.97, 0.32, 1.06, 0.2, 1.11, -0.2, 1.11, -0.32, 1.06], {
				fill: shade(colour, 1.18)
			});
	return [
		back,
		ring(plane, [-0.23, 0.09], 0.1, { fill: '#191a1b' }),
		ring(plane, [0.23, 0.09], 0.1, { fill: '#191a1b' }),
		lid,
		onto(plane, [-0.25, 0.06, 0.25, 0.06, 0.32, 0.98, -0.32, 0.98], { fill }),
		panel(plane, [-0.33, 0.9], [0.66, 0.09], { fill: shade(colour, 0.85) }),
		ring(plane, [0, 0.56], 0.12, { fill: '#ffffff', opacity: 0.75 }),
		onto(plane, [-0.06, 0.52, 0, 0.63, 0.06, 0.52], {
			stroke: colour,
			width: picture.view.scale(spot.z) * 0.025
		}),
		onto(
			plane,
			[
				[-0.2, 0.2],
				[-0.24, 0.85]
			],
			{ stroke: shade(colour, 1.3), width: 2, opacity: 0.4, open: true }
		)
	].join('');
}

export const binColours = ['#2e7d4f', '#2f5f9e', '#a8372f', '#6c7175'] as const;
