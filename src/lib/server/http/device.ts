import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { sha256 } from '../sealing';

/** With the prefix no other host of the domain can set it; it needs https. */
const nameFor = (url: URL) => (url.protocol === 'https:' ? '__Host-device' : 'device');

/** What a device token looks like: 32 random bytes in base64url. */
export const deviceToken = /^[\w-]{43}$/;

export const newDeviceToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of the token by which this device is known to have counted; null when it never did. */
export function deviceOf(cookies: Cookies, url: URL): string | null {
	const token = tokenOf(cookies, url);
	return token && sha256(token);
}

function tokenOf(cookies: Cookies, url: URL): string | null {
	const token = cookies.get(nameFor(url));
	return token && deviceToken.test(token) ? token : null;
}

/**
 * The device that a guest's request counts for. `once` is what the page proposes for a device that
 * has no token yet, so that the same form sent twice is the same device; keep it when it counted.
 */
export function countingDevice(cookies: Cookies, url: URL, once?: string) {
	const token = tokenOf(cookies, url) ?? (once || newDeviceToken());
	return {
		device: sha256(token),
		keep: () =>
			cookies.set(nameFor(url), token, {
				path: '/',
				httpOnly: true,
				sameSite: 'lax',
				secure: url.protocol === 'https:',
				maxAge: 60 * 60 * 24 * 365
			})
	};
}
