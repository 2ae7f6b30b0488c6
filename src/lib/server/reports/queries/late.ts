import { and, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { openStates, type ClockName } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { asks, dueMarks } from '../desk-schema';
import { clocks, reports } from '../schema';
import type { LateMark } from '../../../reports/due-notices';

/** A clock that came to a mark of which nobody has been told yet. */
export type Late = {
	clockId: number;
	clock: ClockName;
	mark: LateMark;
	dueAt: number;
	code: string;
	category: string;
	place: string;
	unitId: number | null;
	unit: string | null;
};

// a step that was written while the last run read has its time before the end of that run
const lookBack = dayMs;

const unmarked = (mark: 'soon' | 'over', dueAt: unknown) =>
	sql`NOT EXISTS (SELECT 1 FROM ${dueMarks} WHERE ${dueMarks.clockId} = ${clocks.id}
		AND ${dueMarks.mark} = ${mark} AND ${dueMarks.dueAt} = ${dueAt})`;

const columns = {
	clockId: clocks.id,
	clock: clocks.name,
	code: reports.code,
	category: reports.category,
	place: reports.placeName,
	unitId: reports.unitId,
	unit: units.name
};

/** Those that became due soon or overdue since `from`, and those whose 挂账 has run out. */
export async function newlyLate(db: Db, from: number, at: number): Promise<Late[]> {
	const since = from - lookBack;
	const running = and(eq(clocks.reportId, reports.id), isNotNull(clocks.runningSince));
	const open = inArray(reports.state, [...openStates]);
	const over = await db
		.select({ ...columns, dueAt: sql<number>`${reports.dueAt}` })
		.from(reports)
		.innerJoin(clocks, running)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(
			and(open, gt(reports.dueAt, since), lte(reports.dueAt, at), unmarked('over', reports.dueAt))
		);
	const soon = await db
		.select({ ...columns, dueAt: sql<number>`${reports.dueAt}` })
		.from(reports)
		.innerJoin(clocks, running)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(
			and(
				open,
				gt(reports.dueAt, at),
				gt(reports.dueSoonAt, since),
				lte(reports.dueSoonAt, at),
				unmarked('soon', reports.dueAt)
			)
		);
	const expected = await db
		.select({ ...columns, dueAt: sql<number>`${asks.until}` })
		.from(reports)
		.innerJoin(asks, and(eq(asks.reportId, reports.id), eq(asks.kind, 'suspension')))
		.innerJoin(
			clocks,
			and(eq(clocks.reportId, reports.id), eq(clocks.name, 'handle'), isNull(clocks.stoppedAt))
		)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(
			and(
				eq(reports.state, 'suspended'),
				eq(asks.granted, true),
				gt(asks.until, since),
				lte(asks.until, at),
				// of several 挂账 the present one
				eq(asks.decidedAt, reports.stateSince),
				unmarked('over', asks.until)
			)
		);
	return [
		...over.map((row) => ({ ...row, mark: 'over' as const })),
		...soon.map((row) => ({ ...row, mark: 'soon' as const })),
		...expected.map((row) => ({ ...row, mark: 'expected' as const }))
	];
}
