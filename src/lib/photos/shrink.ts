import { fitWithin, heicSentence, photoFormat, photoLimits } from './formats';

/** Why a photo could not be used, in a sentence the resident can act on. */
export class PhotoProblem extends Error {
	override readonly name = 'PhotoProblem';
}

type Canvas = OffscreenCanvas | HTMLCanvasElement;
interface Picture {
	source: CanvasImageSource;
	width: number;
	height: number;
	close(): void;
}

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
	const picture = await open(file);
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

async function open(file: Blob): Promise<Picture> {
	try {
		const picture = await decode(file);
		if (picture.width > 0 && picture.height > 0) return picture;
	} catch {
		// Which sentence helps depends on what the file is.
	}
	const head = new Uint8Array(
		await file
			.slice(0, 16)
			.arrayBuffer()
			.catch(() => new ArrayBuffer(0))
	);
	throw new PhotoProblem(
		photoFormat(head) === 'heic'
			? heicSentence
			: '这张照片打不开，可能已损坏或不是图片，请重新拍照或选择 JPEG、PNG 图片'
	);
}

async function decode(file: Blob): Promise<Picture> {
	try {
		const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
		return {
			source: bitmap,
			width: bitmap.width,
			height: bitmap.height,
			close: () => bitmap.close()
		};
	} catch (problem) {
		// Older WebKit refuses the option, and some WebViews have no createImageBitmap for a Blob.
		if (typeof Image === 'undefined') throw problem;
		const address = URL.createObjectURL(file);
		const image = new Image();
		image.src = address;
		try {
			await image.decode();
		} catch (unreadable) {
			URL.revokeObjectURL(address);
			throw unreadable;
		}
		return {
			source: image,
			width: image.naturalWidth,
			height: image.naturalHeight,
			close: () => URL.revokeObjectURL(address)
		};
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
		const context = canvas.getContext('2d') as
			CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
		if (!context) throw new PhotoProblem('浏览器无法处理照片，请换用系统浏览器或升级微信');
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

function newCanvas(width: number, height: number): Canvas {
	if (typeof OffscreenCanvas !== 'undefined') {
		const canvas = new OffscreenCanvas(width, height);
		// Safari 16.2 has the class, but for WebGL only.
		if (canvas.getContext('2d')) return canvas;
	}
	return Object.assign(document.createElement('canvas'), { width, height });
}

function encode(canvas: Canvas): Promise<Blob> {
	if ('convertToBlob' in canvas) {
		return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
	}
	return new Promise((resolve, reject) => {
		canvas.toBlob(
			(blob) => (blob ? resolve(blob) : reject(new Error('no memory for the picture'))),
			'image/jpeg',
			0.8
		);
	});
}
