import { daylight } from './scenes/light';
import { sceneByCategory } from './scenes/categories';
import { sceneBooks, type SceneName } from './scenes/all';
import { photograph } from './scenes/finish';
import { Picture, type Moment } from './scenes/picture';
import { hash, Random } from './scenes/random';
import { View } from './scenes/view';

export type { Moment, SceneName };

export const scenes = Object.keys(sceneBooks) as readonly SceneName[];

/** The scene that illustrates a report of this category; an unknown one shows litter. */
export function sceneFor(categoryId: string): SceneName {
	return sceneByCategory[categoryId] ?? 'litteredPavement';
}

/**
 * A drawn photograph of the made-up demo town, as a JPEG of 1200×900. The same arguments always draw
 * the same picture; `before` and `after` show one place from one viewpoint, on two visits.
 */
export async function drawScene(
	scene: SceneName,
	variant: number,
	moment: Moment
): Promise<Buffer> {
	const book = sceneBooks[scene];
	const seed = new Random(hash(`${scene}/${variant}`));
	const visit = seed.fork(moment);
	const camera = book.camera(seed.fork('camera'));
	const view = new View({
		...camera,
		focal: camera.focal * visit.between(0.99, 1.01),
		horizon: camera.horizon + visit.between(-5, 5),
		centre: camera.centre + visit.between(-7, 7)
	});
	const light = book.light ?? daylight[variant % daylight.length] ?? daylight[0];
	if (!light) throw new Error('No daylight to draw by');
	const picture = new Picture(
		view,
		light,
		seed.fork('place'),
		seed.fork('problem'),
		visit,
		moment,
		seed.fork('mirror').chance(0.5)
	);
	book.draw(picture);
	return photograph(picture.svg(), visit);
}
