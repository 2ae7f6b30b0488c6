import { and, eq, isNull, lt } from 'drizzle-orm';
import { theSystem } from '../../../accounts/roles';
import { dayMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { tell } from '../advance';
import { turnClocks } from '../clocks';
import { lastRepeated } from '../queries/repeats';
import { reports } from '../schema';

/** Puts a report in the moderators' queue and lets its intake clock run. */
export async function enterTriage(tx: Db, id: number, at: number) {
	const [report] = await tx.select().from(reports).where(eq(reports.id, id)).limit(1);
	if (report?.state !== 'submitted') return;
	const { dueAt, dueSoonAt } = await turnClocks(tx, report, 'submitted', at);
	const repeatOfId = await lastRepeated(tx, report);
	await tx
		.update(reports)
		.set({ readyAt: at, dueAt, dueSoonAt, repeatOfId })
		.where(eq(reports.id, id));
	await tell(tx, report, 'ready', {}, at);
}

/** Reports whose photos did not all come within a day enter triage flagged; returns how many. */
export async function admitIncomplete(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const waiting = await tx
			.select({ id: reports.id, code: reports.code })
			.from(reports)
			.where(
				and(
					isNull(reports.readyAt),
					eq(reports.state, 'submitted'),
					lt(reports.submittedAt, at - dayMs)
				)
			);
		for (const report of waiting) {
			await tx.update(reports).set({ incomplete: true }).where(eq(reports.id, report.id));
			await enterTriage(tx, report.id, at);
			await record(tx, theSystem, 'admit_incomplete', `report:${report.code}`, at);
		}
		return waiting.length;
	});
}
