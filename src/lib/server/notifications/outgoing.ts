import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { afterQuiet } from '../../notifications/quiet';
import type { Db } from '../db';
import { inbox, outgoing } from './schema';
import { reachOf } from './settings';

/** Writes down what goes out besides the entries, in the transaction of theirs. */
export async function queueOutgoing(
	tx: Db,
	entries: readonly { inboxId: number; accountId: number }[],
	at: number
): Promise<void> {
	const reach = new Map(
		(
			await reachOf(
				tx,
				entries.map(({ accountId }) => accountId)
			)
		).map((r) => [r.accountId, r])
	);
	const rows = entries.flatMap(({ inboxId, accountId }) => {
		const { message, quiet, phoneSealed, browsers } = reach.get(accountId)!;
		const row = { inboxId, accountId, nextAt: afterQuiet(quiet, at) };
		return [
			...(browsers > 0 ? [{ ...row, channel: 'push' as const }] : []),
			...(message && phoneSealed !== null ? [{ ...row, channel: 'message' as const }] : [])
		];
	});
	if (rows.length > 0) await tx.insert(outgoing).values(rows);
}

const waiting = sql`${outgoing.state} = 'waiting'`;

/** What waits and is due, the most pressing first. */
export async function nextDue(tx: Db, at: number) {
	const [first] = await tx
		.select()
		.from(outgoing)
		.where(and(waiting, lte(outgoing.nextAt, at)))
		.orderBy(asc(outgoing.nextAt), asc(outgoing.id))
		.limit(1);
	return first ?? null;
}

/**
 * What goes out together with `first`: all that is due for the account by the same way and was not
 * tried yet. What was tried before goes with those of its batch and with nothing else.
 */
export function dueWith(tx: Db, first: typeof outgoing.$inferSelect, at: number) {
	return tx
		.select({
			id: outgoing.id,
			inboxId: inbox.id,
			title: inbox.title,
			body: inbox.body,
			href: inbox.href,
			readAt: inbox.readAt
		})
		.from(outgoing)
		.innerJoin(inbox, eq(inbox.id, outgoing.inboxId))
		.where(
			and(
				waiting,
				eq(outgoing.accountId, first.accountId),
				eq(outgoing.channel, first.channel),
				first.batch === null
					? and(isNull(outgoing.batch), lte(outgoing.nextAt, at))
					: eq(outgoing.batch, first.batch)
			)
		)
		.orderBy(asc(outgoing.id));
}

/** Changes those of `ids` that still wait. */
export async function settle(
	tx: Db,
	ids: readonly number[],
	set: Partial<typeof outgoing.$inferInsert>
): Promise<void> {
	if (ids.length === 0) return;
	await tx
		.update(outgoing)
		.set(set)
		.where(and(inArray(outgoing.id, [...ids]), waiting));
}

/** The last that went out to an account, or should have, newest first. */
export const outgoingOf = (db: Db, accountId: number, limit = 10) =>
	db
		.select({
			id: outgoing.id,
			title: inbox.title,
			channel: outgoing.channel,
			state: outgoing.state,
			nextAt: outgoing.nextAt,
			attempts: outgoing.attempts,
			sentAt: outgoing.sentAt,
			problem: outgoing.problem
		})
		.from(outgoing)
		.innerJoin(inbox, eq(inbox.id, outgoing.inboxId))
		.where(eq(outgoing.accountId, accountId))
		.orderBy(desc(outgoing.id))
		.limit(limit);
