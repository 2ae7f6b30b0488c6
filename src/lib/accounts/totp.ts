import { decodeBase32IgnorePadding, encodeBase32NoPadding } from '@oslojs/encoding';
import { createTOTPKeyURI, generateHOTP, verifyHOTP } from '@oslojs/otp';

// RFC 6238 as every authenticator app speaks it: SHA-1, 20 bytes, six digits, half a minute.
const stepMs = 30_000;
const digits = 6;
export const keyBytes = 20;

const stepAt = (at: number): number => Math.floor(at / stepMs);

/** The six digits that the app shows at `at`. */
export const codeAt = (key: Uint8Array, at: number): string =>
	generateHOTP(key, BigInt(stepAt(at)), digits);

/**
 * The step of which `code` is the code: the one of `at`, or its neighbours, since clocks of phones
 * are not exact. Null when it is of none.
 */
export function stepOf(key: Uint8Array, code: string, at: number): number | null {
	const now = stepAt(at);
	const steps = [now, now - 1, now + 1].filter((step) => step >= 0);
	return steps.find((step) => verifyHOTP(key, BigInt(step), digits, code)) ?? null;
}

/** The key as text, in base32: as it is typed into an app, and as it is kept. */
export const keyText = (key: Uint8Array): string => encodeBase32NoPadding(key);
export const keyFrom = (text: string): Uint8Array => decodeBase32IgnorePadding(text);

/** In groups of four, to be read and typed. */
export const inGroups = (text: string): string => (text.match(/.{1,4}/g) ?? []).join(' ');

/** The address that an authenticator app reads from the QR code. */
export const keyUri = (issuer: string, name: string, key: Uint8Array): string =>
	createTOTPKeyURI(issuer, name, key, stepMs / 1000, digits).replaceAll('+', '%20');
