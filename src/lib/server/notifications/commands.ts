import { and, count, desc, eq, isNull } from 'drizzle-orm';
import type { Role } from '../../accounts/roles';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { inbox } from './schema';

export type Letter = { title: string; body: string; href: string };

/** Puts one entry in each inbox; the same account twice counts once. */
export async function deliver(
	tx: Db,
	accountIds: readonly number[],
	letter: Letter,
	at: number
): Promise<void> {
	const to = [...new Set(accountIds)];
	if (to.length === 0) return;
	await tx.insert(inbox).values(to.map((accountId) => ({ accountId, ...letter, at })));
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

export const readInbox = (db: Db, accountId: number, limit = 100) =>
	db
		.select()
		.from(inbox)
		.where(eq(inbox.accountId, accountId))
		.orderBy(desc(inbox.id))
		.limit(limit);

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
