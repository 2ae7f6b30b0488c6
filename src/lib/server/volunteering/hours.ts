import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import {
	aboveTheDay,
	countsFor,
	inAll,
	mostMeasuredADay,
	plannedMinutes,
	roundingNames,
	rowsDue,
	sumsOf,
	type HourKind,
	type Rounding
} from '../../volunteering/hours';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { officeSetting } from '../settings/office';
import { hours } from './hours-schema';
import { presenceOf, servedOn, whoSaw } from './presence';
import type { shifts } from './schema';

/**
 * Writes into the ledger what someone's times of coming and going on a shift are worth. Called again it
 * adds nothing, or the difference where the times have changed. What the office once answered to a claim
 * stands, whatever comes in later.
 */
export async function countServed(
	tx: Db,
	actor: Actor,
	signupId: number,
	at: number
): Promise<void> {
	const { signup, shift } = await servedOn(tx, signupId);
	const place = { shift, accountId: signup.accountId };
	const entries = await entriesOf(tx, shift.id, signup.accountId);
	if (entries.some(({ claimId }) => claimId !== null)) return;
	const voucherId = await whoSaw(tx, actor, signup, shift.leadId);
	const due = rowsDue(sumsOf(entries), presenceOf(signup, shift, voucherId), {
		planned: plannedMinutes(shift),
		room: mostMeasuredADay - (await measuredElsewhere(tx, place))
	});
	for (const row of due) {
		await enter(tx, place, { ...row, voucherId: row.kind === 'vouched' ? voucherId : null }, at);
	}
}

/**
 * Minutes besides those that were measured, for which the actor answers: the lead for the volunteers of
 * the shift, the office for everyone, nobody for themselves.
 * @throws Refusal('forbidden' | 'conflict' | 'invalid') above the planned minutes
 */
export async function vouchMinutes(
	tx: Db,
	actor: Actor,
	{ signupId, ...asked }: { signupId: number; minutes: number; reason: string },
	at: number
): Promise<void> {
	const { signup, shift } = await servedOn(tx, signupId);
	if (signup.state === 'cancelled' || signup.state === 'late_cancelled') {
		throw new Refusal('conflict', '这位志愿者取消了报名');
	}
	await vouchFor(tx, actor, { shift, accountId: signup.accountId }, asked, at);
}

export type OnShift = { shift: typeof shifts.$inferSelect; accountId: number };

/** As `vouchMinutes`, also for a lead who did not sign up for the shift. */
export async function vouchFor(
	tx: Db,
	actor: Actor,
	place: OnShift,
	{ minutes, reason }: { minutes: number; reason: string },
	at: number
): Promise<void> {
	const { shift, accountId } = place;
	assertMayVouch(actor, place);
	if (shift.calledOffAt !== null) throw new Refusal('conflict', '这个班次已经取消');
	if (at < shift.startsAt) throw new Refusal('conflict', '班次还没有开始');
	if (!Number.isInteger(minutes) || minutes <= 0) refuseMinutes('请填写分钟数，至少 1 分钟');
	const words = reason.trim();
	if (words === '') {
		throw new Refusal('invalid', '请写明为什么这样证明', { reason: '请写明为什么这样证明' });
	}
	const left = plannedMinutes(shift) - inAll(sumsOf(await entriesOf(tx, shift.id, accountId)));
	if (minutes > left) {
		refuseMinutes(left > 0 ? `最多还能证明 ${left} 分钟` : '已经记满这个班次的时长');
	}
	const voucherId = actor.accountId;
	await enter(tx, place, { kind: 'vouched', minutes, reason: words, voucherId }, at);
	await record(tx, actor, 'vouch_hours', `shift:${shift.code}`, at, { accountId, minutes });
}

function refuseMinutes(message: string): never {
	throw new Refusal('invalid', message, { minutes: message });
}

function assertMayVouch(actor: Actor, { shift, accountId }: OnShift) {
	if (actor.accountId === null || actor.accountId === accountId) {
		throw new Refusal('forbidden', '不能为自己证明时长');
	}
	const leads = actor.accountId === shift.leadId;
	if (!leads && !mayPlanShifts(actor)) {
		throw new Refusal('forbidden', '只有队长和文明办可以证明时长');
	}
}

/** Adds a row. Whether it may be added is asked before. */
export async function enter(
	tx: Db,
	{ shift, accountId }: OnShift,
	row: {
		kind: HourKind;
		minutes: number;
		reason: string;
		voucherId: number | null;
		claimId?: number;
	},
	at: number
): Promise<void> {
	const rounding = await hourRounding(tx);
	const before = inAll(sumsOf(await entriesOf(tx, shift.id, accountId)));
	const isAbove = row.kind === 'measured' && row.reason === aboveTheDay;
	const counted = isAbove ? 0 : countsFor(rounding, before, row.minutes);
	const { id: shiftId, day } = shift;
	await tx.insert(hours).values({ ...row, accountId, shiftId, day, counted, rounding, at });
}

/** The office's rule; exact until it chose. */
export async function hourRounding(db: Db): Promise<Rounding> {
	const chosen = await officeSetting(db, 'hour_rounding');
	return roundingNames.find((name) => name === chosen) ?? 'exact';
}

/** What the ledger holds of someone for a shift, in the order in which it was written. */
export const entriesOf = (db: Db, shiftId: number, accountId: number) =>
	db
		.select()
		.from(hours)
		.where(and(eq(hours.shiftId, shiftId), eq(hours.accountId, accountId)))
		.orderBy(asc(hours.id));

/** Of someone on the day of a shift, on the other shifts that began that day. */
async function measuredElsewhere(tx: Db, { shift, accountId }: OnShift): Promise<number> {
	const [row] = await tx
		.select({ sum: sql<number>`coalesce(sum(${hours.minutes}), 0)` })
		.from(hours)
		.where(
			and(
				eq(hours.accountId, accountId),
				eq(hours.day, shift.day),
				ne(hours.shiftId, shift.id),
				eq(hours.kind, 'measured'),
				ne(hours.reason, aboveTheDay)
			)
		);
	return row!.sum;
}
