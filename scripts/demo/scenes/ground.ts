import { mix, shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { ellipse, shape } from './svg';
import { type Point } from './view';

export interface Patch {
	left: number;
	right: number;
	near: number;
	far: number;
}

export function field(picture: Picture, { left, right, near, far }: Patch, y = 0): Point[] {
	const { view } = picture;
	return [
		view.at(left, y, near),
		view.at(right, y, near),
		view.at(right, y, far),
		view.at(left, y, far)
	];
}

/** A colour of the ground running off into the haze. */
export function surface(picture: Picture, patch: Patch, colour: string): void {
	const { view, light } = picture;
	const top = shade(colour, light.faces.top);
	const [, nearRow] = view.at(0, 0, Math.max(1.4, patch.near));
	const [, farRow] = view.at(0, 0, patch.far);
	const fill = picture.gradient(
		[0, nearRow],
		[0, farRow],
		[shade(top, 0.93), top, picture.hazed(top, patch.far)]
	);
	picture.floor.push(shape(field(picture, patch), { fill }));
}

export const slabColours = ['#b9aea2', '#a9acad', '#b7a08f', '#b3b1a4', '#a59a95'];

/** Concrete slabs in rows, each a little different near the eye. */
export function paving(picture: Picture, patch: Patch, colour: string, random: Random, slab = 0.6) {
	surface(picture, patch, colour);
	const base = shade(colour, picture.light.faces.top);
	const { view, floor } = picture;
	const detailed = Math.min(patch.far, Math.max(patch.near, 0.8) + 10);
	for (let z = patch.near, row = 0; z < detailed; z += slab, row++)
		for (let x = patch.left - (row % 2) * slab * 0.5; x < patch.right; x += slab) {
			if (random.chance(0.45)) continue;
			const cell: Patch = {
				left: Math.max(patch.left, x),
				right: Math.min(patch.right, x + slab),
				near: z,
				far: Math.min(patch.far, z + slab)
			};
			const fill = mix(
				base,
				random.pick(['#ffffff', '#4a4038', '#8a6f5a']),
				random.between(0.02, 0.13)
			);
			floor.push(shape(field(picture, cell), { fill, opacity: 0.75 }));
		}
	const joint = { stroke: '#3b3631', opacity: 0.35, open: true };
	for (let z = patch.near, row = 0; z < Math.min(patch.far, 26); z += slab, row++) {
		const width = Math.min(2.4, view.scale(z) * 0.009);
		if (z > 0.9)
			floor.push(
				shape([view.at(patch.left, 0, z), view.at(patch.right, 0, z)], { ...joint, width })
			);
		if (z > detailed) continue;
		const start = patch.left - (row % 2) * slab * 0.5;
		for (let x = start + slab; x < patch.right; x += slab) {
			const ends = [view.at(x, 0, z), view.at(x, 0, Math.min(patch.far, z + slab))];
			floor.push(shape(ends, { ...joint, width }));
		}
	}
}

/** The ribbed yellow path for the blind. */
export function tactile(picture: Picture, left: number, near: number, far: number): void {
	const strip: Patch = { left, right: left + 0.5, near, far };
	surface(picture, strip, '#c9a94e');
	const { view, floor } = picture;
	for (let rib = 1; rib < 6; rib++) {
		const x = left + rib * 0.085;
		const ends = [view.at(x, 0, Math.max(near, 0.8)), view.at(x, 0, Math.min(far, 22))];
		floor.push(shape(ends, { stroke: '#8c7433', width: 2, opacity: 0.55, open: true }));
	}
	for (let z = near; z < Math.min(far, 16); z += 0.5)
		floor.push(
			shape([view.at(left, 0, z), view.at(left + 0.5, 0, z)], {
				stroke: '#6e5c2d',
				width: Math.min(2, view.scale(z) * 0.008),
				opacity: 0.5,
				open: true
			})
		);
}

export function asphalt(picture: Picture, patch: Patch, random: Random): void {
	surface(picture, patch, '#6d7073');
	speckle(picture, patch, random, 260);
	for (let count = random.whole(1, 3); count > 0; count--) {
		const x = random.between(patch.left, patch.right - 1);
		const z = random.between(patch.near + 1, patch.near + 9);
		const cell = {
			left: x,
			right: x + random.between(0.6, 1.6),
			near: z,
			far: z + random.between(0.8, 2.5)
		};
		const kept = {
			...cell,
			right: Math.min(cell.right, patch.right),
			far: Math.min(cell.far, patch.far)
		};
		picture.floor.push(shape(field(picture, kept), { fill: '#4d5053', opacity: 0.35 }));
	}
}

/** Grains, stains and leaf crumbs every outdoor floor has. */
export function speckle(picture: Picture, patch: Patch, random: Random, count: number): void {
	const { view, floor } = picture;
	for (let index = 0; index < count; index++) {
		const near = Math.max(1.2, patch.near);
		const z = near + (Math.min(patch.far, near + 12) - near) * random.next() ** 2;
		const at = view.at(random.between(patch.left, patch.right), 0, z);
		const size = random.between(0.006, 0.022) * view.scale(z);
		const fill = random.pick(['#2c2d2e', '#3a3835', '#d9d6cf']);
		floor.push(ellipse(at, size, size * 0.4, { fill, opacity: 0.3 }));
	}
}

/** A darker or lighter soft-edged stain. */
export function stain(
	picture: Picture,
	[x, z]: Point,
	radius: number,
	colour: string,
	opacity: number
) {
	const { view } = picture;
	const scale = view.scale(z);
	const fill = picture.radial([
		`${colour}/${opacity}`,
		`${colour}/${opacity * 0.8}`,
		`${colour}/0`
	]);
	const flat = Math.min(1, view.camera.eye / z);
	picture.floor.push(ellipse(view.at(x, 0, z), radius * scale, radius * scale * flat, { fill }));
}

/** An irregular outline on the ground, around `x`/`z`. */
export function puddle(
	picture: Picture,
	[x, z]: Point,
	[across, deep]: Point,
	random: Random,
	y = 0
): Point[] {
	return Array.from({ length: 16 }, (_, step) => {
		const angle = (step / 16) * Math.PI * 2;
		const reach = random.between(0.78, 1.12);
		return picture.view.at(
			x + Math.cos(angle) * across * reach,
			y,
			Math.max(0.9, z + Math.sin(angle) * deep * reach)
		);
	});
}

export function kerb(picture: Picture, x: number, near: number, far: number): void {
	const stone = picture.light.dark ? '#9a9a98' : '#c4c2bc';
	const { floor, view } = picture;
	floor.push(
		shape(field(picture, { left: x, right: x + 0.18, near, far }, 0), { fill: stone }),
		shape(
			[
				view.at(x + 0.18, 0, near),
				view.at(x + 0.18, 0, far),
				view.at(x + 0.18, -0.12, far),
				view.at(x + 0.18, -0.12, near)
			],
			{
				fill: shade(stone, 0.66)
			}
		)
	);
	for (let z = near; z < Math.min(30, far); z += 1)
		floor.push(
			shape([view.at(x, 0, z), view.at(x + 0.18, 0, z)], {
				stroke: '#6c6a64',
				width: 1.2,
				opacity: 0.6,
				open: true
			})
		);
}
