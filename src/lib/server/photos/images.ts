import { createHash } from 'node:crypto';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { heicSentence, photoFormat, photoLimits } from '$lib/photos/formats';
import type { Box } from '$lib/photos/mask';
import { pixelate } from '$lib/photos/mosaic';
import { Refusal } from '$lib/server/refusal';
import { boundedQueue } from './queue';

// For the whole process: no other code can open an SVG, a PDF or a HEIC with sharp either.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer']
});
// No two residents send the same photo, so a cache of decoded ones only takes memory.
sharp.cache(false);
sharp.concurrency(1);

const strict: SharpOptions = {
	failOn: 'warning',
	limitInputPixels: photoLimits.pixels,
	autoOrient: true
};
const jpegOptions = { quality: 80, mozjpeg: false } as const;
const mostSeconds = 20;

const queue = boundedQueue(2, 64);

export interface StoredPhoto {
	jpeg: Buffer;
	width: number;
	height: number;
	/** Of `jpeg`, 64 hex digits: its name in the store. */
	sha256: string;
}

export interface DecodedPhoto extends StoredPhoto {
	/** 64 bits as 16 hex digits; pictures that look alike differ in few (`hammingDistance`). */
	dhash: string;
	/** Of the bytes as they came, to know a repeated upload by. */
	uploadSha256: string;
}

/**
 * Turns what a visitor sent into a picture of our own making: upright, sRGB, at most 1600 pixels, with
 * nothing of the upload's bytes or metadata. Refuses (`invalid`, field `photo`) what is no sound JPEG,
 * PNG or WebP; of an animation the first frame is kept. Refuses (`limited`) when too many wait.
 */
export async function decodePhoto(bytes: Uint8Array): Promise<DecodedPhoto> {
	refuseByContent(bytes);
	return queue(async () => {
		try {
			const { longSide } = photoLimits;
			const photo = await encode(
				sharp(bytes, strict)
					.resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true })
					.flatten({ background: '#fff' })
			);
			return { ...photo, dhash: await dhash(photo.jpeg), uploadSha256: sha256(bytes) };
		} catch (problem) {
			throw asRefusal(problem);
		}
	});
}

function refuseByContent(bytes: Uint8Array) {
	if (bytes.length === 0) throw refusal('照片是空的，请重新选择');
	if (bytes.length > photoLimits.bytes) throw refusal('照片超过 8 MB，请缩小后再上传');
	const format = photoFormat(bytes);
	if (format === 'heic') throw refusal(heicSentence);
	if (format === 'other') throw refusal('这不是照片，请上传 JPEG、PNG 或 WebP 图片');
}

function refusal(sentence: string, cause?: unknown) {
	const refused = new Refusal('invalid', sentence, { photo: sentence });
	refused.cause = cause;
	return refused;
}

function asRefusal(problem: unknown) {
	const why = problem instanceof Error ? problem.message : '';
	if (why.includes('pixel limit')) {
		return refusal('照片尺寸超过 5000 万像素，请缩小后再上传', problem);
	}
	if (why.includes('timeout')) return refusal('照片处理时间过长，请换一张照片', problem);
	return refusal('照片已损坏或没有传完整，请重新拍照或选择', problem);
}

async function encode(picture: Sharp): Promise<StoredPhoto> {
	const { data, info } = await picture
		.toColourspace('srgb')
		.jpeg(jpegOptions)
		.timeout({ seconds: mostSeconds })
		.toBuffer({ resolveWithObject: true });
	return { jpeg: data, width: info.width, height: info.height, sha256: sha256(data) };
}

/** A JPEG at most `width` pixels wide. */
export function thumbnail(jpeg: Uint8Array, width: number): Promise<Buffer> {
	return queue(() =>
		narrowed(jpeg, width)
			.jpeg({ ...jpegOptions, quality: 75 })
			.toBuffer()
	);
}

/** Takes two to three times as long as a JPEG: to be made when first asked for, and then kept. */
export function webp(jpeg: Uint8Array, { width }: { width?: number } = {}): Promise<Buffer> {
	return queue(() => narrowed(jpeg, width).webp({ quality: 75, effort: 3 }).toBuffer());
}

function narrowed(jpeg: Uint8Array, width?: number) {
	const picture = sharp(jpeg, strict).timeout({ seconds: mostSeconds });
	return width ? picture.resize({ width, withoutEnlargement: true }) : picture;
}

/** The rendition the public may see: what the boxes cover becomes a few coarse cells (`pixelate`). */
export function mosaic(jpeg: Uint8Array, boxes: readonly Box[]): Promise<StoredPhoto> {
	return queue(async () => {
		const { data, info } = await sharp(jpeg, strict)
			.toColourspace('srgb')
			.raw()
			.timeout({ seconds: mostSeconds })
			.toBuffer({ resolveWithObject: true });
		const { width, height, channels } = info;
		pixelate({ data, width, height, channels }, boxes);
		return encode(sharp(data, { raw: { width, height, channels } }));
	});
}

/** Row-wise difference hash: of 9 × 8 grey cells, is each brighter than the one to its right? */
async function dhash(jpeg: Uint8Array): Promise<string> {
	const cells = await sharp(jpeg, strict)
		.greyscale()
		.resize(9, 8, { fit: 'fill' })
		.raw()
		.toBuffer();
	let bits = '';
	for (let row = 0; row < 8; row++) {
		for (let column = 0; column < 8; column++) {
			const at = row * 9 + column;
			bits += (cells[at] ?? 0) > (cells[at + 1] ?? 0) ? '1' : '0';
		}
	}
	return BigInt(`0b${bits}`).toString(16).padStart(16, '0');
}

/** Bits, of 64, in which two dHashes differ: up to about 6 the same scene, above 20 another. */
export function hammingDistance(dhashA: string, dhashB: string): number {
	const differing = BigInt(`0x${dhashA}`) ^ BigInt(`0x${dhashB}`);
	return differing.toString(2).replaceAll('0', '').length;
}

/** 64 hex digits. */
export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
