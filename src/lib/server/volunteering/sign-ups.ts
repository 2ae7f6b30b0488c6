import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import { mayVolunteer } from '../../accounts/policy';
import { theSystem, type Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import type { AgeBand } from '../../volunteering/posts';
import { isMinor } from '../../volunteering/posts';
import {
	answers,
	cancelFreeUntil,
	offerUntil,
	whyNot,
	type Answer,
	type No,
	type Rules
} from '../../volunteering/sign-up';
import { holdingStates, next, type SignupAction } from '../../volunteering/signups';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { tell } from './letters';
import {
	engagements,
	getShift,
	hasAcceptedRisks,
	shiftById,
	signupOf,
	volunteerOf,
	type AskedRow
} from './queries';
import { shiftRules } from './rules';
import { risksAccepted, shifts, signups, volunteers } from './schema';

function volunteerId(actor: Actor): number {
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录再报名');
	if (!mayVolunteer(actor)) {
		throw new Refusal('forbidden', '工作账号不能报名，请用您自己的手机号登录');
	}
	return actor.accountId;
}

/** Becomes a volunteer, or mends what one said of oneself. */
export async function joinVolunteers(
	db: Db,
	actor: Actor,
	input: { ageBand: AgeBand; consent: boolean; trained: boolean },
	at: number
): Promise<void> {
	const accountId = volunteerId(actor);
	const { ageBand } = input;
	const consents = isMinor(ageBand) && input.consent;
	await db.transaction(async (tx) => {
		const before = await volunteerOf(tx, accountId);
		const said = {
			ageBand,
			consentAt: consents ? (before?.consentAt ?? at) : null,
			trainedAt: before?.trainedAt ?? (input.trained ? at : null)
		};
		await tx
			.insert(volunteers)
			.values({ accountId, number: codeFrom(randomBytes(8)), joinedAt: at, ...said })
			.onConflictDoUpdate({ target: volunteers.accountId, set: said });
		await record(tx, actor, 'join_volunteers', `account:${accountId}`, at, { ageBand });
	});
}

/**
 * 我要报名: the answer is one of the fixed list. A place is taken, or one stands in line. No place is
 * given past those who wait, as long as places are offered to them.
 */
export async function signUp(
	db: Db,
	actor: Actor,
	code: string,
	{ risks }: { risks: boolean },
	at: number
): Promise<Answer> {
	const accountId = volunteerId(actor);
	return db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		const rules = await shiftRules(tx);
		if (risks && shift.risks !== '') await acceptRisks(tx, accountId, shift.postId, at);
		const no = await reasonAgainst(tx, accountId, shift, rules, at);
		if (no) return no;
		const answer = (await takePlace(tx, shift, accountId, rules, at)) ? 'confirmed' : 'waitlisted';
		if (answer === 'waitlisted') {
			const waiting = { shiftId: shift.id, accountId, state: 'waitlisted' as const };
			await tx.insert(signups).values({ ...waiting, at, stateSince: at });
		}
		await record(tx, actor, 'sign_up', `shift:${code}`, at, { answer });
		return answer;
	});
}

// Whether there is room is asked and taken in one statement, so that there is never one too many.
async function takePlace(tx: Db, shift: AskedRow, accountId: number, rules: Rules, at: number) {
	const offers = offerUntil(shift, rules, at) !== null;
	const taken = await tx.all(sql`
		INSERT INTO signups (shift_id, account_id, state, at, state_since)
		SELECT ${shift.id}, ${accountId}, 'confirmed', ${at}, ${at}
		WHERE (SELECT count(*) FROM signups WHERE shift_id = ${shift.id} AND state IN ${[...holdingStates]})
			< (SELECT most FROM shifts WHERE id = ${shift.id})
		AND NOT (${offers ? 1 : 0} AND EXISTS (
			SELECT 1 FROM signups WHERE shift_id = ${shift.id} AND state = 'waitlisted'))
		RETURNING id`);
	return taken.length > 0;
}

export async function acceptRisks(tx: Db, accountId: number, postId: number, at: number) {
	await tx
		.insert(risksAccepted)
		.values({ accountId, postId, at })
		.onConflictDoUpdate({ target: [risksAccepted.accountId, risksAccepted.postId], set: { at } });
}

async function reasonAgainst(
	tx: Db,
	accountId: number,
	shift: AskedRow,
	rules: Rules,
	at: number
): Promise<No | null> {
	const volunteer = await volunteerOf(tx, accountId);
	if (!volunteer) throw new Refusal('conflict', '请先登记成为志愿者');
	const asking = {
		...volunteer,
		risksAccepted: shift.risks === '' || (await hasAcceptedRisks(tx, accountId, shift.postId)),
		already: (await signupOf(tx, shift.id, accountId)) !== undefined,
		others: await engagements(tx, accountId, shift)
	};
	return whyNot({ ...shift, calledOff: shift.calledOffAt !== null }, asking, rules, at);
}

/** Gives the place or the turn back. Late, it is recorded as late and the lead is told. */
export async function cancelSignup(
	db: Db,
	actor: Actor,
	code: string,
	at: number
): Promise<'cancelled' | 'late_cancelled'> {
	const accountId = volunteerId(actor);
	return db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		const signup = await signupOf(tx, shift.id, accountId);
		if (!signup) throw new Refusal('conflict', '您没有报这个班次');
		const rules = await shiftRules(tx);
		const late = signup.state === 'confirmed' && at > cancelFreeUntil(shift, rules, signup.at);
		await move(tx, signup, late ? 'cancel_late' : 'cancel', at);
		if (late && shift.leadId !== null) await tell(tx, [shift.leadId], 'late_cancel', shift, at);
		await passOn(tx, shift.id, at);
		await record(tx, actor, 'cancel_signup', `shift:${code}`, at, { late });
		return late ? 'late_cancelled' : 'cancelled';
	});
}

/** Takes the place that was offered. Declining is cancelling. */
export async function acceptOffer(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	const accountId = volunteerId(actor);
	await db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		const signup = await signupOf(tx, shift.id, accountId);
		if (signup?.state !== 'offered' || signup.offeredUntil === null || signup.offeredUntil <= at) {
			throw new Refusal('conflict', '这个名额已经过了确认时间');
		}
		const others = await engagements(tx, accountId, shift);
		const volunteer = (await volunteerOf(tx, accountId))!;
		const asking = { ...volunteer, risksAccepted: true, already: false, others };
		const rules = await shiftRules(tx);
		const calledOff = shift.calledOffAt !== null;
		const no = whyNot({ ...shift, calledOff }, asking, rules, at);
		if (no) throw new Refusal('conflict', answers[no]);
		await move(tx, signup, 'accept', at);
		await record(tx, actor, 'accept_place', `shift:${code}`, at);
	});
}

type Signup = typeof signups.$inferSelect;

/** Matched on the state that was read, so that of two at once one wins. */
export async function move(
	tx: Db,
	signup: Pick<Signup, 'id' | 'state'>,
	action: SignupAction,
	at: number,
	offeredUntil: number | null = null
) {
	const to = next(signup.state, action);
	if (!to) throw new Refusal('conflict', '这个报名现在不能这样改');
	const moved = await tx
		.update(signups)
		.set({ state: to, stateSince: at, offeredUntil })
		.where(and(eq(signups.id, signup.id), eq(signups.state, signup.state)))
		.returning({ id: signups.id });
	if (moved.length === 0) throw new Refusal('conflict', '刚刚有变动，请刷新');
	return to;
}

/** Offers the places that are free to those who wait, in order; who cannot come now keeps the turn. */
export async function passOn(tx: Db, shiftId: number, at: number): Promise<void> {
	const shift = await shiftById(tx, shiftId);
	const rules = await shiftRules(tx);
	const until = offerUntil(shift, rules, at);
	if (until === null || shift.calledOffAt !== null) return;
	let free = shift.most - shift.held;
	if (free <= 0) return;
	const waiting = await tx
		.select()
		.from(signups)
		.where(and(eq(signups.shiftId, shiftId), eq(signups.state, 'waitlisted')))
		.orderBy(asc(signups.id));
	for (const signup of waiting) {
		if (free === 0) return;
		const asking = {
			...(await volunteerOf(tx, signup.accountId))!,
			risksAccepted: true,
			already: false,
			others: await engagements(tx, signup.accountId, shift)
		};
		if (whyNot({ ...shift, calledOff: false }, asking, rules, at)) continue;
		await move(tx, signup, 'offer', at, until);
		await tell(tx, [signup.accountId], 'offered', shift, at, until);
		free--;
	}
}

/** Offers that nobody answered go on to the next. @returns how many lapsed */
export async function lapseOffers(db: Db, at: number): Promise<number> {
	const due = await db
		.select()
		.from(signups)
		// in the words of the index that holds the offers alone
		.where(and(sql`${signups.state} = 'offered'`, lte(signups.offeredUntil, at)))
		.orderBy(asc(signups.offeredUntil));
	for (const signup of due) {
		await db.transaction(async (tx) => {
			const shift = await shiftById(tx, signup.shiftId);
			const lapsed = await move(tx, signup, 'lapse', at).catch((problem: unknown) => {
				if (problem instanceof Refusal) return null;
				throw problem;
			});
			if (!lapsed) return;
			await tell(tx, [signup.accountId], 'offer_lapsed', shift, at);
			await passOn(tx, signup.shiftId, at);
			await record(tx, theSystem, 'lapse_offer', `shift:${shift.code}`, at);
		});
	}
	return due.length;
}

/** Whoever still waited when a shift began is told. `from` left out, up to and with `to`. */
export async function endWaiting(tx: Db, from: number, to: number): Promise<void> {
	const waiting = await tx
		.select({
			id: signups.id,
			state: signups.state,
			accountId: signups.accountId,
			shiftId: shifts.id
		})
		.from(shifts)
		.innerJoin(signups, and(eq(signups.shiftId, shifts.id), eq(signups.state, 'waitlisted')))
		.where(and(gt(shifts.startsAt, from), lte(shifts.startsAt, to)));
	for (const signup of waiting) {
		await move(tx, signup, 'lapse', to);
		await tell(tx, [signup.accountId], 'no_room', await shiftById(tx, signup.shiftId), to);
	}
}
