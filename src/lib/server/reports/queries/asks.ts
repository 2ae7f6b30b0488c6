import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { extensionChoices, whyNotAsk, askKinds, askTable } from '../../../reports/asks';
import { extendClock, limitLabel } from '../../../reports/deadlines';
import { actionsFor } from '../../../reports/policy';
import type { Actor } from '../../../accounts/roles';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { dueOf, runningHandling, toClock } from '../clocks';
import { asks } from '../desk-schema';
import { clocks, reports } from '../schema';
import { townCalendar } from '../town-calendar';
import { getReport } from './casework';
import { pressureOn } from './supervised';

const deciders = alias(accounts, 'deciders');

const lines = (db: Db) =>
	db
		.select({
			id: asks.id,
			kind: asks.kind,
			reason: asks.reason,
			value: asks.value,
			until: asks.until,
			level: asks.level,
			at: asks.at,
			decidedAt: asks.decidedAt,
			granted: asks.granted,
			answer: asks.answer,
			by: deciders.name,
			unit: units.name,
			reportId: asks.reportId,
			code: reports.code,
			category: reports.category,
			state: reports.state,
			placeName: reports.placeName,
			description: reports.description,
			dueAt: reports.dueAt,
			dueSoonAt: reports.dueSoonAt,
			reworkCount: reports.reworkCount,
			urgeCount: reports.urgeCount,
			overdue: reports.overdue
		})
		.from(asks)
		.innerJoin(reports, eq(reports.id, asks.reportId))
		.innerJoin(units, eq(units.id, asks.unitId))
		.leftJoin(deciders, eq(deciders.id, asks.decidedBy))
		.$dynamic();

// the bound keeps SQLite on the index of those that are open
const isOpen = and(isNull(asks.decidedAt), gt(asks.at, 0));
const openShown = 200;
const answeredShown = 50;

/** What waits for an answer, the oldest first, with what a yes would lead to; and the last answers. */
export async function listAsks(db: Db) {
	const open = await lines(db).where(isOpen).orderBy(asc(asks.at), asc(asks.id)).limit(openShown);
	const answered = await lines(db)
		.where(isNotNull(asks.decidedAt))
		.orderBy(desc(asks.id))
		.limit(answeredShown);
	return { open: await withDeadlines(db, open), answered: await withDeadlines(db, answered) };
}

type Line = Awaited<ReturnType<typeof lines>>[number];

/** With the amount in words, and when the case would be due. */
async function withDeadlines(db: Db, rows: Line[]) {
	const ids = [...new Set(rows.map(({ reportId }) => reportId))];
	const handling =
		ids.length === 0
			? []
			: await db
					.select()
					.from(clocks)
					.where(and(inArray(clocks.reportId, ids), eq(clocks.name, 'handle')))
					.orderBy(asc(clocks.id));
	const last = new Map(handling.map((row) => [row.reportId, toClock(row)]));
	const calendar = await townCalendar(db);
	return rows.map(({ reportId, ...row }) => {
		const clock = last.get(reportId);
		const value = row.kind === 'extension' ? row.value : null;
		return {
			...row,
			limit: clock ? limitLabel(clock.limit) : null,
			amount: clock && value ? limitLabel({ type: clock.limit.type, value }) : null,
			wouldBeDueAt:
				clock && value && row.decidedAt === null
					? dueOf(extendClock(clock, value), calendar).dueAt
					: null
		};
	});
}

export type AskLine = Awaited<ReturnType<typeof listAsks>>['open'][number];

export async function countOpenAsks(db: Db): Promise<number> {
	const [row] = await db.select({ asks: count() }).from(asks).where(isOpen);
	return row?.asks ?? 0;
}

/** All that was asked on one report, the newest first. */
export const asksOn = async (db: Db, reportId: number) =>
	withDeadlines(db, await lines(db).where(eq(asks.reportId, reportId)).orderBy(desc(asks.id)));

/** What a unit may ask for on a case, what became of what it asked, and who pressed it. */
export async function unitAsks(db: Db, actor: Actor, code: string) {
	const report = await getReport(db, code);
	const all = await asksOn(db, report.id);
	const offered = actionsFor(actor, report);
	const running = await runningHandling(db, report.id);
	const calendar = await townCalendar(db);
	return {
		all,
		mayAsk: askKinds.filter(
			(kind) =>
				offered.includes(askTable[kind].asks) && whyNotAsk(kind, all, report.excused) === null
		),
		mayResume: offered.includes('resume'),
		excused: report.excused,
		supervision: report.supervision,
		supervisedUntil: report.supervisedUntil,
		pressure: await pressureOn(db, report.id),
		extensions: !running
			? []
			: extensionChoices[running.clock.limit.type].map((value) => ({
					value,
					label: limitLabel({ type: running.clock.limit.type, value }),
					dueAt: dueOf(extendClock(running.clock, value), calendar).dueAt
				}))
	};
}

export type UnitAsks = Awaited<ReturnType<typeof unitAsks>>;
