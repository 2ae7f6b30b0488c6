import { timingSafeEqual } from 'node:crypto';
import { and, asc, eq, ne, or } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { PushAddress } from '../../notifications/forms';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { sha256 } from '../sealing';
import { pushSubscriptions } from './schema';
import { signedIn } from './settings';

/** Browsers of one account; the oldest beyond them is let go. */
const most = 10;

/**
 * Pushes for `actor` go to this browser from now on, whoever had it before. Returns the
 * browser's key, by which it is known again without a session.
 * @param allowed whether the server may send to an address at all
 */
export async function subscribe(
	db: Db,
	actor: Actor,
	{ endpoint, keys }: PushAddress,
	allowed: (endpoint: string) => boolean,
	at: number
): Promise<string> {
	const accountId = signedIn(actor);
	if (!allowed(endpoint)) {
		throw new Refusal('invalid', '不认识这个浏览器的推送服务，没有打开推送。站内消息总是能看到。', {
			endpoint: '不认识的推送服务'
		});
	}
	return db.transaction(async (tx) => {
		// who does not have the keys as well does not sit at that browser
		const [others] = await tx
			.select({ id: pushSubscriptions.id })
			.from(pushSubscriptions)
			.where(
				and(
					eq(pushSubscriptions.endpoint, endpoint),
					ne(pushSubscriptions.accountId, accountId),
					or(ne(pushSubscriptions.auth, keys.auth), ne(pushSubscriptions.p256dh, keys.p256dh))
				)
			)
			.limit(1);
		if (others) throw new Refusal('conflict', '这个推送地址已属于别的账号');
		const row = { accountId, ...keys, createdAt: at };
		const [kept] = await tx
			.insert(pushSubscriptions)
			.values({ endpoint, ...row })
			.onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: row })
			.returning();
		await letOldestGo(tx, accountId, kept!.id);
		await record(tx, actor, 'subscribe_push', `account:${accountId}`, at);
		return keyOf(kept!);
	});
}

async function letOldestGo(tx: Db, accountId: number, kept: number) {
	const others = await tx
		.select({ id: pushSubscriptions.id })
		.from(pushSubscriptions)
		.where(and(eq(pushSubscriptions.accountId, accountId), ne(pushSubscriptions.id, kept)))
		.orderBy(asc(pushSubscriptions.createdAt), asc(pushSubscriptions.id));
	for (const { id } of others.slice(0, Math.max(0, others.length - most + 1))) {
		await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.id, id));
	}
}

type Which = { endpoint: string } | { except: string | undefined } | 'all';

/**
 * Ends pushes to browsers of the actor's own, with `except` to all but the one of that key; of
 * someone else's nothing happens. Returns how many there were.
 */
export async function unsubscribe(db: Db, actor: Actor, which: Which, at: number): Promise<number> {
	const accountId = signedIn(actor);
	return db.transaction(async (tx) => {
		const ended = await tx
			.delete(pushSubscriptions)
			.where(and(eq(pushSubscriptions.accountId, accountId), await those(tx, which)))
			.returning({ id: pushSubscriptions.id });
		if (ended.length > 0) {
			await record(tx, actor, 'unsubscribe_push', `account:${accountId}`, at);
		}
		return ended.length;
	});
}

async function those(tx: Db, which: Which) {
	if (which === 'all') return undefined;
	if ('endpoint' in which) return eq(pushSubscriptions.endpoint, which.endpoint);
	const kept = await browserOf(tx, which.except);
	return kept ? ne(pushSubscriptions.id, kept.id) : undefined;
}

/** Made of what only that browser and its push service know, and of no use for sending. */
const keyOf = ({ id, endpoint, auth }: typeof pushSubscriptions.$inferSelect): string =>
	`${id}.${sha256(`${auth} ${endpoint}`)}`;

async function browserOf(tx: Db, key = '') {
	const [, id] = /^(\d{1,15})\.[0-9a-f]{64}$/.exec(key) ?? [];
	if (id === undefined) return null;
	const [row] = await tx
		.select()
		.from(pushSubscriptions)
		.where(eq(pushSubscriptions.id, Number(id)))
		.limit(1);
	if (!row) return null;
	const [own, shown] = [Buffer.from(keyOf(row)), Buffer.from(key)];
	return own.length === shown.length && timingSafeEqual(own, shown) ? row : null;
}

/** Whether the browser of that key takes pushes for this account. */
export const takesPushes = async (
	db: Db,
	accountId: number,
	key: string | undefined
): Promise<boolean> => (await browserOf(db, key))?.accountId === accountId;

/**
 * Ends the pushes to the browser of that key, whoever they are for: the key is enough, since the
 * session may long be over.
 */
export async function endPushesTo(
	db: Db,
	actor: Actor,
	{ key }: { key: string },
	at: number
): Promise<void> {
	await db.transaction(async (tx) => {
		const browser = await browserOf(tx, key);
		if (!browser) return;
		await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.id, browser.id));
		await record(tx, actor, 'unsubscribe_push', `account:${browser.accountId}`, at);
	});
}

export const browsersOf = (db: Db, accountId: number) =>
	db.select().from(pushSubscriptions).where(eq(pushSubscriptions.accountId, accountId));

/** The push service said that nobody listens there any more. */
export async function forgetBrowser(db: Db, endpoint: string): Promise<void> {
	await db.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint));
}
