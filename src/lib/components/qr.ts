import { encode } from 'uqr';

/** The squares of a QR code: one SVG path, `size` units wide and high, the quiet border included. */
export type QrPath = { size: number; path: string };

export function qrPath(text: string): QrPath {
	const { size, data } = encode(text, { ecc: 'L', border: 4 });
	const bars = data.flatMap((row, y) => {
		const line = row.map((dark) => (dark ? '1' : '0')).join('');
		return [...line.matchAll(/1+/g)].map(
			({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`
		);
	});
	return { size, path: bars.join('') };
}
