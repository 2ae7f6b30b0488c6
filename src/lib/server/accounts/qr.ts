import { encode } from 'uqr';

/** A QR code as one SVG path; `size` units wide and high, the quiet border included. */
export function qrPath(text: string): { size: number; path: string } {
	const { size, data } = encode(text, { ecc: 'L', border: 4 });
	const bars = data.flatMap((row, y) => {
		const line = row.map((dark) => (dark ? '1' : '0')).join('');
		return [...line.matchAll(/1+/g)].map(
			({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`
		);
	});
	return { size, path: bars.join('') };
}
