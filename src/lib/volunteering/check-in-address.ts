/** Where the QR code leads: the number stands behind the #, which no server is told. */
export const checkInAddress = (origin: string, code: string, digits: string): string =>
	`${origin}/shifts/${code}/check-in#${digits}`;

/** The number behind the #; '' where there is none. */
export const digitsIn = (hash: string): string => /^#(\d{6})$/.exec(hash)?.[1] ?? '';

/** What a scanned QR code says of this shift: its number; null for anything else. */
export function digitsScanned(text: string, code: string): string | null {
	const [, path, digits] = /\/shifts\/([0-9A-Za-z-]{8,9})\/check-in#(\d{6})$/.exec(text) ?? [];
	return path === code && digits !== undefined ? digits : null;
}
