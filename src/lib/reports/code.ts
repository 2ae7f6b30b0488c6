const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters of Crockford base32 as `7K3F-9QXM`; `bytes` are random, at least eight. */
export function codeFrom(bytes: Uint8Array): string {
	const letters = Array.from(bytes.subarray(0, 8), (byte) => alphabet[byte % 32]).join('');
	return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Reads a code as people type it: lower case, without the dash, O for 0, I or L for 1. */
export function readCode(typed: string): string | null {
	const letters = typed
		.toUpperCase()
		.replace(/[\s-]/g, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
	if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(letters)) return null;
	return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
