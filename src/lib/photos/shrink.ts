import { drawingOn, encode, newCanvas, openPicture, PhotoProblem } from './canvas';
import type { Canvas, Picture } from './canvas';
import { fitWithin, photoLimits } from './formats';

export { PhotoProblem };

/**
 * Makes a photo small enough for a mobile network: JPEG, upright, 1600 pixels on its long side, without
 * EXIF. Runs in a page and in a worker. Throws `PhotoProblem`.
 *
 * @param onProgress told the share done, 0..1
 */
export async function shrinkPhoto(
	file: Blob,
	onProgress: (share: number) => void = () => {}
): Promise<{ blob: Blob; width: number; height: number }> {
	if (file.size === 0) throw new PhotoProblem('这个文件是空的，请重新选择照片');
	if (file.size > photoLimits.originalBytes) {
		throw new PhotoProblem('照片超过 40 MB，请选择小一些的照片');
	}
	onProgress(0.1);
	const picture = await openPicture(file);
	onProgress(0.5);
	try {
		const size = fitWithin(picture.width, picture.height, photoLimits.longSide);
		const canvas = drawInSteps(picture, size, (share) => onProgress(0.5 + 0.3 * share));
		const blob = await encode(canvas);
		onProgress(1);
		return { blob, ...size };
	} catch (problem) {
		if (problem instanceof PhotoProblem) throw problem;
		throw new PhotoProblem('手机内存不足，照片没有处理成功，请关闭其他页面后再试');
	} finally {
		picture.close();
	}
}

/** Halves until the size is reached: one great leap leaves jagged edges in Safari and WeChat. */
function drawInSteps(
	picture: Picture,
	size: { width: number; height: number },
	onProgress: (share: number) => void
): Canvas {
	let { source, width, height } = picture;
	for (;;) {
		const next = {
			width: Math.max(size.width, Math.ceil(width / 2)),
			height: Math.max(size.height, Math.ceil(height / 2))
		};
		const canvas = newCanvas(next.width, next.height);
		const context = drawingOn(canvas);
		context.fillStyle = '#fff';
		context.fillRect(0, 0, next.width, next.height);
		context.imageSmoothingQuality = 'high';
		context.drawImage(source, 0, 0, next.width, next.height);
		({ width, height } = next);
		source = canvas;
		onProgress(size.width / width);
		if (width === size.width && height === size.height) return canvas;
	}
}
