import { encode } from 'uqr';

/** The squares of a QR code: one SVG path, `size` units wide and high, the quiet border included. */
export type QrPath = { size: number; path: string };

/** `border` in squares: readers want four of white around it, which paper has anyway. */
export function qrPath(
	text: string,
	{ ecc = 'L', border = 4 }: { ecc?: 'L' | 'M'; border?: number } = {}
): QrPath {
	const { size, data } = encode(text, { ecc, border });
	const bars = data.flatMap((row, y) => {
		const line = row.map((dark) => (dark ? '1' : '0')).join('');
		return [...line.matchAll(/1+/g)].map(
			({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`
		);
	});
	return { size, path: bars.join('') };
}
