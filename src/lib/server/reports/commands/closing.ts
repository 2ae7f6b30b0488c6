import type { Actor } from '../../../accounts/roles';
import { ratingDays, type Score } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import { isUniqueBreach, type Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport, seenBy } from '../queries/casework';
import { groundsOf } from '../queries/second-looks';
import { ratings } from '../schema';

/** 评价 once, within seven days of closing; 不满意 reaches the moderators. */
export async function rateReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { score: Score; reason: string },
	at: number
) {
	try {
		await db.transaction(async (tx) => {
			const { report, ties } = await seenBy(tx, actor, code);
			if (report.closedAt !== null && at > report.closedAt + ratingDays * dayMs) {
				throw new Refusal('conflict', `结案 ${ratingDays} 天以后不能再评价`);
			}
			await advance(tx, actor, report, 'rate', at, {
				ties,
				note: input.reason,
				facts: { score: input.score },
				quiet: input.score !== 'dissatisfied'
			});
			await tx.insert(ratings).values({
				reportId: report.id,
				rater: ties.rater,
				closedAt: report.closedAt ?? at,
				...input,
				at
			});
		});
	} catch (error) {
		if (isUniqueBreach(error)) throw new Refusal('conflict', '您已经评价过这件，谢谢您');
		throw error;
	}
}

/** 申请复核 of 不予受理, once, by the reporter. */
export async function appealRejection(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const { report, ties } = await seenBy(tx, actor, code);
		await advance(tx, actor, report, 'appeal_rejection', at, { ties, note: input.reason });
	});
}

/** 重开 on a 不满意, or on a second look that found it broken, once: back to the unit as 返工. */
export async function reopenReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		if ((await groundsOf(tx, report)).length === 0) {
			throw new Refusal('conflict', '没有不满意的评价，复查也没有发现问题，不能重开');
		}
		await advance(tx, actor, report, 'reopen', at, {
			set: { reworkCount: report.reworkCount + 1, closedAt: null },
			note: input.reason
		});
	});
}
