/** What a photo may be. Bytes count for what arrives at the server; `original` for what a phone holds. */
export const photoLimits = {
	bytes: 8 * 1024 * 1024,
	originalBytes: 40 * 1024 * 1024,
	pixels: 50_000_000,
	longSide: 1600
} as const;

export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'heic' | 'other';

/** The sentence for a picture in Apple's format, which only Apple's own browser can open. */
export const heicSentence =
	'这是 HEIC 格式的照片，无法打开。请在 iPhone“设置 → 相机 → 格式”中选择“兼容性最佳”后重拍，或先转换成 JPEG 再上传';

const heicBrands = new Set([
	'heic',
	'heix',
	'heim',
	'heis',
	'hevc',
	'hevx',
	'mif1',
	'msf1',
	'avif'
]);

/** Told from the first 16 bytes; a file's name and declared type are whatever its sender likes. */
export function photoFormat(head: Uint8Array): PhotoFormat {
	const text = String.fromCharCode(...head.subarray(0, 16));
	if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
	if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
	if (text.slice(4, 8) === 'ftyp' && heicBrands.has(text.slice(8, 12))) return 'heic';
	return 'other';
}

/** The same shape with no side above `longSide`; never enlarged, never below one pixel. */
export function fitWithin(width: number, height: number, longSide: number) {
	const scale = Math.min(1, longSide / Math.max(width, height));
	return {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale))
	};
}
