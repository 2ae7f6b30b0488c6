import { car, carColours } from './cars';
import { house, wallColours } from './facade';
import { asphalt, field, kerb, paving, slabColours, speckle, surface, tactile } from './ground';
import type { Picture } from './picture';
import { leafColours, tree } from './plants';
import { sky, skyline } from './skyline';
import { shape } from './svg';

const bodies = ['saloon', 'hatch', 'van'] as const;

export interface Street {
	/** Cars standing at the kerb and further off. */
	cars?: boolean;
	trees?: boolean;
	shops?: boolean;
	/** Left edge of the path for the blind, metres; else drawn by lot. */
	tactileAt?: number;
}

/** Left edge of the pavement, its kerb, and the far kerb, metres from the eye. */
export const street = { wall: -3.4, kerb: 2.3, farKerb: 9.8, farWall: 13 } as const;

/** Looking along a street from its pavement: house fronts on the left, the carriageway on the right. */
export function alongStreet(
	picture: Picture,
	{ cars = true, trees = true, shops = true, tactileAt }: Street = {}
): void {
	const { place, light } = picture;
	const random = place.fork('street');
	picture.back.push(sky(picture), skyline(picture, 95, random));
	for (const side of [-1, 1] as const)
		row(picture, side, shops && (side < 0 || random.chance(0.5)));
	paving(
		picture,
		{ left: street.wall, right: street.kerb, near: 0.7, far: 90 },
		random.pick(slabColours),
		random,
		random.pick([0.5, 0.6, 0.75])
	);
	tactile(picture, tactileAt ?? random.pick([-1.6, 0.9]), 0.7, 90);
	asphalt(picture, { left: street.kerb + 0.18, right: street.farKerb, near: 0.7, far: 90 }, random);
	surface(picture, { left: street.farKerb, right: street.farWall, near: 4, far: 90 }, '#aca59b');
	for (let z = 2; z < 60; z += 5) {
		const dash = { left: 6, right: 6.14, near: z, far: z + 2.6 };
		picture.floor.push(shape(field(picture, dash), { fill: '#e9e6dc', opacity: 0.8 }));
	}
	kerb(picture, street.kerb, 0.7, 60);
	speckle(picture, { left: street.wall, right: street.kerb, near: 1, far: 12 }, random, 90);
	if (Math.abs(light.shadow.x) > 0.5) {
		const reach = light.shadow.x > 0 ? street.wall + 2.2 * light.shadow.x : street.farKerb;
		const lying =
			light.shadow.x > 0
				? { left: street.wall, right: reach, near: 0.7, far: 90 }
				: { left: reach, right: street.farWall, near: 4, far: 90 };
		picture.floor.push(
			shape(field(picture, lying), { fill: '#1a2030', opacity: light.shadow.opacity * 0.8 })
		);
	}
	if (trees) {
		const colour = random.pick(leafColours);
		const gap = random.between(6.5, 8);
		for (let z = random.between(8.5, 10.5); z < 55; z += gap) {
			tree(
				picture,
				{ x: 1.75, z, tall: random.between(5.2, 6.4), wide: random.between(3.4, 4.4), colour },
				random
			);
			if (z > 14)
				tree(picture, { x: street.farKerb + 0.7, z: z + 2, tall: 5.6, wide: 3.8, colour }, random);
		}
	}
	if (cars)
		for (let z = random.between(13, 17); z < 42; z += random.between(8, 12)) {
			const x = random.pick([2.8, 2.8, 7.7]);
			car(picture, {
				x,
				z,
				body: random.pick(bodies),
				colour: random.pick(carColours),
				heading: 'away'
			});
		}
}

function row(picture: Picture, side: 1 | -1, shops: boolean): void {
	const random = picture.place.fork(`row ${side}`);
	const x = side < 0 ? street.wall : street.farWall;
	const { faces } = picture.light;
	const houses: string[] = [];
	for (let start = side < 0 ? 1.2 : 8; start < 88;) {
		const wide = random.between(9, 15);
		const from = start;
		houses.push(
			house(picture, {
				plane: picture.view.receding(x, from, side < 0 ? 1 : -1),
				wide,
				storeys: random.whole(3, 6),
				colour: random.pick(wallColours),
				lit: side < 0 ? faces.right : faces.left,
				shops,
				depth: (along) => from + along,
				shining: side < 0,
				random
			})
		);
		start += wide;
	}
	picture.back.push(...houses.reverse());
}
