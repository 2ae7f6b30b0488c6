import { takePhotos } from '../../src/lib/server/reports/commands/take-photos';
import type { StoredPhoto } from '../../src/lib/server/reports/commands/photos';
import type { PhotoStore } from '../../src/lib/server/photos/store';
import { drawScene, sceneFor } from './pictures';

/** Each drawing goes through the real photo pipeline once, however many reports show it. */
export function keptPictures(storage: PhotoStore, variants: number) {
	const kept = new Map<string, Promise<StoredPhoto>>();
	return (category: string, variant: number, moment: 'before' | 'after'): Promise<StoredPhoto> => {
		const scene = sceneFor(category);
		const name = `${scene}/${variant % variants}/${moment}`;
		let photo = kept.get(name);
		if (!photo) {
			photo = keep(storage, drawScene(scene, variant % variants, moment));
			kept.set(name, photo);
		}
		return photo;
	};
}

async function keep(storage: PhotoStore, drawing: Promise<Buffer>): Promise<StoredPhoto> {
	const [stored] = await takePhotos(storage, [await drawing]);
	return stored!;
}
