import { mix, shade } from './colour';
import { field, puddle } from './ground';
import { chunk } from './heaps';
import { scatter } from './litter';
import type { Picture } from './picture';
import { type Scene, cameras } from './scene';
import { shape } from './svg';
import { footway } from './underfoot';
import type { Spot } from './view';

export const brokenPavement: Scene = {
	camera: cameras.down,
	draw(picture) {
		const slab = picture.place.fork('slab').pick([0.5, 0.6]);
		footway(picture, slab);
		const { problem, view } = picture;
		const [x, z] = [problem.between(-0.6, 0.3), problem.between(2.5, 2.9)];
		const columns = problem.whole(2, 3);
		const hole = {
			left: x - (columns * slab) / 2,
			right: x + (columns * slab) / 2,
			near: z,
			far: z + slab * 2
		};
		if (!picture.before) {
			for (let column = 0; column < columns; column++)
				for (let rank = 0; rank < 2; rank++) {
					const left = hole.left + column * slab;
					const cell = {
						left,
						right: left + slab,
						near: z + rank * slab,
						far: z + (rank + 1) * slab
					};
					const fill = mix('#c9c2b6', '#aaa59b', problem.next());
					picture.floor.push(shape(field(picture, cell), { fill, stroke: '#5d574f', width: 2 }));
				}
			return;
		}
		const earth = puddle(picture, [x, z + slab], [columns * slab * 0.62, slab * 1.15], problem);
		picture.floor.push(shape(earth, { fill: '#574636', stroke: '#2e261e', width: 4 }));
		const inner = puddle(
			picture,
			[x, z + slab * 0.9],
			[columns * slab * 0.5, slab * 0.85],
			problem
		);
		picture.floor.push(shape(inner, { fill: '#3b2f25', opacity: 0.75, smooth: true }));
		for (let piece = 0; piece < 11; piece++)
			slabPiece(
				picture,
				{
					x: x + problem.between(-1, 1) * columns * slab * 0.6,
					y: 0,
					z: z + problem.between(-0.3, 1.9) * slab
				},
				slab
			);
		scatter(
			picture,
			{ left: hole.left - 0.3, right: hole.right + 0.3, near: z - 0.3, far: z + slab * 2 },
			46,
			problem,
			(on, spot, chance) => chunk(on, spot, chance.between(0.012, 0.04), chance)
		);
		for (let crack = 0; crack < 9; crack++) {
			const angle = problem.between(0, 6.28);
			const reach = [0.7, 1, 1.25, 1.5].map((share, step) =>
				view.at(
					x + Math.cos(angle + (step % 2) * 0.14) * columns * slab * 0.62 * share,
					0,
					z + slab + Math.sin(angle + (step % 2) * 0.14) * slab * 1.1 * share
				)
			);
			picture.floor.push(
				shape(reach, {
					stroke: '#2f2a25',
					width: problem.between(1.5, 4),
					opacity: 0.8,
					open: true
				})
			);
		}
	}
};

/** A corner of a slab lying tilted. */
function slabPiece(picture: Picture, spot: Spot, slab: number): void {
	const { problem, view } = picture;
	const plane = view.lying(spot, problem.between(0, 6.28));
	const [a, b] = [slab * problem.between(0.2, 0.48), slab * problem.between(0.2, 0.42)];
	const lift = problem.between(0.03, 0.13);
	const colour = problem.pick(['#b3ab9f', '#a59c90', '#bfb8ac']);
	const top = [
		plane(-a, -b, lift),
		plane(a, -b * 0.7, lift * 0.5),
		plane(a * 0.6, b, 0.05),
		plane(-a * 0.8, b * 0.8, 0.07)
	];
	const base = top.map(([px, py]) => [px, py + view.scale(spot.z) * 0.06] as const);
	picture.stand(
		spot.z,
		shape(
			base.map(([px, py]) => [px + 5, py + 4] as const),
			{ fill: '#100e0c', opacity: 0.4 }
		),
		shape(base, { fill: shade(colour, 0.55), stroke: shade(colour, 0.5), width: 2 }),
		shape(top, {
			fill: shade(colour, problem.between(0.95, 1.12)),
			stroke: shade(colour, 0.75),
			width: 1
		})
	);
}
