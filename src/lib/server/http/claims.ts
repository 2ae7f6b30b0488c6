import type { Cookies } from '@sveltejs/kit';
import { sha256 } from '../sealing';

const cookie = 'claims';
const most = 30;
const token = /^[\w-]{43}$/;

/** The claim tokens that this device holds: the proof that a guest's report is theirs. */
function tokensOf(cookies: Cookies): string[] {
	return (cookies.get(cookie) ?? '').split('.').filter((held) => token.test(held));
}

export const claimsOf = (cookies: Cookies): string[] => tokensOf(cookies).map(sha256);

/** Keeps the token on the device; the oldest beyond 30 are let go. */
export function keepClaim(cookies: Cookies, url: URL, claim: string): void {
	if (!token.test(claim)) return;
	const others = tokensOf(cookies).filter((held) => held !== claim);
	cookies.set(cookie, [...others, claim].slice(-most).join('.'), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: 60 * 60 * 24 * 180
	});
}

/** The token on this device whose hash is `claimHash`. */
export const claimFor = (cookies: Cookies, claimHash: string | null): string | null =>
	tokensOf(cookies).find((held) => sha256(held) === claimHash) ?? null;
