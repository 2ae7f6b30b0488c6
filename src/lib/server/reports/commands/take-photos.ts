import { decodePhoto } from '../../photos/images';
import type { PhotoStore } from '../../photos/store';
import { Refusal } from '../../refusal';
import type { StoredPhoto } from './photos';

/**
 * Decodes uploads and stores what was made of them, in their order, to be attached to a report by
 * the command that follows. Nothing is stored when one of them is no sound photo.
 * @throws Refusal('invalid'), field `photos`, naming the photo when there are several
 */
export async function takePhotos(
	storage: PhotoStore,
	uploads: readonly Uint8Array[]
): Promise<StoredPhoto[]> {
	const decoded = [];
	for (const [i, bytes] of uploads.entries()) {
		decoded.push(await decodeOne(bytes, uploads.length > 1 ? `第 ${i + 1} 张：` : ''));
	}
	for (const { sha256, jpeg } of decoded) await storage.put(`${sha256}.jpg`, jpeg);
	return decoded.map(({ uploadSha256, sha256, width, height, dhash }) => ({
		uploadHash: uploadSha256,
		original: sha256,
		width,
		height,
		dhash
	}));
}

async function decodeOne(bytes: Uint8Array, which: string) {
	try {
		return await decodePhoto(bytes);
	} catch (problem) {
		if (!(problem instanceof Refusal) || problem.reason !== 'invalid') throw problem;
		const message = `${which}${problem.message}`;
		throw new Refusal('invalid', message, { photos: message });
	}
}
