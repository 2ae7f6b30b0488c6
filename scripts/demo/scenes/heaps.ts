import { bag, bagColours, carton } from './bags';
import { shade } from './colour';
import { puddle } from './ground';
import { scatter, scrap } from './litter';
import type { Picture } from './picture';
import type { Random } from './random';
import { onto, shape } from './svg';
import type { Point, Spot } from './view';

/** Bags, boxes and oddments piled up around `x`/`z`. */
export function heap(
	picture: Picture,
	{ x, z }: { x: number; z: number },
	wide: number,
	random: Random
): void {
	const deep = wide * 0.35;
	for (const along of [-0.35, 0, 0.35])
		picture.contact({ x: x + along * wide, y: 0, z: z - 0.1 }, wide * 0.42, 0.5);
	const items: { spot: Spot; draw: () => string }[] = [];
	for (let index = 0; index < Math.round(wide * 17); index++) {
		const [a, b] = [random.between(-1, 1), random.between(-1, 1)];
		const room = Math.max(0, 1 - a * a - b * b * 0.4);
		const y = random.next() ** 1.3 * room * wide * 0.24;
		const spot: Spot = { x: x + (a * wide) / 2, y, z: z + b * deep };
		const size = random.between(0.28, 0.55);
		const kind = random.next();
		const colour = random.pick(bagColours);
		items.push({
			spot,
			draw: () =>
				kind < 0.62
					? bag(picture, spot, size, colour, random)
					: kind < 0.86
						? carton(picture, spot, size * 1.05, random)
						: scrap(picture, spot, random)
		});
	}
	items.sort((p, q) => q.spot.z - p.spot.z || p.spot.y - q.spot.y);
	picture.stand(z - deep * 0.2, ...items.map(({ draw }) => draw()));
	scatter(
		picture,
		{ left: x - wide * 0.75, right: x + wide * 0.75, near: z - deep - 0.7, far: z - deep * 0.3 },
		Math.round(wide * 9),
		random
	);
}

export function brick(picture: Picture, spot: Spot, random: Random): string {
	const colour = random.pick(['#a4563d', '#b4664a', '#8f4a38', '#a9a49c']);
	const plane = picture.view.lying(spot, random.between(0, 3.14));
	const tall = 0.06;
	const corners: Point[] = [
		[-0.12, -0.06],
		[0.12, -0.06],
		[0.12, 0.06],
		[-0.12, 0.06]
	];
	const side = corners.map(([a, b]) => plane(a, b, 0));
	return [
		shape([...side], {
			fill: shade(colour, 0.62),
			stroke: shade(colour, 0.62),
			width: picture.view.scale(spot.z) * tall * 0.4
		}),
		onto(plane, corners, { fill: shade(colour, picture.light.faces.top) }, tall)
	].join('');
}

/** A mound of broken brick and mortar. */
export function rubble(
	picture: Picture,
	{ x, z }: { x: number; z: number },
	wide: number,
	tall: number,
	random: Random,
	colour = '#a3988a'
): void {
	const { view, light } = picture;
	for (const along of [-0.3, 0.3])
		picture.contact({ x: x + along * wide, y: 0, z }, wide * 0.5, 0.45);
	picture.floor.push(
		shape(puddle(picture, [x, z], [wide * 0.72, wide * 0.3], random), {
			fill: shade(colour, 0.95),
			opacity: 0.55,
			smooth: true
		})
	);
	const plane = view.facing({ x, y: 0, z: z + 0.3 });
	const ridge: Point[] = [];
	for (let step = 0; step <= 10; step++) {
		const along = (step / 10 - 0.5) * wide;
		ridge.push([
			along,
			tall * Math.max(0, 1 - (along / wide) ** 2 * 4) * random.between(0.8, 1.05)
		]);
	}
	const fill = picture.gradient(plane(-wide / 2, tall), plane(wide / 2, 0), [
		shade(colour, light.faces.left * 1.05),
		shade(colour, 0.9),
		shade(colour, light.faces.right * 0.75)
	]);
	const chunks: { z: number; svg: string }[] = [];
	for (let index = 0; index < 150; index++) {
		const a = random.between(-0.52, 0.52);
		const limit = tall * Math.max(0.04, 1 - a * a * 4);
		const up = random.next() * limit;
		const near = z + 0.3 - (1 - up / tall) * 0.7 * random.between(0.5, 1);
		const spot: Spot = { x: x + a * wide, y: up * 0.95, z: near };
		const size = random.between(0.03, 0.11);
		chunks.push({
			z: near,
			svg: random.chance(0.32)
				? brick(picture, spot, random)
				: chunk(picture, spot, size, random, colour)
		});
	}
	chunks.sort((a, b) => b.z - a.z);
	picture.stand(z, onto(plane, ridge, { fill, smooth: true }), ...chunks.map(({ svg }) => svg));
}

export function chunk(
	picture: Picture,
	spot: Spot,
	size: number,
	random: Random,
	base = '#a8a29a'
): string {
	const plane = picture.view.facing(spot);
	const colour = shade(base, random.between(0.8, 1.25));
	const points = Array.from({ length: 6 }, (_, step): Point => {
		const reach = size * random.between(0.7, 1.2);
		return [Math.cos(step * 1.05) * reach, size * 0.6 + Math.sin(step * 1.05) * reach * 0.75];
	});
	return [
		onto(plane, points, { fill: shade(colour, 0.68) }),
		onto(
			plane,
			points.map(([a, b]): Point => [a * 0.8 - size * 0.12, b * 0.8 + size * 0.3]),
			{ fill: colour }
		)
	].join('');
}
