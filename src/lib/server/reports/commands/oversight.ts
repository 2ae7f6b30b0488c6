import type { Actor } from '../../../accounts/roles';
import { endOfDay, untilLabel } from '../../../reports/supervision';
import { dayMs, dayOf } from '../../../time/shanghai';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance, type Report } from '../advance';
import { getReport } from '../queries/casework';

/** 催办: counted, and the unit is told. */
export async function urgeReport(db: Db, actor: Actor, code: string, at: number) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'urge', at, { set: { urgeCount: report.urgeCount + 1 } });
	});
}

/** 督办 with its reason, until the end of a day; until the case's own limit where none is named. */
export const superviseReport = (
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string; until?: string },
	at: number
) => supervise(db, actor, code, 'supervise', input, at);

/** 挂牌督办: as 督办, and the public reads until when. */
export const superviseListed = (
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string; until: string },
	at: number
) => supervise(db, actor, code, 'supervise_listed', input, at);

/** 解除督办 or 挂牌督办 before the case is over. */
export async function liftSupervision(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		if (report.supervision === 'none') throw new Refusal('conflict', '这件没有督办，不用解除');
		await advance(tx, actor, report, 'lift_supervision', at, {
			set: { supervision: 'none', supervisedUntil: null },
			note: input.reason
		});
	});
}

async function supervise(
	db: Db,
	actor: Actor,
	code: string,
	action: 'supervise' | 'supervise_listed',
	{ reason, until: day }: { reason: string; until?: string },
	at: number
) {
	if (day && day < dayOf(at)) {
		throw new Refusal('invalid', '办结的日子不能在今天以前', { until: '不能在今天以前' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const until = day ? endOfDay(day) : ownLimit(report, at);
		const by = untilLabel(until, at);
		const listed = action === 'supervise_listed';
		await advance(tx, actor, report, action, at, {
			set: {
				superviseCount: report.superviseCount + 1,
				// 督办 on top of 挂牌督办 takes nothing off it
				supervision: listed || report.supervision === 'listed' ? 'listed' : 'supervised',
				supervisedUntil: until
			},
			note: `${reason}（${by}前办结）`,
			publicNote: listed ? `要求 ${by}前办结。` : '',
			facts: { expected: dayOf(until) }
		});
	});
}

/** Days that a case has which runs no clock, or whose limit is over. */
const otherwise = 3 * dayMs;

const ownLimit = ({ dueAt }: Report, at: number): number =>
	dueAt !== null && dueAt > at ? dueAt : at + otherwise;
