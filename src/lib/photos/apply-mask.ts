import { drawingOn, encode, newCanvas, openPicture, PhotoProblem } from './canvas';
import type { Box } from './mask';
import { pixelate, toPixels } from './mosaic';

export interface Maskable {
	/** What is sent. */
	blob: Blob;
	width: number;
	height: number;
	/** As it was before anything was covered. */
	unmasked?: Blob;
	masks?: readonly Box[];
}

/**
 * The photo with these boxes covered and none besides: what was covered before can be uncovered as long
 * as the phone still has it. `blob` holds nothing of what is under the boxes. Throws `PhotoProblem`.
 */
export async function maskPhoto(
	{ blob, width, height, unmasked = blob }: Maskable,
	boxes: readonly Box[]
): Promise<{ blob: Blob; width: number; height: number; unmasked?: Blob; masks?: Box[] }> {
	if (boxes.length === 0) return { blob: unmasked, width, height };
	const masks = boxes.map(({ x, y, w, h }) => ({ x, y, w, h }));
	return { blob: await applyMask(unmasked, masks), width, height, unmasked, masks };
}

/** Replaces the pixels under the boxes by the mosaic that the server makes, and encodes anew. */
async function applyMask(photo: Blob, boxes: readonly Box[]): Promise<Blob> {
	const picture = await openPicture(photo);
	try {
		const { source, width, height } = picture;
		const context = drawingOn(newCanvas(width, height));
		context.drawImage(source, 0, 0);
		const pixels = context.getImageData(0, 0, width, height);
		pixelate({ data: pixels.data, width, height, channels: 4 }, boxes);
		for (const box of boxes) {
			// only what is covered: browsers that guard against fingerprints disturb all that is read
			const { left, top, right, bottom } = toPixels(box, picture);
			context.putImageData(pixels, 0, 0, left, top, right - left, bottom - top);
		}
		return await encode(context.canvas);
	} catch {
		throw new PhotoProblem('手机内存不足，没有遮挡成功，请关闭其他页面后再试');
	} finally {
		picture.close();
	}
}
