import { shade } from './colour';
import type { Picture } from './picture';
import type { Random } from './random';
import { shape } from './svg';

/** Blades of grass over a stretch of ground. */
export function grass(
	picture: Picture,
	{ left, right, near, far }: { left: number; right: number; near: number; far: number },
	colour: string,
	random: Random,
	count: number,
	bare: (x: number, z: number) => boolean = () => false
): string {
	const { view } = picture;
	const blades: { z: number; svg: string }[] = [];
	for (let index = 0; index < count; index++) {
		const z = near + (far - near) * random.next() ** 1.6;
		const x = random.between(left, right);
		const [tall, lean] = [random.between(0.05, 0.13), random.between(-0.05, 0.05)];
		const tone = random.between(0.7, 1.3);
		if (bare(x, z)) continue;
		const tip = view.at(x + lean, tall, z);
		const [footX, footY] = view.at(x, 0, z);
		const half = 0.014 * view.scale(z);
		const fill = picture.hazed(shade(colour, tone), z);
		blades.push({ z, svg: shape([[footX - half, footY], tip, [footX + half, footY]], { fill }) });
	}
	return blades
		.sort((a, b) => b.z - a.z)
		.map(({ svg }) => svg)
		.join('');
}
