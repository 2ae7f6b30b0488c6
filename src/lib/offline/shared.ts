import { database } from './database';

/** Keeps photos that another app handed over until the report page takes them. */
export async function keepShared(files: File[]): Promise<void> {
	await (await database()).put('shared', files);
}

/** Hands out what is there, once. */
export async function takeShared(): Promise<File[]> {
	try {
		const tx = (await database()).transaction('shared', 'readwrite');
		const files = (await tx.store.getAll()).flat();
		void tx.store.clear();
		await tx.done;
		return files;
	} catch {
		return [];
	}
}
