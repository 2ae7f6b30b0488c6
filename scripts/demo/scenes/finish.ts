import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { Random } from './random';
import { height, width } from './view';

const tile = 512;

function noise(): Float32Array {
	const random = new Random(20);
	const grain = Float32Array.from(
		{ length: tile * tile },
		() => random.next() + random.next() + random.next() - 1.5
	);
	return grain.map((value, index) => value * 0.7 + (grain[(index + 1) % grain.length] ?? 0) * 0.5);
}

/** Smooth blotches that meet at the tile's edges, between about -1 and 1. */
function blotches(): Float32Array {
	const random = new Random(7);
	const waves = Array.from({ length: 14 }, () => ({
		across: random.whole(-9, 9),
		down: random.whole(1, 14),
		phase: random.between(0, 6.28)
	}));
	return Float32Array.from({ length: tile * tile }, (_, index) => {
		const [x, y] = [(index % tile) / tile, Math.floor(index / tile) / tile];
		let sum = 0;
		for (const { across, down, phase } of waves)
			sum += Math.sin((x * across + y * down) * Math.PI * 2 + phase);
		return sum / 4;
	});
}

function falloff(): Float32Array {
	return Float32Array.from({ length: width * height }, (_, index) => {
		const x = (index % width) / width - 0.5;
		const y = Math.floor(index / width) / height - 0.5;
		return 1.02 - 0.42 * (x * x + y * y) ** 1.2;
	});
}

let textures: { grain: Float32Array; blotch: Float32Array; vignette: Float32Array } | undefined;

/** Film grain, uneven surfaces and darker corners, in place. */
function develop(pixels: Buffer, random: Random): void {
	textures ??= { grain: noise(), blotch: blotches(), vignette: falloff() };
	const { grain, blotch, vignette } = textures;
	const [shiftX, shiftY] = [random.whole(0, tile - 1), random.whole(0, tile - 1)];
	for (let y = 0, index = 0; y < height; y++) {
		const row = ((y + shiftY) % tile) * tile;
		for (let x = 0; x < width; x++, index++) {
			const at = row + ((x + shiftX) % tile);
			const gain = (vignette[index] ?? 1) * (1 + (blotch[at] ?? 0) * 0.012);
			const speck = (grain[at] ?? 0) * 5;
			for (let channel = index * 4; channel < index * 4 + 3; channel++) {
				const value = (pixels[channel] ?? 0) * gain + speck;
				pixels[channel] = value < 0 ? 0 : value > 255 ? 255 : value;
			}
		}
	}
}

/** A JPEG of 1200×900. The drawing reaches sharp as raw pixels: its SVG and PNG loaders stay unused. */
export async function photograph(svg: string, random: Random): Promise<Buffer> {
	const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
	develop(pixels, random);
	return sharp(pixels, { raw: { width, height, channels: 4 } })
		.removeAlpha()
		.jpeg({ quality: 76 })
		.toBuffer();
}
