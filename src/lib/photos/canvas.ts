import { heicSentence, photoFormat } from './formats';

/** Why a photo could not be used, in a sentence the resident can act on. */
export class PhotoProblem extends Error {
	override readonly name = 'PhotoProblem';
}

export type Canvas = OffscreenCanvas | HTMLCanvasElement;

export interface Picture {
	source: CanvasImageSource;
	width: number;
	height: number;
	close(): void;
}

/** Decodes a photo, upright. Throws `PhotoProblem` with the sentence that helps. */
export async function openPicture(file: Blob): Promise<Picture> {
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

export function newCanvas(width: number, height: number): Canvas {
	if (typeof OffscreenCanvas !== 'undefined') {
		const canvas = new OffscreenCanvas(width, height);
		// Safari 16.2 has the class, but for WebGL only.
		if (canvas.getContext('2d')) return canvas;
	}
	return Object.assign(document.createElement('canvas'), { width, height });
}

/** Throws `PhotoProblem` where the browser has no canvas to draw on. */
export function drawingOn(
	canvas: Canvas
): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
	const context = canvas.getContext('2d') as
		CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
	if (!context) throw new PhotoProblem('浏览器无法处理照片，请换用系统浏览器或升级微信');
	return context;
}

/** JPEG as every photo of ours is. */
export function encode(canvas: Canvas): Promise<Blob> {
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
