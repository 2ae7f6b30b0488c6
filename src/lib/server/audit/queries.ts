import { and, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db';
import { auditLog } from './schema';

export type AuditQuery = {
	accountId?: number;
	actions?: readonly string[];
	object?: string;
	/** ms, from and up to but without. */
	from?: number;
	to?: number;
};
/** The last line of the page before: what comes next is older. */
export type AuditPlace = { at: number; id: number };

const end = Number.MAX_SAFE_INTEGER;

/**
 * One page of the log, the newest first. What is asked decides the index: an account, an action and an
 * object each have theirs, else it goes by time where days are given, and by number where nothing is.
 */
export function auditLines(db: Db, query: AuditQuery, limit: number, after?: AuditPlace) {
	const { accountId, actions, object, from, to } = query;
	const timed = from !== undefined || to !== undefined;
	const keyed = accountId !== undefined || actions !== undefined || object !== undefined;
	const place = after ?? { at: end, id: end };
	const where: (SQL | undefined)[] = [
		accountId === undefined ? undefined : eq(auditLog.accountId, accountId),
		actions === undefined ? undefined : inArray(auditLog.action, [...actions]),
		object === undefined ? undefined : eq(auditLog.object, object)
	];
	if (timed && !keyed) {
		return db
			.select()
			.from(auditLog)
			.where(
				and(
					gte(auditLog.at, from ?? 0),
					lt(auditLog.at, to ?? end),
					sql`(${auditLog.at}, ${auditLog.id}) < (${place.at}, ${place.id})`
				)
			)
			.orderBy(desc(auditLog.at), desc(auditLog.id))
			.limit(limit);
	}
	return db
		.select()
		.from(auditLog)
		.where(
			and(
				...where,
				lt(auditLog.id, place.id),
				from === undefined ? undefined : gte(auditLog.at, from),
				to === undefined ? undefined : lt(auditLog.at, to)
			)
		)
		.orderBy(desc(auditLog.id))
		.limit(limit);
}

export type AuditLine = Awaited<ReturnType<typeof auditLines>>[number];

/** The last line: its hash stands for all before it, and tells later whether the end was cut off. */
export async function lastLine(db: Db): Promise<{ id: number; hash: string } | null> {
	const [row] = await db
		.select({ id: auditLog.id, hash: auditLog.hash })
		.from(auditLog)
		.orderBy(desc(auditLog.id))
		.limit(1);
	return row ?? null;
}
