import { ageOf, fetchPage, fresh } from './kept-pages';

/** From a list of posters to the service worker: these will perhaps be read without a network. */
export type KeepPostersMessage = {
	kind: 'keep posters';
	/** The page of each, and its picture as the list shows it. */
	posters: { path: string; picture: string | null }[];
	/** Whether these are all that are shown now, so that others need not be kept. */
	all: boolean;
};

export const isKeepPostersMessage = (data: unknown): data is KeepPostersMessage =>
	typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'keep posters';

const list = '/posters';
const onePoster = /^\/posters\/[\w-]+(\/__data\.json)?$/;
const most = 24;
/** What the posters of one list may weigh, bytes. */
const mostBytes = 3 * 1024 * 1024;
const hourMs = 60 * 60_000;
/** A poster that hangs is not written at. */
const freshMs = 6 * hourMs;
const longestMs = 30 * 24 * hourMs;

/**
 * Keeps the list and the posters on it, pages and pictures, as far as the bytes go, and lets go of those
 * that are no longer shown. `pages` and `code` are the names of the caches that hold those and code;
 * `pictureAt` keeps a picture.
 */
export async function keepPosters(
	{ posters, all }: KeepPostersMessage,
	pages: string,
	code: string,
	pictureAt: (address: string) => Promise<Response>
): Promise<void> {
	const wanted = posters.filter(({ path }) => onePoster.test(path)).slice(0, most);
	const cache = await caches.open(pages);
	await letGo(cache, new Set(wanted.map(({ path }) => path)), all);
	let left = mostBytes;
	for (const { path, picture } of [{ path: list, picture: null }, ...wanted]) {
		const there = await fresh(cache, path, path === list ? undefined : freshMs);
		const html = there ?? (await fetchPage(cache, path, code));
		if (typeof html !== 'string') return;
		left -= new Blob([html]).size;
		if (picture !== null && left > 0) left -= await sizeOf(pictureAt(picture));
		if (left <= 0) return;
	}
}

async function letGo(cache: Cache, wanted: ReadonlySet<string>, all: boolean) {
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		if (!onePoster.test(pathname) || wanted.has(pathname.replace(/\/__data\.json$/, ''))) continue;
		const old = ageOf(await cache.match(request, { ignoreVary: true })) > longestMs;
		if (all || old) await cache.delete(request, { ignoreVary: true });
	}
}

/** Bytes; none for want of a network, or of room. */
async function sizeOf(coming: Promise<Response>): Promise<number> {
	const kept = await coming.catch(() => null);
	return Number(kept?.headers.get('content-length') ?? 0);
}
