import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { Refusal } from '$lib/server/refusal';
import {
	decodePhoto,
	hammingDistance,
	mosaic,
	sha256,
	thumbnail,
	webp
} from '$lib/server/photos/images';
import { boundedQueue } from '$lib/server/photos/queue';
import {
	canaryMaker,
	jpegPhoto,
	jpegWithPosition,
	pixelsOf,
	pngPhoto,
	scene,
	webpPhoto
} from '../support/pictures';

describe('a photo of an accepted format', () => {
	it.each([
		['JPEG', jpegPhoto],
		['PNG', pngPhoto],
		['WebP', webpPhoto]
	])('%s becomes a JPEG of the same look', async (_, make) => {
		const upload = await make(640, 480);
		const photo = await decodePhoto(upload);
		expect((await sharp(photo.jpeg).metadata()).format).toBe('jpeg');
		expect(photo).toMatchObject({ width: 640, height: 480, sha256: sha256(photo.jpeg) });
		expect(photo.uploadSha256).toBe(sha256(upload));
		const [before, after] = await Promise.all([pixelsOf(upload), pixelsOf(photo.jpeg)]);
		for (const [x, y] of [
			[50, 40],
			[300, 200],
			[600, 440]
		] as const) {
			before.at(x, y).forEach((value, c) => {
				expect(Math.abs(value - (after.at(x, y)[c] ?? -1))).toBeLessThan(25);
			});
		}
	});

	it('keeps the same bytes for the same upload', async () => {
		const upload = await jpegPhoto();
		const [first, second] = await Promise.all([decodePhoto(upload), decodePhoto(upload)]);
		expect(first.sha256).toBe(second.sha256);
	});

	it('stands on white where it was transparent', async () => {
		const clear = Buffer.alloc(64 * 64 * 4);
		const upload = await sharp(clear, { raw: { width: 64, height: 64, channels: 4 } })
			.png()
			.toBuffer();
		const { at } = await pixelsOf((await decodePhoto(upload)).jpeg);
		expect(at(32, 32)).toEqual([255, 255, 255]);
	});

	it('keeps the first frame of an animation', async () => {
		const frame = (value: number) => Buffer.alloc(32 * 32 * 3, value);
		const upload = await sharp(Buffer.concat([frame(200), frame(20)]), {
			raw: { width: 32, height: 64, channels: 3, pageHeight: 32 }
		})
			.webp({ loop: 0, delay: [100, 100], lossless: true })
			.toBuffer();
		expect((await sharp(upload, { animated: true }).metadata()).pages).toBe(2);
		const photo = await decodePhoto(upload);
		expect(photo).toMatchObject({ width: 32, height: 32 });
		expect((await pixelsOf(photo.jpeg)).at(16, 16)[0]).toBeGreaterThan(190);
	});

	it('comes out in sRGB when it was CMYK, grey or 16 bits deep', async () => {
		const source = sharp(scene(64, 48), { raw: { width: 64, height: 48, channels: 3 } });
		for (const upload of [
			await source.clone().toColourspace('cmyk').jpeg().toBuffer(),
			await source.clone().greyscale().jpeg().toBuffer(),
			await source.clone().toColourspace('rgb16').png().toBuffer()
		]) {
			const { jpeg } = await decodePhoto(upload);
			expect(await sharp(jpeg).metadata()).toMatchObject({ space: 'srgb', channels: 3 });
		}
	});

	it('of a phone that adds brightness for HDR screens comes out as a plain JPEG', async () => {
		const plain = sharp(scene(320, 240), { raw: { width: 320, height: 240, channels: 3 } });
		// Sharp's own types do not know it yet.
		const upload = await (plain as Sharp & { withGainMap(): Sharp })
			.withGainMap()
			.jpeg()
			.toBuffer();
		expect(upload.includes('MPF')).toBe(true);
		const photo = await decodePhoto(upload);
		expect(photo).toMatchObject({ width: 320, height: 240 });
		expect(photo.jpeg.includes('MPF')).toBe(false);
	});
});

describe('a photo that says where and with what it was taken', () => {
	it('says neither in any rendition', async () => {
		const upload = await jpegWithPosition();
		expect(upload.includes(canaryMaker)).toBe(true);
		expect((await sharp(upload).metadata()).exif).toBeDefined();
		const { jpeg } = await decodePhoto(upload);
		const renditions = [
			jpeg,
			await thumbnail(jpeg, 320),
			await webp(jpeg),
			(await mosaic(jpeg, [{ x: 0.1, y: 0.1, w: 0.2, h: 0.2 }])).jpeg
		];
		for (const bytes of renditions) {
			const { exif, xmp, iptc, icc, comments } = await sharp(bytes).metadata();
			expect([exif, xmp, iptc, icc, comments]).toEqual(Array(5).fill(undefined));
			expect(bytes.includes('Exif')).toBe(false);
			expect(bytes.includes(canaryMaker)).toBe(false);
		}
	});

	it('gives nothing of itself away even when handed over unprepared', async () => {
		const upload = await jpegWithPosition();
		for (const bytes of [await thumbnail(upload, 320), await webp(upload, { width: 200 })]) {
			expect((await sharp(bytes).metadata()).exif).toBeUndefined();
		}
	});
});

describe('a photo taken with the phone on its side', () => {
	it('stands upright', async () => {
		const upload = await jpegWithPosition(640, 480, 6);
		const lying = await pixelsOf(upload);
		const photo = await decodePhoto(upload);
		expect(photo).toMatchObject({ width: 480, height: 640 });
		const upright = await pixelsOf(photo.jpeg);
		// Orientation 6 is mended by a quarter turn clockwise: the left bottom corner comes to the top left.
		lying.at(40, 440).forEach((value, c) => {
			expect(Math.abs(value - (upright.at(40, 40)[c] ?? -1))).toBeLessThan(25);
		});
		expect((await sharp(photo.jpeg).metadata()).orientation).toBeUndefined();
	});
});

describe('the size of what is kept', () => {
	it.each([
		[4000, 3000, 1600, 1200],
		[1000, 2000, 800, 1600],
		[1600, 900, 1600, 900],
		[3, 2, 3, 2]
	])('%i × %i becomes %i × %i', async (width, height, toWidth, toHeight) => {
		const photo = await decodePhoto(await jpegPhoto(width, height));
		expect(photo).toMatchObject({ width: toWidth, height: toHeight });
	});

	it('of a rendition is as asked and never enlarged', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(800, 600));
		const size = async (bytes: Buffer) => {
			const { format, width, height } = await sharp(bytes).metadata();
			return { format, width, height };
		};
		expect(await size(await thumbnail(jpeg, 200))).toEqual({
			format: 'jpeg',
			width: 200,
			height: 150
		});
		expect(await size(await thumbnail(jpeg, 2000))).toMatchObject({ width: 800 });
		expect(await size(await webp(jpeg))).toEqual({ format: 'webp', width: 800, height: 600 });
		expect(await size(await webp(jpeg, { width: 400 }))).toMatchObject({ width: 400 });
	});
});

describe('a picture with a mosaic', () => {
	const box = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 };

	/** A scene with a chequered pattern in the box: its two phases differ everywhere, their averages nowhere. */
	async function patterned(phase: 0 | 1) {
		const [width, height] = [640, 480];
		const pixels = scene(width, height);
		for (let y = 120; y < 360; y++) {
			for (let x = 160; x < 480; x++) {
				const value = (x + y + phase) % 2 ? 235 : 20;
				pixels.fill(value, (y * width + x) * 3, (y * width + x) * 3 + 3);
			}
		}
		return sharp(pixels, { raw: { width, height, channels: 3 } })
			.jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
			.toBuffer();
	}

	it('holds one colour in each of at most 4 × 4 cells', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(640, 480));
		const { at } = await pixelsOf((await mosaic(jpeg, [box])).jpeg);
		for (let row = 0; row < 3; row++) {
			for (let column = 0; column < 4; column++) {
				const left = 160 + column * 80;
				const top = 120 + row * 80;
				const middle = at(left + 40, top + 40);
				for (const [dx, dy] of [
					[20, 20],
					[60, 20],
					[20, 60],
					[60, 60]
				] as const) {
					at(left + dx, top + dy).forEach((value, c) => {
						expect(Math.abs(value - (middle[c] ?? -1))).toBeLessThanOrEqual(3);
					});
				}
			}
		}
	});

	it('is the same for different things behind it', async () => {
		const [first, second] = await Promise.all([patterned(0), patterned(1)]);
		const before = await Promise.all([pixelsOf(first), pixelsOf(second)]);
		expect(
			Math.abs((before[0].at(300, 200)[0] ?? 0) - (before[1].at(300, 200)[0] ?? 0))
		).toBeGreaterThan(150);
		const [a, b] = await Promise.all(
			[first, second].map(async (jpeg) => pixelsOf((await mosaic(jpeg, [box])).jpeg))
		);
		for (let y = 130; y < 350; y += 7) {
			for (let x = 170; x < 470; x += 7) {
				a?.at(x, y).forEach((value, c) => {
					expect(Math.abs(value - (b?.at(x, y)[c] ?? -1))).toBeLessThanOrEqual(3);
				});
			}
		}
	});

	it('is untouched outside the boxes', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(640, 480));
		const [before, after] = [
			await pixelsOf(jpeg),
			await pixelsOf((await mosaic(jpeg, [box])).jpeg)
		];
		for (let y = 5; y < 480; y += 9) {
			for (let x = 5; x < 640; x += 9) {
				// A JPEG's own blocks of 16 carry a little across the edge.
				const inside = x > 144 && x < 496 && y > 104 && y < 376;
				if (inside) continue;
				before.at(x, y).forEach((value, c) => {
					expect(Math.abs(value - (after.at(x, y)[c] ?? -1))).toBeLessThan(25);
				});
			}
		}
	});

	it('is as coarse over one thing painted with many strokes as with one box', async () => {
		const [width, height] = [640, 480];
		const ramp = Buffer.from(
			Array.from({ length: width * height * 3 }, (_, n) => (Math.floor(n / 3) % width) * 0.4)
		);
		const jpeg = await sharp(ramp, { raw: { width, height, channels: 3 } })
			.jpeg({ quality: 95 })
			.toBuffer();
		const strokes = Array.from({ length: 100 }, (_, n) => ({
			x: 0.25 + (n % 10) * 0.05,
			y: 0.25 + Math.floor(n / 10) * 0.05,
			w: 0.051,
			h: 0.051
		}));
		const { at } = await pixelsOf((await mosaic(jpeg, strokes)).jpeg);
		const shades = new Set<number>();
		for (let x = 180; x < 460; x++) shades.add(Math.round((at(x, 240)[0] ?? 0) / 10));
		expect(shades.size).toBeGreaterThan(1);
		expect(shades.size).toBeLessThanOrEqual(6);
	});

	it('shows nothing of a thin thing that hangs on a large one', async () => {
		const [width, height] = [640, 480];
		const pixels = Buffer.alloc(width * height * 3, 240);
		for (let y = 240; y < 248; y++) pixels.fill(10, (y * width + 320) * 3, (y * width + 576) * 3);
		const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
			.jpeg({ quality: 100 })
			.toBuffer();
		const shape = { x: 0.1, y: 0.25, w: 0.4, h: 0.5 };
		const line = { x: 0.5, y: 0.5, w: 0.4, h: 8 / 480 };
		const { at } = await pixelsOf((await mosaic(jpeg, [shape, line])).jpeg);
		expect(at(400, 244)[0]).toBeGreaterThan(200);
	});

	it('reaches the edges, and takes a box that goes past them', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(320, 240));
		const masked = await mosaic(jpeg, [{ x: -1, y: -1, w: 3, h: 3 }]);
		expect(masked).toMatchObject({ width: 320, height: 240, sha256: sha256(masked.jpeg) });
		const { at } = await pixelsOf(masked.jpeg);
		const corner = at(0, 0);
		at(40, 30).forEach((value, c) => {
			expect(Math.abs(value - (corner[c] ?? -1))).toBeLessThanOrEqual(4);
		});
	});

	it('covers a plate a few pixels high with one colour', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(1600, 1200));
		const plate = { x: 0.5, y: 0.5, w: 24 / 1600, h: 9 / 1200 };
		const { at } = await pixelsOf((await mosaic(jpeg, [plate])).jpeg);
		at(803, 604).forEach((value, c) => {
			expect(Math.abs(value - (at(820, 604)[c] ?? -1))).toBeLessThanOrEqual(6);
		});
	});

	it('does not keep the server busy for long with 200 boxes over everything', async () => {
		const { jpeg } = await decodePhoto(await jpegPhoto(1600, 1200));
		const boxes = Array.from({ length: 200 }, () => ({ x: 0, y: 0, w: 1, h: 1 }));
		const start = performance.now();
		await mosaic(jpeg, boxes);
		expect(performance.now() - start).toBeLessThan(3000);
	});
});

describe('two photos compared by their look', () => {
	it('are close when one is the other, sent again smaller and in another format', async () => {
		const original = await decodePhoto(await jpegPhoto(1200, 900));
		const again = await sharp(await jpegPhoto(1200, 900))
			.resize(700)
			.webp({ quality: 60 })
			.toBuffer();
		expect(original.dhash).toMatch(/^[0-9a-f]{16}$/);
		expect(hammingDistance(original.dhash, (await decodePhoto(again)).dhash)).toBeLessThanOrEqual(
			6
		);
	});

	it('are far apart when they show different scenes', async () => {
		const hashes: string[] = [];
		for (let seed = 1; seed <= 5; seed++) {
			hashes.push((await decodePhoto(await jpegPhoto(600, 450, seed))).dhash);
		}
		hashes.forEach((a, first) => {
			hashes.slice(first + 1).forEach((b) => expect(hammingDistance(a, b)).toBeGreaterThan(12));
		});
	});

	it.each([
		['0000000000000000', '0000000000000000', 0],
		['0000000000000000', 'ffffffffffffffff', 64],
		['8000000000000001', '0000000000000000', 2]
	])('%s and %s differ in %i bits', (a, b, bits) => {
		expect(hammingDistance(a, b)).toBe(bits);
	});
});

describe('more photos at once than can be worked on', () => {
	it('runs two, lets the rest wait in order, and refuses the one too many', async () => {
		const run = boundedQueue(2, 3);
		const order: number[] = [];
		let busy = 0;
		let most = 0;
		const job = (n: number) => () =>
			new Promise<void>((done) => {
				most = Math.max(most, ++busy);
				setTimeout(() => {
					busy--;
					order.push(n);
					done();
				}, 5);
			});
		const accepted = [0, 1, 2, 3, 4].map((n) => run(job(n)));
		await expect(run(job(5))).rejects.toMatchObject({
			reason: 'limited',
			message: '照片处理繁忙，请稍后再试',
			retryAfter: 5
		});
		await Promise.all(accepted);
		expect(order).toEqual([0, 1, 2, 3, 4]);
		expect(most).toBe(2);
	});

	it('goes on after a job that failed', async () => {
		const run = boundedQueue(1, 1);
		const failing = run(() => Promise.reject(new Error('broken')));
		const next = run(() => Promise.resolve('done'));
		await expect(failing).rejects.toThrow('broken');
		expect(await next).toBe('done');
		expect(await run(() => Promise.resolve('again'))).toBe('again');
	});

	it('holds for uploads: of 100 at once 66 are taken', async () => {
		const upload = await jpegPhoto(64, 48);
		const results = await Promise.allSettled(
			Array.from({ length: 100 }, () => decodePhoto(upload))
		);
		const refused = results.filter((result) => result.status === 'rejected');
		expect(refused).toHaveLength(34);
		for (const { reason } of refused) {
			expect(reason).toBeInstanceOf(Refusal);
			expect(reason).toMatchObject({ reason: 'limited' });
		}
	});
});
