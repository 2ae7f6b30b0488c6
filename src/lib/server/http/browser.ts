import type { RequestEvent } from '@sveltejs/kit';
import type { Db } from '../db';
import { unsubscribe } from '../notifications/subscriptions';

type Event = Pick<RequestEvent, 'cookies' | 'url' | 'locals'>;

/** With the prefix no other host of the domain can set it; it needs https. */
const nameFor = (url: URL) => (url.protocol === 'https:' ? '__Host-browser' : 'browser');

const options = (url: URL) => ({
	path: '/',
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: url.protocol === 'https:'
});

/** Remembers on the browser which push subscription is its own. */
export function keepBrowser({ cookies, url }: Event, subscriptionId: number): void {
	cookies.set(nameFor(url), String(subscriptionId), {
		...options(url),
		maxAge: 60 * 60 * 24 * 365
	});
}

/** Ends the pushes to this browser: whoever signs in next must not read them. */
export async function letGoOfBrowser(event: Event, db: Db, at: number): Promise<void> {
	const { cookies, url, locals } = event;
	const held = cookies.get(nameFor(url));
	if (held === undefined) return;
	cookies.delete(nameFor(url), options(url));
	if (locals.actor.accountId !== null && /^\d{1,15}$/.test(held)) {
		await unsubscribe(db, locals.actor, { id: Number(held) }, at);
	}
}
