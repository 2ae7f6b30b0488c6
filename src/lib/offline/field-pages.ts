import { fetchPage, fresh, signedOut } from './kept-pages';

/** The pages of those who work on site, and nothing else of the staff's. */
const onSite = /^\/(unit|check|visits)(\/[0-9A-Za-z-]{8,9})?(\/__data\.json)?$/;
export const isFieldPage = (path: string): boolean => onSite.test(path);

/** What the one who leads a shift has on the phone that day. */
const leadSite = /^\/shifts\/[0-9A-Za-z-]{8,9}\/on-site(\/__data\.json)?$/;
export const isLeadPage = (path: string): boolean => leadSite.test(path);
/** Where a volunteer checks in. */
const checkIn = /^\/shifts\/[0-9A-Za-z-]{8,9}\/check-in$/;

export const leadPages = 'lead-pages';
/** From the evening before until after the shift, seconds. */
export const leadSeconds = 36 * 60 * 60;
export const fieldPages = 'field-pages';
export const fieldPhotos = 'field-photos';
/** As long as one sign-in of staff lasts, seconds. */
export const fieldSeconds = 12 * 60 * 60;

/** From a list of cases to the service worker: these are open, keep them and no others. */
export type KeepMessage = { kind: 'keep'; area: '/unit' | '/check' | '/visits'; paths: string[] };

export const isKeepMessage = (data: unknown): data is KeepMessage =>
	typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'keep';

/** From a page to the service worker: these, of a shift of one's own, will be needed without a network. */
export type KeepShiftsMessage = { kind: 'keep shifts'; paths: string[] };

export const isKeepShiftsMessage = (data: unknown): data is KeepShiftsMessage =>
	typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'keep shifts';

/** Whoever has the phone next finds nothing of what was kept. */
export async function forgetField(): Promise<void> {
	await Promise.all([fieldPages, fieldPhotos, leadPages].map((name) => caches.delete(name)));
}

/**
 * Keeps the pages of `paths`, those of a lead apart from what residents keep. `pages` and `code` are the
 * names of the caches that hold those and code.
 */
export async function keepShifts({ paths }: KeepShiftsMessage, pages: string, code: string) {
	for (const path of paths.filter((path) => isLeadPage(path) || checkIn.test(path))) {
		const cache = await caches.open(isLeadPage(path) ? leadPages : pages);
		const html = (await fresh(cache, path)) ?? (await fetchPage(cache, path, code));
		if (html === signedOut) return forgetField();
		if (html === null) return;
	}
}

/**
 * Keeps the list and the cases of `paths` with their photos and what shows them, and lets go of the
 * others. `code` is the name of the cache that holds code.
 */
export async function keepField({ area, paths }: KeepMessage, code: string): Promise<void> {
	const cache = await caches.open(fieldPages);
	const wanted = [area, ...paths].filter(isFieldPage);
	await letGo(cache, area, new Set(wanted));
	const photos = new Set<string>();
	for (const path of wanted) {
		const html = (await fresh(cache, path)) ?? (await fetchPage(cache, path, code));
		if (html === signedOut) return forgetField();
		if (html === null) return;
		for (const [, photo] of html.matchAll(/(\/photos\/[\w-]+\/original)/g)) photos.add(photo!);
	}
	await keepPhotos(photos);
}

async function letGo(cache: Cache, area: string, wanted: ReadonlySet<string>) {
	for (const request of await cache.keys()) {
		const path = new URL(request.url).pathname.replace(/\/__data\.json$/, '');
		const ofArea = path === area || path.startsWith(`${area}/`);
		if (ofArea && !wanted.has(path)) await cache.delete(request);
	}
}

async function keepPhotos(wanted: ReadonlySet<string>) {
	const cache = await caches.open(fieldPhotos);
	const there = new Set<string>();
	for (const request of await cache.keys()) {
		const { pathname } = new URL(request.url);
		if (wanted.has(pathname)) there.add(pathname);
		else await cache.delete(request);
	}
	for (const path of wanted) {
		// large enough for a phone; any width stands in for the others
		if (!there.has(path)) await cache.add(`${path}?w=640`).catch(() => undefined);
	}
}
