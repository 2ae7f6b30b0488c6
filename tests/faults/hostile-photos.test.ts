import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from '$lib/server/photos/images';
import { Refusal } from '$lib/server/refusal';
import {
	heicHead,
	jpegPhoto,
	jpegWithPosition,
	mutated,
	onePixelDeepPng,
	pngPhoto,
	seeded,
	webpPhoto
} from '../support/pictures';

const text = (content: string) => Buffer.from(content, 'latin1');

/** The sentence it was refused with; fails when it was not refused, or in another way. */
async function refusalOf(upload: Uint8Array): Promise<string> {
	const answer: unknown = await decodePhoto(upload).catch((problem: unknown) => problem);
	expect(answer).toBeInstanceOf(Refusal);
	const { reason, message, fields } = answer as Refusal;
	expect(reason).toBe('invalid');
	expect(fields).toEqual({ photo: message });
	return message;
}

describe('a file that is no photo', () => {
	it.each([
		['nothing at all', text(''), '空'],
		['one byte', text('\xff'), '不是照片'],
		['text', text('照片在附件里'), '不是照片'],
		['zeros', Buffer.alloc(5000), '不是照片'],
		['SVG', text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), '不是照片'],
		[
			'SVG that asks for a file',
			text(
				'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' +
					'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text>&x;</text></svg>'
			),
			'不是照片'
		],
		[
			'GIF',
			Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'),
			'不是照片'
		],
		['TIFF', Buffer.concat([text('II*\0\x08\0\0\0'), Buffer.alloc(200)]), '不是照片'],
		['BMP', Buffer.concat([text('BM'), Buffer.alloc(200)]), '不是照片'],
		['PDF', text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF'), '不是照片'],
		['HTML', text('<!doctype html><script>alert(1)</script>'), '不是照片'],
		['ZIP', text('PK\x03\x04\x14\0\0\0'), '不是照片'],
		['HEIC', heicHead(), 'HEIC'],
		['a JPEG’s first bytes and then SVG', text('\xff\xd8\xff\xe0<svg/>'), '已损坏'],
		['a PNG’s first bytes alone', text('\x89PNG\r\n\x1a\n'), '已损坏'],
		['a WebP’s first bytes alone', text('RIFF\x10\0\0\0WEBPVP8 '), '已损坏']
	])('is refused with a sentence: %s', async (_, upload, sentence) => {
		expect(await refusalOf(upload)).toContain(sentence);
	});

	it('would not be opened by sharp either, whoever calls it', async () => {
		const svg = text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
		await expect(sharp(svg).png().toBuffer()).rejects.toThrow('unsupported image format');
	});
});

describe('a photo made to exhaust the server', () => {
	it('is refused above 50 million pixels, before they are unpacked', async () => {
		const bomb = onePixelDeepPng(10_000, 6_000);
		expect(bomb.length).toBeLessThan(20_000);
		const start = performance.now();
		expect(await refusalOf(bomb)).toContain('5000 万像素');
		expect(performance.now() - start).toBeLessThan(1000);
	});

	it('is taken just below, so that the limit and nothing else refuses', async () => {
		const photo = await decodePhoto(onePixelDeepPng(7_000, 7_000));
		expect(photo).toMatchObject({ width: 1600, height: 1600 });
	});

	it('is refused above 8 MB', async () => {
		const large = Buffer.concat([await jpegPhoto(64, 48), Buffer.alloc(8 * 1024 * 1024)]);
		expect(await refusalOf(large)).toContain('8 MB');
	});
});

describe('a photo that did not arrive whole', () => {
	it.each([
		['JPEG', jpegPhoto],
		['PNG', pngPhoto],
		['WebP', webpPhoto]
	])('is refused: %s', async (_, make) => {
		const whole = await make();
		for (const share of [0.05, 0.5, 0.95]) {
			expect(await refusalOf(whole.subarray(0, whole.length * share))).toContain('没有传完整');
		}
	});
});

describe('a photo that is something else besides', () => {
	const canary = '<script>CANARY-TAIL</script>';

	it.each([
		['JPEG', jpegPhoto],
		['PNG', pngPhoto],
		['WebP', webpPhoto]
	])('loses what was hung on behind it: %s', async (_, make) => {
		const upload = Buffer.concat([await make(), text(`<html>${canary}`)]);
		const { jpeg } = await decodePhoto(upload);
		expect(jpeg.includes('CANARY-TAIL')).toBe(false);
		expect(jpeg.subarray(-2)).toEqual(text('\xff\xd9'));
	});

	it('loses what was hidden in a comment', async () => {
		const whole = await jpegWithPosition();
		const length = Buffer.alloc(2);
		length.writeUInt16BE(canary.length + 2);
		const upload = Buffer.concat([
			whole.subarray(0, 2),
			text('\xff\xfe'),
			length,
			text(canary),
			whole.subarray(2)
		]);
		const { jpeg } = await decodePhoto(upload);
		expect(jpeg.includes('CANARY-TAIL')).toBe(false);
	});
});

describe('photos damaged at random', () => {
	it.each([
		['JPEG', jpegPhoto, 300],
		['PNG', pngPhoto, 60],
		['WebP', webpPhoto, 60]
	])(
		'are refused or re-encoded, and never anything else: %s',
		async (_, make, times) => {
			const whole = Buffer.concat([await make(160, 120), text('CANARY-TAIL')]);
			const random = seeded(20260101);
			let [refused, kept] = [0, 0];
			for (let n = 0; n < times; n++) {
				const answer: unknown = await decodePhoto(mutated(whole, random)).catch(
					(problem: unknown) => problem
				);
				if (answer instanceof Error) {
					expect(answer, `picture ${n}`).toBeInstanceOf(Refusal);
					refused++;
					continue;
				}
				const { jpeg } = answer as Awaited<ReturnType<typeof decodePhoto>>;
				expect(jpeg.includes('CANARY'), `picture ${n}`).toBe(false);
				expect(jpeg.subarray(0, 3), `picture ${n}`).toEqual(text('\xff\xd8\xff'));
				kept++;
			}
			expect(refused + kept).toBe(times);
			expect(refused).toBeGreaterThan(0);
		},
		60_000
	);

	it('leave the server able to take a sound one', async () => {
		expect(await decodePhoto(await jpegPhoto())).toMatchObject({ width: 640, height: 480 });
	});
});
