import { shade } from './colour';
import type { Picture } from './picture';
import { ellipse, onto, panel, shape } from './svg';

/** A street lamp with one arm; shining, it lights the ground below. */
export function lamp(
	picture: Picture,
	x: number,
	z: number,
	shining: boolean,
	arm: 1 | -1 = 1
): void {
	const { view } = picture;
	const plane = view.facing({ x, y: 0, z });
	const scale = view.scale(z);
	const steel = picture.hazed('#7d858a', z);
	const pole = onto(plane, [-0.08, 0, -0.045, 5.6, 0.045, 5.6, 0.08, 0], {
		fill: picture.gradient(plane(-0.08, 1), plane(0.08, 1), [
			shade(steel, 1.15),
			shade(steel, 0.65)
		])
	});
	const curve = onto(
		plane,
		[
			[0, 5.5],
			[arm * 0.25, 5.95],
			[arm * 1.25, 6.1]
		],
		{ stroke: steel, width: scale * 0.08, open: true, smooth: true }
	);
	const head = onto(
		plane,
		[
			[arm * 0.95, 6.12],
			[arm * 1.75, 6.14],
			[arm * 1.7, 5.98],
			[arm * 1, 5.98]
		],
		{ fill: shade(steel, 0.7) }
	);
	picture.contact({ x, y: 0, z }, 0.3, 0.4);
	picture.cast({ x: x - 0.06, z, wide: 0.12, deep: 0.1, tall: 5.8 }, 0.7);
	picture.stand(
		z,
		pole,
		panel(plane, [-0.13, 0], [0.26, 0.5], { fill: shade(steel, 0.8) }),
		curve,
		head
	);
	if (!picture.light.dark || !shining) return;
	const bulb = plane(arm * 1.35, 5.97);
	const halo = picture.radial(['#fff2c8/0.95', '#ffd98a/0.35', '#ffc46a/0']);
	const flare = picture.radial(['#fff6dc/1', '#ffe2a0/0.5', '#ffc46a/0']);
	const pool = picture.radial(['#fff0cf/1', '#ffdb9c/0.6', '#ffcf86/0']);
	const foot = view.at(x + arm * 1.35, 0, z);
	picture.lamps.push(
		ellipse(foot, 4.4 * scale, Math.max(14, (3.6 * scale * view.camera.eye) / z), { fill: pool }),
		shape(
			[
				plane(arm * 1.1, 5.97),
				plane(arm * 1.6, 5.97),
				plane(arm * 1.35 + 3.2, 0),
				plane(arm * 1.35 - 3.2, 0)
			],
			{
				fill: picture.gradient(bulb, foot, ['#ffe6b0/0.75', '#ffdb9c/0.2'])
			}
		),
		ellipse([bulb[0], (bulb[1] + foot[1]) / 2], 4 * scale, 4.6 * scale, {
			fill: halo,
			opacity: 0.55
		})
	);
	picture.glow.push(
		ellipse(bulb, 1.5 * scale, 1.5 * scale, { fill: halo, opacity: 0.6 }),
		ellipse(bulb, 0.55 * scale, 0.3 * scale, { fill: flare })
	);
}

export function cone(picture: Picture, x: number, z: number): void {
	const plane = picture.view.facing({ x, y: 0, z });
	picture.contact({ x, y: 0, z }, 0.3, 0.4);
	picture.stand(
		z,
		onto(
			plane,
			[-0.2, 0, 0.2, 0, 0.2, 0.05, 0.12, 0.06, 0.04, 0.7, -0.04, 0.7, -0.12, 0.06, -0.2, 0.05],
			{ fill: '#d9552a' }
		),
		onto(plane, [-0.085, 0.3, 0.085, 0.3, 0.062, 0.48, -0.062, 0.48], { fill: '#f2eee6' })
	);
}

/** A concrete pole for cables, with its crossbar. */
export function pole(picture: Picture, x: number, z: number, tall = 7): void {
	const plane = picture.view.facing({ x, y: 0, z });
	const fill = picture.gradient(plane(-0.14, 1), plane(0.14, 1), ['#c4c0b6', '#a39f96', '#6f6c66']);
	picture.contact({ x, y: 0, z }, 0.4, 0.45);
	picture.cast({ x: x - 0.1, z, wide: 0.2, deep: 0.1, tall: Math.min(tall, 5) }, 0.7);
	picture.stand(
		z,
		onto(
			plane,
			[
				[-0.15, 0],
				[-0.1, tall],
				[0.1, tall],
				[0.15, 0]
			],
			{ fill }
		)
	);
}
