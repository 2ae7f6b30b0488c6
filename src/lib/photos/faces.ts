import { openPicture } from './canvas';
import { withRoom } from './face-boxes';
import type { Box } from './mask';
import type { Detect } from './detector/detector';

/** What the first use downloads, bytes as they are sent with gzip; a browser test holds it to that. */
const downloadBytes = 390_000;

export const downloadSize = `约 ${(downloadBytes / 1_000_000).toFixed(1)} MB`;

/** Why faces could not be looked for, in a sentence that says what to do instead. */
export class FacesUnavailable extends Error {
	override readonly name = 'FacesUnavailable';
}

let detector: Promise<Detect> | undefined;

/**
 * Where faces may be, with room around each: found to be hidden, on the phone, and never recognised.
 * The network is downloaded at the first call and kept. Throws `FacesUnavailable`.
 *
 * @param onProgress told the share done, 0..1
 */
export async function findFaces(
	photo: Blob,
	onProgress: (share: number) => void = () => {}
): Promise<Box[]> {
	if (typeof WebAssembly === 'undefined') throw unsupported();
	onProgress(0.1);
	detector ??= load();
	try {
		const detect = await detector;
		onProgress(0.5);
		const canvas = await drawn(photo);
		return (await detect(canvas, (share) => onProgress(0.5 + 0.5 * share))).map(withRoom);
	} catch (problem) {
		if (problem instanceof FacesUnavailable) throw problem;
		throw unsupported();
	}
}

async function load(): Promise<Detect> {
	try {
		const { loadDetector } = await import('./detector/detector');
		return await loadDetector();
	} catch (problem) {
		// the next press tries again
		detector = undefined;
		throw problem instanceof TypeError || !navigator.onLine ? undelivered() : unsupported();
	}
}

const unsupported = () =>
	new FacesUnavailable('这部手机的浏览器用不了智能找脸，请用方框或笔刷自己遮挡。');

const undelivered = () =>
	new FacesUnavailable('智能找脸没有下载成功，可以过会儿再点，或用方框、笔刷自己遮挡。');

/** The detector takes a canvas of the page and no other. */
async function drawn(photo: Blob): Promise<HTMLCanvasElement> {
	const { source, width, height, close } = await openPicture(photo);
	const canvas = Object.assign(document.createElement('canvas'), { width, height });
	canvas.getContext('2d')?.drawImage(source, 0, 0);
	close();
	return canvas;
}
