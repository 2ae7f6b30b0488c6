import type { Cookies } from '@sveltejs/kit';
import { sha256 } from '../sealing';

/** With the prefix no other host of the domain can set it; it needs https. */
const nameFor = (url: URL) => (url.protocol === 'https:' ? '__Host-claims' : 'claims');
// as many as a cookie of 4 KB holds with its attributes
const most = 80;
const token = /^[\w-]{43}$/;

/** The claim tokens that this device holds: the proof that a guest's report is theirs. */
function tokensOf(cookies: Cookies, url: URL): string[] {
	return (cookies.get(nameFor(url)) ?? '').split('.').filter((held) => token.test(held));
}

export const claimsOf = (cookies: Cookies, url: URL): string[] =>
	tokensOf(cookies, url).map(sha256);

/** Keeps a token that proved to be a report's own; the oldest beyond 80 are let go. */
export function keepClaim(cookies: Cookies, url: URL, claim: string): void {
	const others = tokensOf(cookies, url).filter((held) => held !== claim);
	cookies.set(nameFor(url), [...others, claim].slice(-most).join('.'), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: 60 * 60 * 24 * 180
	});
}

/** The token on this device whose hash is `claimHash`. */
export const claimFor = (cookies: Cookies, url: URL, claimHash: string | null): string | null =>
	tokensOf(cookies, url).find((held) => sha256(held) === claimHash) ?? null;
