import { and, count, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Role } from '../../accounts/roles';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { queueOutgoing } from './outgoing';
import { inbox } from './schema';

export type Letter = { title: string; body: string; href: string };

/**
 * Puts one entry in each inbox, and with it what goes out besides; the same account twice counts
 * once.
 */
export async function deliver(
	tx: Db,
	accountIds: readonly number[],
	letter: Letter,
	at: number
): Promise<void> {
	const to = [...new Set(accountIds)];
	if (to.length === 0) return;
	const entries = await tx
		.insert(inbox)
		.values(to.map((accountId) => ({ accountId, ...letter, at })))
		.returning({ inboxId: inbox.id, accountId: inbox.accountId });
	await queueOutgoing(tx, entries, at);
}

/** Takes an account's letters that lead to one of `hrefs` out of its inbox, and what goes out with them. */
export async function removeLetters(
	tx: Db,
	accountId: number,
	hrefs: readonly string[]
): Promise<void> {
	await tx
		.delete(inbox)
		.where(and(eq(inbox.accountId, accountId), inArray(inbox.href, [...hrefs])));
}

/** Active accounts of a role, of one unit where given. */
export async function accountsOf(tx: Db, role: Role, unitId?: number): Promise<number[]> {
	const rows = await tx
		.select({ id: accounts.id })
		.from(accounts)
		.where(
			and(
				eq(accounts.role, role),
				eq(accounts.active, true),
				unitId === undefined ? undefined : eq(accounts.unitId, unitId)
			)
		);
	return rows.map(({ id }) => id);
}

/** Newest first; from an older one on, those before `before`. */
export const readInbox = (db: Db, accountId: number, limit = 100, before?: number) =>
	db
		.select()
		.from(inbox)
		.where(
			and(eq(inbox.accountId, accountId), before === undefined ? undefined : lt(inbox.id, before))
		)
		.orderBy(desc(inbox.id))
		.limit(limit);

/** Marks one letter as read and says where it leads. @throws Refusal('missing') */
export async function openLetter(
	db: Db,
	accountId: number,
	id: number,
	at: number
): Promise<string> {
	const mine = and(eq(inbox.id, id), eq(inbox.accountId, accountId));
	const [letter] = await db
		.select({ href: inbox.href, readAt: inbox.readAt })
		.from(inbox)
		.where(mine)
		.limit(1);
	if (!letter) throw new Refusal('missing', '没有这条消息');
	if (letter.readAt === null) {
		await db
			.update(inbox)
			.set({ readAt: at })
			.where(and(mine, isNull(inbox.readAt)));
	}
	return letter.href;
}

export async function unreadCount(db: Db, accountId: number): Promise<number> {
	const [row] = await db
		.select({ unread: count() })
		.from(inbox)
		.where(and(eq(inbox.accountId, accountId), isNull(inbox.readAt)));
	return row?.unread ?? 0;
}

export async function markAllRead(db: Db, accountId: number, at: number): Promise<void> {
	await db
		.update(inbox)
		.set({ readAt: at })
		.where(and(eq(inbox.accountId, accountId), isNull(inbox.readAt)));
}
