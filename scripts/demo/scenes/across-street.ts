import { shade } from './colour';
import { house, storey, wallColours } from './facade';
import { asphalt, field, paving, slabColours, speckle } from './ground';
import type { Picture } from './picture';
import { hedge, leafColours, tree } from './plants';
import { sky, skyline } from './skyline';
import { onto, panel, shape } from './svg';

export type Backdrop = 'shops' | 'wall' | 'flats' | 'hedge';

/** How far the backdrop of `facing` stands, and where the kerb and its road are. */
export const front = { wall: 9, kerb: 3.6 } as const;

/** Looking straight across a pavement at what lines it. */
export function facing(
	picture: Picture,
	backdrop: Backdrop,
	options: { trees?: boolean; ground?: 'paving' | 'asphalt' } = {}
): void {
	const { trees = true, ground = 'paving' } = options;
	const random = picture.place.fork('front');
	const { light, view } = picture;
	picture.back.push(sky(picture), skyline(picture, 60, random));
	if (backdrop === 'shops' || backdrop === 'flats') houseFronts(picture, backdrop === 'shops');
	else behind(picture, backdrop);
	const whole = { left: -14, right: 14, near: front.kerb, far: front.wall };
	if (ground === 'paving') {
		paving(picture, whole, random.pick(slabColours), random, random.pick([0.5, 0.6, 0.75]));
		speckle(picture, whole, random, 90);
		asphalt(picture, { ...whole, near: 0.7, far: front.kerb - 0.18 }, random);
		const stone = '#c4c2bc';
		picture.floor.push(
			shape(field(picture, { ...whole, near: front.kerb - 0.02, far: front.kerb + 0.18 }), {
				fill: stone
			}),
			shape(field(picture, { ...whole, near: front.kerb - 0.18, far: front.kerb - 0.02 }), {
				fill: shade(stone, 0.62)
			})
		);
		for (let x = -6; x < 6; x += 1)
			picture.floor.push(
				shape([view.at(x, 0, front.kerb), view.at(x, 0, front.kerb + 0.18)], {
					stroke: '#6c6a64',
					width: 1.5,
					opacity: 0.6,
					open: true
				})
			);
		acrossTactile(picture, 5.2);
	} else asphalt(picture, { ...whole, near: 0.7 }, random);
	const shadow = Math.max(0, -light.shadow.z) * 3 + 0.4;
	picture.floor.push(
		shape(field(picture, { ...whole, near: front.wall - shadow }), {
			fill: '#1a2030',
			opacity: light.shadow.opacity * 0.8
		})
	);
	if (!trees) return;
	const colour = random.pick(leafColours);
	for (const side of [-1, 1])
		if (random.chance(0.8))
			tree(
				picture,
				{
					x: side * random.between(3.4, 5),
					z: random.between(6.2, 7.6),
					tall: random.between(5, 6),
					wide: random.between(3.4, 4.4),
					colour
				},
				random
			);
}

function acrossTactile(picture: Picture, z: number): void {
	const strip = { left: -14, right: 14, near: z, far: z + 0.5 };
	picture.floor.push(
		shape(field(picture, strip), { fill: shade('#c4a650', picture.light.faces.top * 0.97) })
	);
	const { view } = picture;
	for (const rib of [0.1, 0.2, 0.3, 0.4])
		picture.floor.push(
			shape([view.at(-14, 0, z + rib), view.at(14, 0, z + rib)], {
				stroke: '#8c7433',
				width: 1.6,
				opacity: 0.5,
				open: true
			})
		);
	for (let x = -8; x < 8; x += 0.5)
		picture.floor.push(
			shape([view.at(x, 0, z), view.at(x, 0, z + 0.5)], {
				stroke: '#6e5c2d',
				width: 1.2,
				opacity: 0.5,
				open: true
			})
		);
}

function houseFronts(picture: Picture, shops: boolean): void {
	const random = picture.place.fork('houses');
	for (let x = -16 + random.between(0, 6); x < 14;) {
		const wide = random.between(9, 13);
		const plane = picture.view.facing({ x, y: 0, z: front.wall });
		picture.back.push(
			house(picture, {
				plane,
				wide,
				storeys: random.whole(2, 4),
				colour: random.pick(wallColours),
				lit: picture.light.faces.front,
				shops,
				depth: () => front.wall,
				shining: true,
				random
			})
		);
		x += wide;
	}
	const first = picture.view.facing({ x: -20, y: 0, z: front.wall });
	picture.back.splice(2, 0, panel(first, [0, 0], [8, 2 * storey + 4], { fill: '#b9ad9c' }));
}

/** A compound wall or a hedge, trees and blocks of flats behind it. */
function behind(picture: Picture, kind: 'wall' | 'hedge'): void {
	const random = picture.place.fork('behind');
	const { view, light } = picture;
	const green = random.pick(leafColours);
	const thicket = view.facing({ x: -20, y: 0, z: 13 });
	picture.back.push(
		panel(thicket, [0, -0.8], [40, 3], { fill: picture.hazed(shade(green, 0.5), 13) })
	);
	for (let x = -13; x < 13; x += random.between(2.5, 4)) {
		const shrub = hedge(
			picture,
			{
				left: x - 2,
				right: x + 2,
				z: 13,
				tall: random.between(2.6, 5),
				colour: shade(green, random.between(0.85, 1.1))
			},
			random
		);
		picture.back.push(shrub);
	}
	if (kind === 'hedge') {
		picture.back.push(
			hedge(picture, { left: -9, right: 9, z: front.wall, tall: 1.1, colour: green }, random)
		);
		return;
	}
	const colour = random.pick(['#cdbfa6', '#b9b9b2', '#c9ad92', '#d5d0c2', '#aab3a8']);
	const plane = view.facing({ x: -14, y: 0, z: front.wall });
	const tall = random.between(2.3, 2.7);
	const lit = shade(colour, light.faces.front);
	const fill = picture.gradient(plane(0, tall), plane(0, 0), [
		shade(lit, 1.05),
		lit,
		shade(lit, 0.82)
	]);
	picture.back.push(
		panel(plane, [0, 0], [28, tall], { fill }),
		panel(plane, [0, 0], [28, 0.4], { fill: shade('#8d8578', light.faces.front) })
	);
	for (let along = 0.5; along < 28; along += 3.2) {
		picture.back.push(
			panel(plane, [along, 0], [0.45, tall + 0.15], { fill: shade(lit, 1.06) }, 0.1),
			panel(plane, [along + 0.45, 0], [0.12, tall], { fill: '#1a2030', opacity: 0.16 })
		);
	}
	picture.back.push(
		panel(plane, [0, tall - 0.05], [28, 0.2], { fill: shade('#7f6f60', light.faces.top) }, 0.12)
	);
	for (let patch = 0; patch < 12; patch++) {
		const [along, up] = [random.between(7, 21), random.between(0.4, tall - 0.6)];
		const size = random.between(0.2, 0.7);
		picture.back.push(
			onto(
				plane,
				[
					[along, up],
					[along + size, up + size * 0.2],
					[along + size * 1.1, up + size * 0.6],
					[along + size * 0.2, up + size * 0.5]
				],
				{ fill: shade(lit, random.pick([0.93, 1.06])), opacity: 0.6, smooth: true }
			)
		);
	}
}
