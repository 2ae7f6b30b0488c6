import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { formatDay, formatDuration } from '../../time/shanghai';
import { inAll, plannedMinutes, sumsOf } from '../../volunteering/hours';
import { activeStates } from '../../volunteering/signups';
import { record } from '../audit/record';
import { isUniqueBreach, type Db } from '../db';
import { deliver } from '../notifications/commands';
import { Refusal } from '../refusal';
import { enter, entriesOf, type OnShift } from './hours';
import { hourClaims, hours } from './hours-schema';
import { ownAccount } from './of-volunteer';
import { posts, shifts, signups, volunteers } from './schema';

/** 申请更正: what the hours of a shift should be in all. One at a time for a shift. */
export async function claimHours(
	db: Db,
	actor: Actor,
	{ code, minutes, words }: { code: string; minutes: number; words: string },
	at: number
): Promise<void> {
	const accountId = ownAccount(actor);
	await db.transaction(async (tx) => {
		const [shift] = await tx.select().from(shifts).where(eq(shifts.code, code));
		if (!shift || !(await wasOn(tx, { shift, accountId }))) {
			throw new Refusal('missing', '您没有参加这个班次');
		}
		if (shift.endsAt > at && shift.finishedAt === null) {
			throw new Refusal('conflict', '班次还没有结束，结束以后再看看时长对不对');
		}
		const before = inAll(sumsOf(await entriesOf(tx, shift.id, accountId)));
		if (minutes === before) {
			const message = `现在记的就是 ${formatDuration(before)}`;
			throw new Refusal('invalid', message, { minutes: message });
		}
		const claim = { accountId, shiftId: shift.id, minutes, words, at };
		await tx
			.insert(hourClaims)
			.values(claim)
			.catch((problem: unknown) => {
				if (!isUniqueBreach(problem)) throw problem;
				throw new Refusal('conflict', '这个班次的更正已经申请了，请等文明办答复');
			});
		await record(tx, actor, 'claim_hours', `shift:${code}`, at, { minutes });
	});
}

async function wasOn(tx: Db, { shift, accountId }: OnShift): Promise<boolean> {
	if (shift.leadId === accountId) return true;
	const own = and(eq(signups.shiftId, shift.id), eq(signups.accountId, accountId));
	const found = await tx
		.select({ id: signups.id })
		.from(signups)
		.where(and(own, inArray(signups.state, [...activeStates])))
		.limit(1);
	if (found.length > 0) return true;
	return (await entriesOf(tx, shift.id, accountId)).length > 0;
}

/**
 * The office's answer, once. Granted, a row with the difference follows, for which the officer answers;
 * beyond what was planned it takes a reason. The volunteer is told.
 */
export async function answerClaim(
	db: Db,
	actor: Actor,
	{ id, granted, reason }: { id: number; granted: boolean; reason: string },
	at: number
): Promise<void> {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '更正由文明办答复');
	await db.transaction(async (tx) => {
		const [found] = await tx
			.select({ claim: hourClaims, shift: shifts, postName: posts.name })
			.from(hourClaims)
			.innerJoin(shifts, eq(shifts.id, hourClaims.shiftId))
			.innerJoin(posts, eq(posts.id, shifts.postId))
			.where(eq(hourClaims.id, id));
		if (!found) throw new Refusal('missing', '没有这个申请');
		const { claim, shift, postName } = found;
		const { accountId, minutes } = claim;
		if (accountId === actor.accountId) throw new Refusal('forbidden', '不能答复自己的申请');
		if (granted && minutes > plannedMinutes(shift) && reason === '') {
			const message = '比班次的时间还长，请写明为什么同意';
			throw new Refusal('invalid', message, { reason: message });
		}
		const answered = await tx
			.update(hourClaims)
			.set({ answeredAt: at, answeredById: actor.accountId, granted, answer: reason })
			.where(and(eq(hourClaims.id, id), isNull(hourClaims.answeredAt)))
			.returning({ id: hourClaims.id });
		if (answered.length === 0) throw new Refusal('conflict', '这个申请已经有人答复了');
		const before = inAll(sumsOf(await entriesOf(tx, shift.id, accountId)));
		if (granted && minutes !== before) {
			const row = { kind: 'vouched' as const, minutes: minutes - before, claimId: id };
			const why = { reason: reason || '情况属实', voucherId: actor.accountId };
			await enter(tx, { shift, accountId }, { ...row, ...why }, at);
		}
		const which = `${formatDay(shift.day, at)} ${postName}`;
		const letter = granted
			? { title: '时长更正了', body: `${which} 的服务时长改为 ${formatDuration(minutes)}。` }
			: { title: '时长没有更正', body: `${which} 的更正申请没有通过：${reason}` };
		await deliver(tx, [accountId], { ...letter, href: '/me/hours' }, at);
		await record(tx, actor, 'answer_claim', `shift:${shift.code}`, at, { claim: id, granted });
	});
}

/** What waits for an answer, the oldest first. */
export const openClaims = (db: Db, most = 100) =>
	db
		.select({
			id: hourClaims.id,
			minutes: hourClaims.minutes,
			words: hourClaims.words,
			at: hourClaims.at,
			number: volunteers.number,
			code: shifts.code,
			day: shifts.day,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			postName: posts.name,
			stands: sql<number>`coalesce((SELECT sum(h.minutes) FROM ${hours} h WHERE h.shift_id = ${hourClaims.shiftId} AND h.account_id = ${hourClaims.accountId} AND (h.kind = 'vouched' OR h.reason = '')), 0)`
		})
		.from(hourClaims)
		.innerJoin(shifts, eq(shifts.id, hourClaims.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.leftJoin(volunteers, eq(volunteers.accountId, hourClaims.accountId))
		.where(isNull(hourClaims.answeredAt))
		.orderBy(asc(hourClaims.id))
		.limit(most);

/** Forgets what someone said; that it was asked and answered stays with the rows that followed. */
export const endClaims = (tx: Db, accountId: number, at: number) =>
	tx
		.update(hourClaims)
		.set({
			words: '',
			answeredAt: sql`coalesce(${hourClaims.answeredAt}, ${at})`,
			granted: sql`coalesce(${hourClaims.granted}, 0)`
		})
		.where(eq(hourClaims.accountId, accountId));
