import { encode } from 'uqr';

export type Qr = { size: number; path: string };

/** A QR code as one SVG path over a square of `size` units, without a border. */
export function qrOf(text: string): Qr {
	const { size, data } = encode(text, { ecc: 'M', border: 0 });
	const path = data
		.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { size, path };
}
