import { mix, shade } from './colour';
import type { Picture } from './picture';
import { ellipse, panel, ring, shape } from './svg';

const room = { left: -1.35, right: 1.35, far: 9.5, tall: 2.7 } as const;

export function corridor(picture: Picture): void {
	const { view, place, back } = picture;
	const random = place.fork('corridor');
	const paint = random.pick(['#6f9a86', '#7f97ad', '#b59a78', '#8f9f76']);
	const { left, right, far, tall } = room;
	const white = '#dcd8cc';
	const floorTint = random.pick(['#a8a49b', '#a08f80', '#939a9a']);
	const quad = (
		points: readonly (readonly [number, number, number])[],
		colours: readonly string[],
		from: readonly [number, number, number],
		to: readonly [number, number, number]
	) =>
		back.push(
			shape(
				points.map((point) => view.at(...point)),
				{ fill: picture.gradient(view.at(...from), view.at(...to), colours) }
			)
		);
	quad(
		[
			[left, 0, 0.8],
			[right, 0, 0.8],
			[right, 0, far],
			[left, 0, far]
		],
		[shade(floorTint, 0.7), floorTint, shade(floorTint, 1.15)],
		[0, 0, 1.6],
		[0, 0, far]
	);
	quad(
		[
			[left, tall, 0.8],
			[right, tall, 0.8],
			[right, tall, far],
			[left, tall, far]
		],
		['#8f8d86', '#c9c7be', '#e2dfd4'],
		[0, tall, 1.6],
		[0, tall, far]
	);
	for (let z = 1.2; z < far; z += 0.6)
		back.push(
			shape([view.at(left, 0, z), view.at(right, 0, z)], {
				stroke: '#5f5b54',
				width: 1.2,
				opacity: 0.5,
				open: true
			})
		);
	for (let x = left; x <= right; x += 0.54)
		back.push(
			shape([view.at(x, 0, 0.9), view.at(x, 0, far)], {
				stroke: '#5f5b54',
				width: 1.2,
				opacity: 0.5,
				open: true
			})
		);
	const end = view.facing({ x: 0, y: 0, z: far });
	back.push(
		panel(end, [left, 0], [right - left, tall], { fill: mix(white, '#fff6df', 0.5) }),
		panel(end, [left, 0], [right - left, 1.2], { fill: shade(paint, 1.1) })
	);
	back.push(
		panel(end, [-0.62, 0.95], [1.24, 1.35], { fill: '#f7fbff' }),
		...[-0.03, -0.62, 0.56].map((along) =>
			panel(end, [along, 0.95], [0.06, 1.35], { fill: '#7d8587' })
		),
		panel(end, [-0.62, 1.55], [1.24, 0.05], { fill: '#7d8587' })
	);
	const halo = picture.radial(['#ffffff/0.75', '#fff7e2/0.25', '#fff7e2/0']);
	picture.glow.push(ellipse(end(0, 1.6), 240, 210, { fill: halo }));
	for (const side of [-1, 1] as const) wall(picture, side, paint, white);
	const gleam = [
		view.at(-0.5, 0, far),
		view.at(0.5, 0, far),
		view.at(0.8, 0, 2),
		view.at(-0.8, 0, 2)
	];
	back.push(
		shape(gleam, {
			fill: picture.gradient(view.at(0, 0, far), view.at(0, 0, 2.4), ['#ffffff/0.5', '#ffffff/0'])
		})
	);
	for (const z of [3.4, 6.6]) {
		const at = view.at(0, tall, z);
		back.push(ellipse(at, view.scale(z) * 0.2, view.scale(z) * 0.06, { fill: '#fffbe8' }));
	}
}

function wall(picture: Picture, side: 1 | -1, paint: string, white: string): void {
	const { view, back, place } = picture;
	const random = place.fork(`wall ${side}`);
	const x = side < 0 ? room.left : room.right;
	const plane = view.receding(x, 0, side < 0 ? 1 : -1);
	const tone = side < 0 ? 0.92 : 0.84;
	const fill = (colour: string) =>
		picture.gradient(plane(1.2, 1), plane(room.far, 1), [
			shade(colour, tone * 0.8),
			shade(colour, tone),
			shade(colour, tone * 1.14)
		]);
	back.push(
		panel(plane, [0.8, 1.2], [room.far - 0.8, room.tall - 1.2], { fill: fill(white) }),
		panel(plane, [0.8, 0], [room.far - 0.8, 1.2], { fill: fill(paint) }),
		panel(plane, [0.8, 0], [room.far - 0.8, 0.12], { fill: fill('#6b6257') }),
		panel(plane, [0.8, 1.18], [room.far - 0.8, 0.04], { fill: fill('#f0ece0') })
	);
	const door = random.pick(['#7a4a30', '#5f6f7a', '#8a6a44', '#6a3a34']);
	for (const along of side < 0 ? [3.6, 7] : [2.6, 5.6]) {
		back.push(
			panel(plane, [along - 0.08, 0], [1.11, 2.13], { fill: shade(door, 0.6) }),
			panel(plane, [along, 0], [0.95, 2.05], {
				fill: picture.gradient(plane(along, 1), plane(along + 0.95, 1), [
					shade(door, tone),
					shade(door, tone * 1.15)
				])
			}),
			panel(plane, [along + 0.12, 1.15], [0.7, 0.75], { stroke: shade(door, 0.7), width: 2 }),
			panel(plane, [along + 0.12, 0.2], [0.7, 0.75], { stroke: shade(door, 0.7), width: 2 }),
			ring(plane, [along + 0.86, 1], 0.04, { fill: '#d9c48a' }),
			panel(plane, [along + 0.2, 2.2], [0.55, 0.14], { fill: '#b8322a' })
		);
	}
	back.push(
		panel(plane, [side < 0 ? 5.3 : 4.2, 1.25], [0.5, 0.75], {
			fill: '#a9aeb0',
			stroke: '#73797b',
			width: 1.5
		})
	);
}
