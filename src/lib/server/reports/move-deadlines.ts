import { and, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import { pauseClock, resumeClock } from '../../reports/deadlines';
import { openStates } from '../../reports/workflow';
import type { Calendar } from '../../time/calendar';
import type { Db } from '../db';
import { dueOf, toClock, toColumns } from './clocks';
import { clocks, reports } from './schema';

const batch = 500;

/**
 * After the calendar changed: what each running clock has used by `at` stays as the calendar of
 * `before` counted it, what is left of it is counted by that of `after`. What is overdue stays so.
 * Returns how many reports are due at another time than they were.
 */
export async function moveDeadlines(
	tx: Db,
	before: Calendar,
	after: Calendar,
	at: number
): Promise<number> {
	const running = await tx
		.select({ id: reports.id })
		.from(reports)
		.where(and(inArray(reports.state, [...openStates]), gt(reports.dueAt, 0)));
	let moved = 0;
	for (let i = 0; i < running.length; i += batch) {
		const ids = running.slice(i, i + batch).map(({ id }) => id);
		const rows = await tx
			.select({ clock: clocks, dueAt: reports.dueAt })
			.from(clocks)
			.innerJoin(reports, eq(reports.id, clocks.reportId))
			.where(and(inArray(clocks.reportId, ids), isNotNull(clocks.runningSince)));
		for (const row of rows) {
			const clock = resumeClock(pauseClock(toClock(row.clock), at, before), at);
			await tx.update(clocks).set(toColumns(clock)).where(eq(clocks.id, row.clock.id));
			const due = dueOf(clock, after);
			if (row.dueAt === null || row.dueAt <= at || row.dueAt === due.dueAt) continue;
			await tx.update(reports).set(due).where(eq(reports.id, row.clock.reportId));
			moved++;
		}
	}
	return moved;
}
