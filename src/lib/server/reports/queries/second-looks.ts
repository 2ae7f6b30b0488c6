import { and, asc, count, eq, gte, isNull, ne, or, sql } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { standardShare } from '../../../reports/second-look';
import type { Ground } from '../../../reports/workflow';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { officeSetting } from '../../settings/office';
import type { Report } from '../advance';
import { secondLooks } from '../desk-schema';
import { ratings, reports } from '../schema';
import { firstPhotoKey } from './first-photo';

export const shareSetting = 'second_look_share';
const mostListed = 50;

/** How many of a hundred passed cases are drawn. */
export async function secondLookShare(db: Db): Promise<number> {
	const chosen = await officeSetting(db, shareSetting);
	return typeof chosen === 'number' ? chosen : standardShare;
}

/** The draw for the present closing; null where there is none. */
export async function lookAt(db: Db, report: Pick<Report, 'id' | 'closedAt'>) {
	if (report.closedAt === null) return null;
	const [look] = await db
		.select()
		.from(secondLooks)
		.where(and(eq(secondLooks.reportId, report.id), eq(secondLooks.closedAt, report.closedAt)))
		.limit(1);
	return look ?? null;
}

/** What there is to reopen a closed case on. */
export async function groundsOf(
	db: Db,
	report: Pick<Report, 'id' | 'closedAt'>
): Promise<Ground[]> {
	const [rated] = await db
		.select({ id: ratings.id })
		.from(ratings)
		.where(and(eq(ratings.reportId, report.id), eq(ratings.score, 'dissatisfied')))
		.limit(1);
	const look = await lookAt(db, report);
	return [
		...(rated ? (['dissatisfied'] as const) : []),
		...(look?.finding === 'broken' ? (['broken'] as const) : [])
	];
}

/** What `actor` may look at again: neither passed by the same person nor handled by the own unit. */
export const mayLook = (
	{ accountId, unitId }: Actor,
	look: { passedBy: number | null; doneAt: number | null },
	report: { unitId: number | null }
): boolean =>
	look.doneAt === null &&
	look.passedBy !== accountId &&
	(unitId === null || report.unitId !== unitId);

/** Open second looks for `actor`, the oldest draw first. */
export function openLooks(db: Db, { accountId, unitId }: Actor) {
	return db
		.select({
			code: reports.code,
			category: reports.category,
			urgent: reports.urgent,
			description: reports.description,
			placeName: reports.placeName,
			address: reports.address,
			lat: reports.lat,
			lng: reports.lng,
			state: reports.state,
			reworkCount: reports.reworkCount,
			supportCount: reports.supportCount,
			closedAt: secondLooks.closedAt,
			drawnAt: secondLooks.drawnAt,
			unit: units.name,
			photoKey: firstPhotoKey
		})
		.from(secondLooks)
		.innerJoin(reports, eq(reports.id, secondLooks.reportId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(
			and(
				isNull(secondLooks.doneAt),
				// reopened meanwhile: there is nothing to look at again
				eq(reports.state, 'closed'),
				eq(reports.closedAt, secondLooks.closedAt),
				accountId === null
					? undefined
					: or(isNull(secondLooks.passedBy), ne(secondLooks.passedBy, accountId)),
				unitId === null ? undefined : or(isNull(reports.unitId), ne(reports.unitId, unitId))
			)
		)
		.orderBy(asc(secondLooks.drawnAt))
		.limit(mostListed);
}

/** What was drawn since `from`, and what came of it. */
export async function lookCounts(db: Db, from: number) {
	const [row] = await db
		.select({
			drawn: count(),
			holds: sql<number>`coalesce(sum(${secondLooks.finding} = 'holds'), 0)`,
			broken: sql<number>`coalesce(sum(${secondLooks.finding} = 'broken'), 0)`,
			open: sql<number>`coalesce(sum(${secondLooks.doneAt} IS NULL), 0)`
		})
		.from(secondLooks)
		.where(gte(secondLooks.drawnAt, from));
	return row ?? { drawn: 0, holds: 0, broken: 0, open: 0 };
}
