import { and, asc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db';
import { grids } from '../../places/schema';
import { reports, watches } from '../schema';

/** What an account follows, in the order in which it was added. */
export const watchesOf = (db: Db, accountId: number) =>
	db
		.select({
			id: watches.id,
			gridId: watches.gridId,
			grid: grids.name,
			gridCode: grids.code,
			group: watches.categoryGroup,
			toldUpTo: watches.toldUpTo
		})
		.from(watches)
		.leftJoin(grids, eq(grids.id, watches.gridId))
		.where(eq(watches.accountId, accountId))
		.orderBy(asc(watches.id));

/** Accounts behind `after` with something not told up to `upTo`, a page of them. */
export async function accountsToTell(db: Db, upTo: number, after: number, limit: number) {
	const rows = await db
		.selectDistinct({ accountId: watches.accountId })
		.from(watches)
		.where(and(sql`${watches.accountId} > ${after}`, lt(watches.toldUpTo, upTo)))
		.orderBy(asc(watches.accountId))
		.limit(limit);
	return rows.map(({ accountId }) => accountId);
}

export type ReleasedCell = { gridId: number | null; group: string; count: number };

/** How many reports were released in [from, upTo), by grid and category group. */
export function releasedCells(db: Db, from: number, upTo: number): Promise<ReleasedCell[]> {
	return db
		.select({
			gridId: reports.gridId,
			group: reports.categoryGroup,
			count: sql<number>`count(*)`
		})
		.from(reports)
		.where(
			and(
				isNotNull(reports.releasedAt),
				gte(reports.releasedAt, from),
				lt(reports.releasedAt, upTo)
			)
		)
		.groupBy(reports.gridId, reports.categoryGroup);
}
