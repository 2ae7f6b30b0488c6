import type { Cookies } from '@sveltejs/kit';
import { sessionMs } from '../../accounts/session-limits';

/** Keeps a session's secret on this device, out of the reach of scripts. */
export function keepSession(cookies: Cookies, url: URL, name: string, secret: string): void {
	cookies.set(name, secret, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: sessionMs / 1000
	});
}

export function dropSession(cookies: Cookies, url: URL, name: string): void {
	cookies.delete(name, { path: '/', secure: url.protocol === 'https:' });
}
