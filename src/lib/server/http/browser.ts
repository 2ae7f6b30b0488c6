import type { RequestEvent } from '@sveltejs/kit';
import type { Db } from '../db';
import { endPushesTo, takesPushes } from '../notifications/subscriptions';

type Event = Pick<RequestEvent, 'cookies' | 'url' | 'locals'>;

/** With the prefix no other host of the domain can set it; it needs https. */
const nameFor = (url: URL) => (url.protocol === 'https:' ? '__Host-browser' : 'browser');

const options = (url: URL) => ({
	path: '/',
	httpOnly: true,
	sameSite: 'lax' as const,
	secure: url.protocol === 'https:'
});

/** Remembers on the browser the key of its own push subscription. */
export function keepBrowser({ cookies, url }: Omit<Event, 'locals'>, key: string): void {
	cookies.set(nameFor(url), key, {
		...options(url),
		maxAge: 60 * 60 * 24 * 365
	});
}

/** The key that was kept here; a secret, and it outlives the session. */
export const browserKey = ({ cookies, url }: Omit<Event, 'locals'>): string | undefined =>
	cookies.get(nameFor(url));

/** Ends the pushes to this browser: whoever signs in next must not read them. */
export async function letGoOfBrowser(event: Event, db: Db, at: number): Promise<void> {
	const key = browserKey(event);
	if (key === undefined) return;
	event.cookies.delete(nameFor(event.url), options(event.url));
	await endPushesTo(db, event.locals.actor, { key }, at);
}

/** Leaves this browser only the pushes of the account that signs in on it. */
export async function handBrowserTo(
	event: Event,
	db: Db,
	accountId: number,
	at: number
): Promise<void> {
	const key = browserKey(event);
	if (key === undefined) return;
	// kept anew, for it must not run out before the session does
	if (await takesPushes(db, accountId, key)) keepBrowser(event, key);
	else await letGoOfBrowser(event, db, at);
}
