/** When a page was kept, ms; the one that `lastSeen` reads. */
const stamp = 'x-seen-at';
const minuteMs = 60_000;

export const signedOut = Symbol('signed out');

/** Whether the server said with this that the sign-in is over: it sends to the login, or answers 401. */
export const isSignedOut = ({ type, redirected, status }: Response): boolean =>
	type === 'opaqueredirect' || redirected || status === 401;

/** For workbox: not what only staff see, at an address that the public has too. */
export const ifPublic = async ({ response }: { response: Response }): Promise<Response | null> =>
	response.headers.get('cache-control')?.startsWith('public') ? response : null;

/** How long ago it was kept, ms. */
export const ageOf = (kept: Response | undefined): number =>
	Date.now() - Number(kept?.headers.get(stamp) ?? 0);

/** A page that was kept so lately that it need not be fetched again. */
export async function fresh(
	cache: Cache,
	path: string,
	forMs: number = 5 * minuteMs
): Promise<string | null> {
	const kept = await cache.match(path, { ignoreVary: true });
	return kept && ageOf(kept) < forMs ? kept.text() : null;
}

/**
 * Keeps a page, and what shows it in the cache called `code`. It says that nobody reads it yet. null:
 * nothing answers; an empty text for a page that is not to be had any more.
 */
export async function fetchPage(
	cache: Cache,
	path: string,
	code: string
): Promise<string | typeof signedOut | null> {
	const response = await fetch(path, {
		credentials: 'same-origin',
		headers: { accept: 'text/html', purpose: 'prefetch' },
		priority: 'low'
	}).catch(() => null);
	if (!response) return null;
	if (isSignedOut(response)) return signedOut;
	if (!response.ok) {
		await cache.delete(path, { ignoreVary: true });
		return '';
	}
	const html = await response.text();
	// without its code a page can be read and not used
	await keepCode(`${response.headers.get('link') ?? ''}${html}`, path, code);
	const headers = new Headers(response.headers);
	headers.set(stamp, String(Date.now()));
	await cache.put(path, new Response(html, { headers }));
	return html;
}

/** What `text`, its `Link` header and its HTML, says that the page needs to come alive. */
async function keepCode(text: string, path: string, name: string) {
	const cache = await caches.open(name);
	const base = new URL(path, location.origin);
	for (const [, found] of text.matchAll(/[<"]([^<>"]*_app\/immutable\/[^<>"]+)[>"]/g)) {
		const url = new URL(found!, base);
		if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
	}
}
