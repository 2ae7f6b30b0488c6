import { and, asc, count, eq, gt, inArray, lte, ne, sql } from 'drizzle-orm';
import { openStates } from '../../../reports/workflow';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { events, reports } from '../schema';

const shown = 200;
const isOpen = inArray(reports.state, [...openStates]);

// the bound keeps SQLite on the index of those that are supervised; the plus keeps it off the other
const isSupervised = and(
	ne(reports.supervision, sql`'none'`),
	gt(reports.supervisedUntil, 0),
	inArray(sql`+${reports.state}`, [...openStates])
);

const lines = (db: Db) =>
	db
		.select({
			code: reports.code,
			category: reports.category,
			placeName: reports.placeName,
			address: reports.address,
			state: reports.state,
			unit: units.name,
			dueAt: reports.dueAt,
			dueSoonAt: reports.dueSoonAt,
			supervision: reports.supervision,
			supervisedUntil: reports.supervisedUntil,
			urgeCount: reports.urgeCount,
			superviseCount: reports.superviseCount,
			reworkCount: reports.reworkCount
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.$dynamic();

export type SupervisedLine = Awaited<ReturnType<typeof lines>>[number];

/** What is under 督办 or 挂牌督办, the nearest day first. */
export const supervisedReports = (db: Db): Promise<SupervisedLine[]> =>
	lines(db).where(isSupervised).orderBy(asc(reports.supervisedUntil), asc(reports.id)).limit(shown);

export async function countSupervised(db: Db): Promise<number> {
	const [row] = await db.select({ reports: count() }).from(reports).where(isSupervised);
	return row?.reports ?? 0;
}

/** All that is overdue, whosever it is, the longest first, and how many there are. */
export async function overdueReports(db: Db, at: number) {
	const late = and(isOpen, gt(reports.dueAt, 0), lte(reports.dueAt, at));
	const [all] = await db.select({ reports: count() }).from(reports).where(late);
	const cases = await lines(db).where(late).orderBy(asc(reports.dueAt), asc(reports.id)).limit(50);
	return { cases, all: all?.reports ?? 0 };
}

/** Who urged or supervised it, when, and with what words. */
export const pressureOn = (db: Db, reportId: number) =>
	db
		.select({
			id: events.id,
			action: events.action,
			at: events.at,
			note: events.note,
			role: events.actorRole,
			who: accounts.name
		})
		.from(events)
		.leftJoin(accounts, eq(accounts.id, events.accountId))
		.where(
			and(
				eq(events.reportId, reportId),
				inArray(events.action, ['urge', 'supervise', 'supervise_listed', 'lift_supervision'])
			)
		)
		.orderBy(asc(events.id));

export type Pressure = Awaited<ReturnType<typeof pressureOn>>[number];
