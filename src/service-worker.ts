/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />

import { build, version } from '$service-worker';
import { ExpirationPlugin } from 'workbox-expiration';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { CacheFirst, NetworkFirst, StaleWhileRevalidate } from 'workbox-strategies';
import { drain } from '$lib/offline/drain';
import { openPush, showPush } from '$lib/notifications/worker-push';
import {
	fieldPages,
	fieldPhotos,
	fieldSeconds,
	forgetField,
	isFieldPage,
	isKeepMessage,
	isKeepShiftsMessage,
	isLeadPage,
	keepField,
	keepShifts,
	leadPages,
	leadSeconds
} from '$lib/offline/field-pages';
import { ifPublic, isSignedOut } from '$lib/offline/kept-pages';
import { takeOver } from '$lib/offline/messages';
import { lastSeen } from '$lib/offline/last-seen';
import { unsentCount } from '$lib/offline/outbox';
import { isKeepPostersMessage, keepPosters } from '$lib/offline/poster-pages';
import { isPosterPicture, posterPicture, posterPictures } from '$lib/offline/poster-pictures';
import { keepShared } from '$lib/offline/shared';

const worker = self as unknown as ServiceWorkerGlobalScope;
const day = 24 * 60 * 60;

/** Code and styles, whose names change with what is in them; and what stands beside them. */
const code = 'code';
registerRoute(
	({ url }) => url.origin === location.origin && url.pathname.startsWith('/_app/immutable/'),
	new CacheFirst({ cacheName: code })
);
registerRoute(
	({ url }) => /^\/(icons\/|icon\.svg$|old-browser\.js$|manifest\.webmanifest$)/.test(url.pathname),
	new StaleWhileRevalidate({ cacheName: 'town' })
);

/** Pages as they were last seen; one person's, so emptied when another may be next. */
const pages = 'pages';
const photos = 'public-photos';
const always = ['/', '/reports/new', '/reports/new/__data.json', '/me/unsent'];
/** It is nobody's, so that it stays when the others go: the network may be gone by then. */
const lastResort = '/offline';
const nobodys = 'nobodys';

const staff = /^\/(admin|unit|check|visits)(\/|$)/;
const personal = /^\/(login|logout|first-start|photos|api|s|me\/inbox\/\d+|me\/security)(\/|$)/;
const feeds = /\/feed\.(atom|rss)$/;
const isPage = (url: URL) =>
	url.origin === location.origin &&
	!staff.test(url.pathname) &&
	!personal.test(url.pathname) &&
	!feeds.test(url.pathname) &&
	!isLeadPage(url.pathname) &&
	// the link that proves whose a report is; a page that shows it says no-store
	!url.searchParams.has('claim');

const asLastSeen = new NetworkFirst({
	cacheName: pages,
	networkTimeoutSeconds: 8,
	plugins: [lastSeen(worker), new ExpirationPlugin({ maxEntries: 80, maxAgeSeconds: 30 * day })]
});

registerRoute(({ request, url }) => request.mode === 'navigate' && isPage(url), asLastSeen);
registerRoute(({ url }) => url.pathname.endsWith('/__data.json') && isPage(url), asLastSeen);
registerRoute(
	({ url }) => /^\/photos\/[\w-]+\/public$/.test(url.pathname),
	new CacheFirst({
		cacheName: photos,
		plugins: [
			{ cacheWillUpdate: ifPublic },
			// a day, so that what is taken out of public view does not linger
			new ExpirationPlugin({ maxEntries: 200, maxAgeSeconds: day })
		]
	})
);
registerRoute(
	({ url }) => url.origin === location.origin && isPosterPicture(url.pathname),
	posterPicture
);
/** For whom alone it is kept, while they are signed in. */
const keptOnSite = (cacheName: string, maxAgeSeconds: number) =>
	new NetworkFirst({
		cacheName,
		networkTimeoutSeconds: 8,
		matchOptions: { ignoreVary: true },
		plugins: [
			lastSeen(worker),
			{
				fetchDidSucceed: async ({ request, response }) => {
					if (isSignedOut(response)) await forgetField();
					else if (response.status === 403) await (await caches.open(cacheName)).delete(request);
					return response;
				},
				// says what was just done
				cacheWillUpdate: async ({ request, response }) =>
					new URL(request.url).searchParams.has('done') ? null : response
			},
			new ExpirationPlugin({ maxEntries: 400, maxAgeSeconds })
		]
	});
/** Of the staff only those on site, and whoever leads a shift. */
for (const [isOne, strategy] of [
	[isFieldPage, keptOnSite(fieldPages, fieldSeconds)],
	[isLeadPage, keptOnSite(leadPages, leadSeconds)]
] as const) {
	registerRoute(
		({ request, url }) =>
			url.origin === location.origin &&
			isOne(url.pathname) &&
			(request.mode === 'navigate' || url.pathname.endsWith('/__data.json')),
		strategy
	);
}
registerRoute(
	({ url, request }) =>
		/^\/photos\/[\w-]+\/original$/.test(url.pathname) && isFieldPage(pathOf(request.referrer)),
	new CacheFirst({
		cacheName: fieldPhotos,
		matchOptions: { ignoreVary: true },
		plugins: [
			{
				cacheWillUpdate: async ({ response }) => (response.status === 200 ? response : null),
				// any width is better than none
				handlerDidError: async ({ request }) =>
					caches.match(request, { cacheName: fieldPhotos, ignoreSearch: true, ignoreVary: true })
			},
			new ExpirationPlugin({ maxEntries: 400, maxAgeSeconds: fieldSeconds })
		]
	})
);
registerRoute(
	({ url }) => url.pathname === '/api/map/base',
	new StaleWhileRevalidate({ cacheName: 'town' })
);

const pathOf = (address: string) => (address ? new URL(address).pathname : '');

setCatchHandler(async ({ request }) => {
	// for want of its data Kit asks for a page as a whole, which may have been kept
	const kept =
		request.mode === 'navigate'
			? await caches.match(lastResort, { cacheName: nobodys })
			: undefined;
	return kept ?? Response.error();
});

for (const path of ['/login', '/logout', '/elder']) {
	registerRoute(
		({ url }) => url.pathname === path,
		async ({ event, request }) => {
			const response = await fetch(request);
			const emptied = [pages, photos, posterPictures].map((name) => caches.delete(name));
			await Promise.all([...emptied, forgetField()]);
			event.waitUntil(fillAll());
			return response;
		},
		'POST'
	);
}

registerRoute(
	({ url }) => url.pathname === '/reports/new/shared',
	async ({ request }) => {
		const form = await request.formData();
		const files = form.getAll('photos').filter((part) => part instanceof File);
		const kept = await keepShared(files).then(
			() => '1',
			() => 'lost'
		);
		return Response.redirect(`/reports/new?shared=${kept}`, 303);
	},
	'POST'
);

// the last resort again, for its size of text
const fillAll = () => Promise.all([fillPages(), fillPages([lastResort], nobodys)]);

async function fillPages(paths = always, name = pages) {
	const cache = await caches.open(name);
	await Promise.all(
		paths.map(async (path) => {
			const response = await fetch(path, { credentials: 'same-origin' }).catch(() => null);
			if (response?.ok) await cache.put(path, response);
		})
	);
}

/** What a resident may need without a network; scripts/lib/kept-offline.js lists it. */
async function fillCode() {
	const list = await fetch(`/_app/kept-offline.json?${version}`);
	const cache = await caches.open(code);
	const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
	const paths = (await list.json()) as string[];
	await cache.addAll(paths.filter((path) => !there.has(path)));
}

async function dropOldCode() {
	const cache = await caches.open(code);
	const current = new Set(build);
	for (const request of await cache.keys()) {
		if (!current.has(new URL(request.url).pathname)) await cache.delete(request);
	}
}

worker.addEventListener('install', (event) => {
	event.waitUntil(Promise.all([fillCode(), fillAll()]));
});
worker.addEventListener('activate', (event) => {
	event.waitUntil(Promise.all([dropOldCode(), worker.clients.claim()]));
});
worker.addEventListener('message', (event) => {
	const { data } = event;
	if (data === takeOver) void worker.skipWaiting();
	// what waits is listed as one's own, also when the list was kept before signing in
	if (isKeepMessage(data)) {
		event.waitUntil(Promise.all([keepField(data, code), fillPages(['/me/unsent'])]));
	}
	if (isKeepShiftsMessage(data)) {
		event.waitUntil(Promise.all([keepShifts(data, pages, code), fillPages(['/me/unsent'])]));
	}
	if (isKeepPostersMessage(data)) {
		const pictureAt = (request: string) => posterPicture.handle({ event, request });
		event.waitUntil(keepPosters(data, pages, code, pictureAt));
	}
});

worker.addEventListener('push', (event) => showPush(event, worker.registration));
worker.addEventListener('notificationclick', (event) => openPush(event, worker.clients));

/** Chromium's Background Sync, which the types do not know. */
type SyncEvent = ExtendableEvent & { tag: string };
worker.addEventListener('sync' as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
	if ((event as SyncEvent).tag !== 'outbox') return;
	(event as SyncEvent).waitUntil(sendInBackground());
});

/** Throws while something still waits, so that the browser comes again. */
async function sendInBackground() {
	const next = await drain(undefined, { eager: true });
	if (next !== null && (await unsentCount()) > 0) throw new Error('not all is sent yet');
}
