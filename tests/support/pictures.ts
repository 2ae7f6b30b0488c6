import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** The same numbers for the same seed, 0..1: a failing picture can be made again. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Red, green and blue of every pixel of a scene: coloured patches under a little grain. */
export function scene(width: number, height: number, seed = 1): Buffer {
	const random = seeded(seed);
	const across = 6;
	const patches = Array.from({ length: across * across * 3 }, () => 30 + random() * 190);
	const pixels = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const patch = Math.floor((y / height) * across) * across + Math.floor((x / width) * across);
			for (let c = 0; c < 3; c++) {
				const grain = ((x * 7 + y * 13 + c * 5) % 17) - 8;
				pixels[(y * width + x) * 3 + c] = (patches[patch * 3 + c] ?? 0) + grain;
			}
		}
	}
	return pixels;
}

function drawn(width: number, height: number, seed?: number) {
	return sharp(scene(width, height, seed), { raw: { width, height, channels: 3 } });
}

export function jpegPhoto(width = 640, height = 480, seed?: number): Promise<Buffer> {
	return drawn(width, height, seed).jpeg({ quality: 90 }).toBuffer();
}

export function pngPhoto(width = 640, height = 480, seed?: number): Promise<Buffer> {
	return drawn(width, height, seed).png({ compressionLevel: 1 }).toBuffer();
}

export function webpPhoto(width = 640, height = 480, seed?: number): Promise<Buffer> {
	return drawn(width, height, seed).webp({ quality: 90 }).toBuffer();
}

/** Anywhere in the open sea, so that no test names a real place. */
export const canaryPosition = { lat: 12.5, lng: 115.25 };
export const canaryMaker = 'CANARY-PHONE-7f3a';

/** As a phone writes it: with its maker, its position (WGS-84) and, when asked, lying on its side. */
export function jpegWithPosition(
	width = 640,
	height = 480,
	orientation = 1,
	{ lat, lng } = canaryPosition
): Promise<Buffer> {
	return drawn(width, height)
		.withExif({
			IFD0: { Make: canaryMaker, Orientation: String(orientation) },
			IFD3: {
				GPSLatitudeRef: 'N',
				GPSLatitude: sexagesimal(lat),
				GPSLongitudeRef: 'E',
				GPSLongitude: sexagesimal(lng)
			}
		})
		.withMetadata({ orientation })
		.jpeg({ quality: 90 })
		.toBuffer();
}

/** Degrees, minutes and hundredths of seconds, as EXIF has them. */
function sexagesimal(degrees: number): string {
	const hundredths = Math.round(degrees * 3600 * 100);
	const minutes = Math.floor(hundredths / 6000);
	return `${Math.floor(minutes / 60)}/1 ${minutes % 60}/1 ${hundredths % 6000}/100`;
}

/** A phone's photo taken at a place. */
export const photoAt = (lat: number, lng: number): Promise<Buffer> =>
	jpegWithPosition(1600, 1200, 1, { lat, lng });

/** A valid PNG of one bit a pixel: a few kilobytes for as many pixels as one likes. */
export function onePixelDeepPng(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header[8] = 1;
	const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function chunk(type: string, data: Buffer) {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
}

/** The opening of a file as an iPhone stores it. */
export function heicHead(): Buffer {
	return Buffer.concat([
		Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
		Buffer.alloc(64)
	]);
}

/** Red, green, blue at every pixel of an encoded picture. */
export async function pixelsOf(picture: Uint8Array) {
	const { data, info } = await sharp(picture)
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) =>
		[0, 1, 2].map((c) => data[(y * info.width + x) * info.channels + c] ?? -1);
	return { at, data, width: info.width, height: info.height, channels: info.channels };
}

/** A copy with up to 8 bytes changed, and sometimes cut short or with a piece repeated. */
export function mutated(picture: Buffer, random: () => number): Buffer {
	const copy = Buffer.from(picture);
	const changes = 1 + Math.floor(random() * 8);
	for (let n = 0; n < changes; n++) {
		copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
	}
	const at = Math.floor(random() * copy.length);
	const fate = random();
	if (fate < 0.2) return copy.subarray(0, at);
	if (fate < 0.4) return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.floor(at / 2))]);
	return copy;
}
