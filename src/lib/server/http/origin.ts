import { Refusal } from '../refusal';

/**
 * Instead of Kit's own check, which covers form content types only: this one covers every request
 * that changes something. A browser always says where such a request comes from; a client that is no browser
 * says nothing and has no cookie to steal.
 * @throws Refusal('forbidden')
 */
export function checkOrigin(request: Request, url: URL): void {
	if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
	const origin = request.headers.get('origin');
	const site = request.headers.get('sec-fetch-site');
	const foreign =
		(origin !== null && origin !== url.origin) ||
		(site !== null && site !== 'same-origin' && site !== 'none') ||
		// old browsers say neither, but do say from which page
		(origin === null && site === null && referrerElsewhere(request, url));
	if (foreign) throw new Refusal('forbidden', '请求来自别的网站，已拒绝');
}

function referrerElsewhere(request: Request, url: URL): boolean {
	const referrer = request.headers.get('referer');
	return referrer !== null && !referrer.startsWith(`${url.origin}/`);
}
