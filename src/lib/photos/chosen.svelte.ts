import { PhotoProblem, shrinkPhoto } from './shrink';

export interface ChosenPhoto {
	id: number;
	/** Of the shrunken photo; empty while it is being made. */
	url: string;
	file: File | null;
	width: number;
	height: number;
	/** Of the work done, 0..1. */
	share: number;
}

/** The photos chosen for a form: shrunk one after another, each with a picture of it to show. */
export class ChosenPhotos {
	list = $state<ChosenPhoto[]>([]);
	/** Why the last choice was not taken as it was. */
	complaint = $state('');
	readonly files = $derived(this.list.flatMap(({ file }) => file ?? []));
	readonly busy = $derived(this.files.length < this.list.length);
	#made = 0;

	async add(originals: readonly File[], most: number): Promise<void> {
		const room = Math.max(0, most - this.list.length);
		this.complaint = originals.length > room ? `最多 ${most} 张照片，多出的没有加上` : '';
		const taken = originals.slice(0, room).map((original) => ({ original, id: ++this.#made }));
		this.list.push(
			...taken.map(({ id }) => ({ id, url: '', file: null, width: 0, height: 0, share: 0 }))
		);
		// several large photos at once are too much for a phone's memory
		for (const { original, id } of taken) await this.#shrink(original, id);
	}

	async #shrink(original: File, id: number): Promise<void> {
		const current = () => this.list.find((photo) => photo.id === id);
		try {
			const { blob, width, height } = await shrinkPhoto(original, (share) => {
				const photo = current();
				if (photo) photo.share = share;
			});
			const photo = current();
			if (!photo) return;
			photo.file = new File([blob], `${id}.jpg`, { type: blob.type });
			photo.url = URL.createObjectURL(blob);
			[photo.width, photo.height] = [width, height];
		} catch (problem) {
			this.remove(id);
			this.complaint =
				problem instanceof PhotoProblem ? problem.message : '照片没有处理成功，请重新选择';
		}
	}

	/** Puts back what was chosen and shrunk before. */
	restore(photos: readonly { blob: Blob; width: number; height: number }[]): void {
		for (const { blob, width, height } of photos) {
			const id = ++this.#made;
			const file = new File([blob], `${id}.jpg`, { type: blob.type });
			this.list.push({ id, url: URL.createObjectURL(blob), file, width, height, share: 1 });
		}
	}

	remove(id: number): void {
		const photo = this.list.find((chosen) => chosen.id === id);
		if (photo?.url) URL.revokeObjectURL(photo.url);
		this.list = this.list.filter((chosen) => chosen.id !== id);
		this.complaint = '';
	}

	clear(): void {
		for (const { id } of this.list) this.remove(id);
	}
}
