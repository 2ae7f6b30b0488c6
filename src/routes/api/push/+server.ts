import { json, type RequestEvent } from '@sveltejs/kit';
import { PushAddress, PushEndpoint } from '$lib/notifications/forms';
import { db, means, now } from '$lib/server/app';
import { keepBrowser } from '$lib/server/http/browser';
import { endpoint, readJson } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { signedIn } from '$lib/server/notifications/settings';
import { subscribe, unsubscribe } from '$lib/server/notifications/subscriptions';

export const PUT = endpoint(async (event: RequestEvent) => {
	const { actor } = event.locals;
	await limit('push', String(signedIn(actor)));
	const address = await readJson(event.request, PushAddress);
	keepBrowser(event, await subscribe(db, actor, address, means.allowed, now()));
	return json({ done: '这台设备的推送已打开' });
});

export const DELETE = endpoint(async ({ locals: { actor }, request }: RequestEvent) => {
	await limit('push', String(signedIn(actor)));
	await unsubscribe(db, actor, await readJson(request, PushEndpoint), now());
	return json({ done: '这台设备的推送已关闭' });
});
