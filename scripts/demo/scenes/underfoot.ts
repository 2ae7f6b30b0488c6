import { shade } from './colour';
import { asphalt, field, paving, slabColours, speckle, surface } from './ground';
import { leaf, scatter } from './litter';
import type { Picture } from './picture';
import { hedge, leafColours } from './plants';
import { ellipse, shape } from './svg';

/** The pavement ahead, its kerb, and a strip of green at the far end. */
export function footway(picture: Picture, slab: number): void {
	const random = picture.place.fork('footway');
	const far = random.between(7.5, 9);
	paving(picture, { left: -9, right: 9, near: 0.9, far }, random.pick(slabColours), random, slab);
	speckle(picture, { left: -3, right: 3, near: 1.2, far }, random, 160);
	surface(picture, { left: -40, right: 40, near: far, far: 16 }, '#66803f');
	picture.floor.push(
		shape(field(picture, { left: -20, right: 20, near: far, far: far + 0.15 }), { fill: '#c4c1b8' })
	);
	picture.back.push(`<rect width="1200" height="200" fill="${shade('#55703c', 0.9)}"/>`);
	const colour = random.pick(leafColours);
	picture.stand(
		far + 1,
		hedge(picture, { left: -9, right: 9, z: far + 1, tall: 0.9, colour }, random)
	);
	treeShade(picture);
	scatter(picture, { left: -3, right: 3, near: 2, far: 7 }, 6, picture.visit, leaf);
}

/** Leaf shade from trees outside the picture. */
function treeShade(picture: Picture): void {
	const random = picture.place.fork('shade');
	const { view } = picture;
	for (let blob = 0; blob < 220; blob++) {
		const z = random.between(1.6, 7);
		const at = view.at(random.between(-4, 1) + (z - 3) * 0.3, 0, z);
		const size = random.between(0.06, 0.24) * view.scale(z);
		picture.floor.push(
			ellipse(at, size, (size * view.camera.eye) / Math.max(z, 1.7), { fill: picture.blot })
		);
	}
}

/** The carriageway ahead, its lines and the far kerb. */
export function roadway(picture: Picture): void {
	const random = picture.place.fork('roadway');
	const far = random.between(7, 8.5);
	asphalt(picture, { left: -9, right: 9, near: 0.9, far }, random);
	speckle(picture, { left: -3, right: 3, near: 1.2, far }, random, 500);
	const line = random.pick([-1.7, 1.5]);
	picture.floor.push(
		shape(field(picture, { left: line, right: line + 0.15, near: 0.9, far }), {
			fill: '#e6e3d8',
			opacity: 0.8
		})
	);
	paving(
		picture,
		{ left: -20, right: 20, near: far, far: far + 3 },
		random.pick(slabColours),
		random
	);
	picture.floor.push(
		shape(field(picture, { left: -20, right: 20, near: far, far: far + 0.2 }), { fill: '#c8c5bd' })
	);
	surface(picture, { left: -40, right: 40, near: far + 3, far: 20 }, '#66803f');
	picture.back.push('<rect width="1200" height="200" fill="#5a7440"/>');
	picture.stand(
		far + 3,
		hedge(
			picture,
			{ left: -12, right: 12, z: far + 3, tall: 1.3, colour: random.pick(leafColours) },
			random
		)
	);
	treeShade(picture);
}
