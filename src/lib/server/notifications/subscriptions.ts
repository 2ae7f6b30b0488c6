import { and, asc, eq, ne, or } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { PushAddress } from '../../notifications/forms';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { pushSubscriptions } from './schema';
import { signedIn } from './settings';

/** Browsers of one account; the oldest beyond them is let go. */
const most = 10;

/**
 * Pushes for `actor` go to this browser from now on, whoever had it before. Returns the id by which
 * signing out on the browser ends it.
 * @param allowed whether the server may send to an address at all
 */
export async function subscribe(
	db: Db,
	actor: Actor,
	{ endpoint, keys }: PushAddress,
	allowed: (endpoint: string) => boolean,
	at: number
): Promise<number> {
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
			.returning({ id: pushSubscriptions.id });
		await letOldestGo(tx, accountId, kept!.id);
		await record(tx, actor, 'subscribe_push', `account:${accountId}`, at);
		return kept!.id;
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

type Which = { endpoint: string } | { id: number } | 'all';

/** Ends pushes to browsers of the actor's own; of someone else's nothing happens. */
export async function unsubscribe(db: Db, actor: Actor, which: Which, at: number): Promise<void> {
	const accountId = signedIn(actor);
	const named =
		which === 'all'
			? undefined
			: 'id' in which
				? eq(pushSubscriptions.id, which.id)
				: eq(pushSubscriptions.endpoint, which.endpoint);
	await db.transaction(async (tx) => {
		const ended = await tx
			.delete(pushSubscriptions)
			.where(and(eq(pushSubscriptions.accountId, accountId), named))
			.returning({ id: pushSubscriptions.id });
		if (ended.length === 0) return;
		await record(tx, actor, 'unsubscribe_push', `account:${accountId}`, at);
	});
}

export const browsersOf = (db: Db, accountId: number) =>
	db.select().from(pushSubscriptions).where(eq(pushSubscriptions.accountId, accountId));

/** The push service said that nobody listens there any more. */
export async function forgetBrowser(db: Db, endpoint: string): Promise<void> {
	await db.delete(pushSubscriptions).where(eq(pushSubscriptions.endpoint, endpoint));
}
