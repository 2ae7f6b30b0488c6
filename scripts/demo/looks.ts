import type { Actor } from '../../src/lib/accounts/roles';
import { reopenReport } from '../../src/lib/server/reports/commands/closing';
import { lookAgain } from '../../src/lib/server/reports/commands/second-looks';
import { getReport, timesTaken } from '../../src/lib/server/reports/queries/casework';
import { lookAt } from '../../src/lib/server/reports/queries/second-looks';
import { workCalendar } from '../../src/lib/time/calendar';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { nextWorkTime } from '../../src/lib/time/work-time';
import type { Case, Step, Town } from './life';
import * as words from './words';

const calendar = workCalendar();

/** The colleague passes most, so that whoever signs in as the checker finds some to look at again. */
export const whoPasses = ({ cast, looks }: Town): Actor =>
	looks.happens(0.7) ? cast.secondChecker : cast.checker;

/** If the closing at `closedAt` was drawn, another checker looks some days later. */
export async function lookLater(
	town: Town,
	the: Case,
	closedAt: number,
	again: (at: number) => Promise<Step>
): Promise<Step | null> {
	const { db, looks } = town;
	const look = await lookAt(db, await getReport(db, the.code));
	if (!look) return null;
	const at = nextWorkTime(calendar, closedAt + looks.between(3, 20) * dayMs);
	return { at, act: () => lookNow(town, the, { closedAt, at, again }) };
}

async function lookNow(
	town: Town,
	{ n, code, category }: Case,
	{ closedAt, at, again }: { closedAt: number; at: number; again: (at: number) => Promise<Step> }
): Promise<Step | null> {
	const { db, cast, looks } = town;
	const report = await getReport(db, code);
	// reopened meanwhile: there is nothing to look at again
	if (report.state !== 'closed' || report.closedAt !== closedAt) return null;
	// some nobody got round to yet
	if (looks.happens(0.2)) return null;
	const look = await lookAt(db, report);
	const other = look!.passedBy === cast.checker.accountId ? cast.secondChecker : cast.checker;
	if (!looks.happens(0.2)) {
		await lookAgain(db, other, code, { finding: 'holds', note: '' }, [], at);
		return null;
	}
	const shot = await town.picture(category.id, n, 'before');
	const note = looks.one(words.reworkReasons);
	await lookAgain(db, other, code, { finding: 'broken', note }, [shot], at);
	if (looks.happens(0.4)) return null;
	const reopened = nextWorkTime(calendar, at + hourMs);
	return {
		at: reopened,
		act: async () => {
			if (!(await mayReopen(town, code))) return null;
			const why = { reason: '复查发现问题又出现，请重新办理。' };
			await reopenReport(db, cast.moderator, code, why, reopened);
			const later = nextWorkTime(calendar, reopened + 3 * hourMs);
			return { at: later, act: () => again(later) };
		}
	};
}

/** It is closed still, and was not reopened before: it can be once. */
export async function mayReopen({ db }: Town, code: string): Promise<boolean> {
	const { id, state } = await getReport(db, code);
	return state === 'closed' && !(await timesTaken(db, id)).reopen;
}
