import { bodies, broad, type Station } from './car-bodies';
import { shade } from './colour';
import type { Picture } from './picture';
import { onto, panel, ring, shape } from './svg';
import type { Plane, Point } from './view';

export const carColours = [
	'#e8e8e6',
	'#b9bec2',
	'#2b2e33',
	'#8d2f2c',
	'#27456b',
	'#6f7479',
	'#d6cdbb',
	'#3d5a4a'
];

export interface Car {
	x: number;
	z: number;
	body: keyof typeof bodies;
	colour: string;
	/** `away`: its rear towards the eye, `x` its left side; `across`: `x` its rear, `z` its near side. */
	heading: 'away' | 'across';
}

/** Seen from outside, windows dark and the plate blank. */
export function car(picture: Picture, { x, z, body, colour, heading }: Car): void {
	const { outline, glass, wheels } = bodies[body];
	const { view, light } = picture;
	const away = heading === 'away';
	const place = ([along, up]: Point, across: number): Point =>
		away ? view.at(x + across, up, z + along) : view.at(x + along, up, z + across);
	const long = Math.max(...outline.map(([along]) => along));
	const rightSide = away ? x < -0.2 : false;
	const near: Plane = (along, up, out = 0) =>
		place([along, up], away && rightSide ? broad - out : out);
	const [facingLit, flankLit] = away
		? [light.faces.front, x < 0 ? light.faces.right : light.faces.left]
		: [light.faces.left, light.faces.front];
	const paint = picture.light.dark ? shade(colour, 0.9) : colour;
	picture.cast(
		away
			? { x, z, wide: broad, deep: long, tall: 1.1 }
			: { x, z, wide: long, deep: broad, tall: 1.1 }
	);
	picture.floor.push(
		shape(
			[
				place([0.1, 0], 0.02),
				place([long, 0], 0.02),
				place([long, 0], broad),
				place([0.1, 0], broad)
			],
			{ fill: '#0d0f12', opacity: 0.6 }
		)
	);
	const skins = outline.slice(0, -1).map((from, index) => {
		const to = outline[index + 1] as Station;
		const corners = [
			place([from[0], from[1]], from[2]),
			place([to[0], to[1]], to[2]),
			place([to[0], to[1]], broad - to[2]),
			place([from[0], from[1]], broad - from[2])
		];
		const steep = Math.abs(to[1] - from[1]) / (Math.abs(to[0] - from[0]) + 0.01);
		const pane = from[1] > 0.95 && steep > 0.35 && Math.abs(to[1] - from[1]) > 0.3;
		const tone = steep > 1.2 ? facingLit : light.faces.top * 1.04;
		const rear = from[0] < long / 2;
		const fill = pane
			? picture.gradient(corners[1] as Point, corners[0] as Point, [
					shade(light.sky[1], 0.62),
					'#2a343c'
				])
			: shade(paint, tone);
		const hidden = away ? !rear && steep > 0.3 : true;
		return {
			depth: from[0] + to[0],
			hidden,
			svg: shape(corners, { fill, stroke: shade(paint, 0.72), width: 0.8 })
		};
	});
	const visible = away
		? skins.filter(({ hidden }) => !hidden).sort((a, b) => b.depth - a.depth)
		: skins;
	const flank = (): string => {
		const edge = outline.map(([along, up, inset]) => near(along, up, inset));
		const fill = picture.gradient(near(0, 1.3), near(0, 0.3), [
			shade(paint, flankLit * 1.06),
			shade(paint, flankLit),
			shade(paint, flankLit * 0.7)
		]);
		const middle = ((glass[0] as Point)[0] + (glass[3] as Point)[0]) / 2;
		return [
			shape(edge, { fill, stroke: shade(paint, 0.6), width: 1 }),
			onto((a, u) => near(a, u, 0.1 + (u - 1) * 0.3), glass, {
				fill: picture.gradient(near(0, 1.5), near(0, 1), [shade(light.sky[1], 0.58), '#252d34']),
				stroke: '#1d2124',
				width: 1.4
			}),
			panel(near, [middle - 0.04, 0.45], [0.03, 0.9], { fill: shade(paint, 0.5) }, 0.12),
			panel(near, [middle + 0.15, 0.86], [0.22, 0.05], { fill: shade(paint, 0.55) }, 0.02),
			onto(
				near,
				[
					[0.1, 0.68],
					[long - 0.1, 0.64]
				],
				{ stroke: shade(paint, 1.25), width: 1.4, opacity: 0.5, open: true }
			),
			...wheels.map((along) => wheel(near, along))
		].join('');
	};
	const parts = [...visible.map(({ svg }) => svg)];
	if (!away || x > 0.2 || rightSide) parts.push(flank());
	if (away) parts.push(tail(picture, view.facing({ x, y: 0, z }), body === 'van'));
	picture.stand(away ? z + 0.4 : z + 0.3, wheelBack(picture, x, z, away), ...parts);
}

function wheelBack(picture: Picture, x: number, z: number, away: boolean): string {
	if (!away) return '';
	const plane = picture.view.facing({ x, y: 0, z: z + 0.45 });
	return [0.06, broad - 0.28]
		.map((along) => panel(plane, [along, 0], [0.22, 0.4], { fill: '#17181a' }))
		.join('');
}

function wheel(plane: Plane, along: number): string {
	return [
		ring(plane, [along, 0.34], 0.4, { fill: '#101113' }),
		ring(plane, [along, 0.32], 0.32, { fill: '#1d1e20' }),
		ring(plane, [along, 0.32], 0.2, { fill: '#a9adb0' }),
		...[0, 1, 2, 3, 4].map((spoke) =>
			ring(
				plane,
				[along + Math.cos(spoke * 1.257) * 0.12, 0.32 + Math.sin(spoke * 1.257) * 0.12],
				0.045,
				{ fill: '#4a4d50' }
			)
		)
	].join('');
}

function tail(picture: Picture, plane: Plane, van: boolean): string {
	const up = van ? 0.85 : 0.68;
	const lamp = picture.light.dark ? '#e0453a' : '#a8261f';
	return [
		panel(plane, [0.1, up], [0.32, 0.2], { fill: lamp }),
		panel(plane, [broad - 0.42, up], [0.32, 0.2], { fill: lamp }),
		panel(plane, [0.12, up + 0.12], [0.1, 0.06], { fill: '#ffd9c8', opacity: 0.6 }),
		panel(plane, [0.04, 0.3], [broad - 0.08, 0.16], { fill: '#1c1e21', opacity: 0.75 }),
		panel(plane, [broad / 2 - 0.24, up - 0.06], [0.48, 0.17], {
			fill: '#dfe3e6',
			stroke: '#555b60',
			width: 1
		})
	].join('');
}
