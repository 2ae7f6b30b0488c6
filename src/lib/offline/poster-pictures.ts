import { ExpirationPlugin } from 'workbox-expiration';
import { CacheFirst } from 'workbox-strategies';
import { ifPublic } from './kept-pages';

export const posterPictures = 'poster-pictures';
export const isPosterPicture = (path: string): boolean => /^\/posters\/[\w-]+\/picture$/.test(path);

/** Kept as long as the page of the poster: its address changes with the picture. */
export const posterPicture = new CacheFirst({
	cacheName: posterPictures,
	matchOptions: { ignoreVary: true },
	plugins: [
		{
			cacheWillUpdate: ifPublic,
			handlerDidError: ({ request }) => otherWidth(request.url)
		},
		new ExpirationPlugin({ maxEntries: 60, maxAgeSeconds: 30 * 24 * 60 * 60 })
	]
});

/** The picture at this address in another width, if it was kept: any is better than none. */
async function otherWidth(address: string): Promise<Response | undefined> {
	const cache = await caches.open(posterPictures);
	const url = new URL(address);
	for (const width of ['', '640', '320']) {
		if (width) url.searchParams.set('w', width);
		else url.searchParams.delete('w');
		const found = await cache.match(url, { ignoreVary: true });
		if (found) return found;
	}
	return undefined;
}
