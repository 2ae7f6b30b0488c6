import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { mayVolunteer } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { addDays, dayMs, dayOf, startOfDay } from '../../time/shanghai';
import type { PostKind } from '../../volunteering/posts';
import { cancelFreeUntil, opensAt, type Rules } from '../../volunteering/sign-up';
import {
	activeStates,
	canCancel,
	holdingStates,
	type SignupState
} from '../../volunteering/signups';
import { leads } from '../../volunteering/policy';
import { stepFor } from '../../volunteering/steps';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { getShift, hasAcceptedRisks, signupOf, volunteerOf, waitingBefore } from './queries';
import { shiftRules } from './rules';
import { posts, shifts, signups } from './schema';

const perPage = 40;

const inState = (states: readonly SignupState[]) =>
	sql<number>`(SELECT count(*) FROM signups s WHERE s.shift_id = ${shifts.id} AND s.state IN ${[...states]})`;

const line = {
	id: shifts.id,
	code: shifts.code,
	day: shifts.day,
	startsAt: shifts.startsAt,
	endsAt: shifts.endsAt,
	most: shifts.most,
	postName: posts.name,
	kind: posts.kind
};

export type ShiftFilter = { day?: string; kind?: PostKind; page?: number };

/** Up to which moment places can be taken now. */
const opened = (rules: Rules, at: number) => startOfDay(addDays(dayOf(at), rules.opensDays + 1));

/** The shifts for which one can sign up, in order, a page of them; `next`: there are more. */
export async function comingShifts(db: Db, { day, kind, page = 1 }: ShiftFilter, at: number) {
	const until = opened(await shiftRules(db), at);
	const from = day ? Math.max(startOfDay(day) - 1, at) : at;
	const rows = await db
		.select({
			...line,
			lat: posts.lat,
			lng: posts.lng,
			kit: posts.kit,
			held: inState(holdingStates),
			waiting: inState(['waitlisted'])
		})
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(
			and(
				gt(shifts.startsAt, from),
				lt(shifts.startsAt, day ? Math.min(startOfDay(addDays(day, 1)), until) : until),
				isNull(shifts.calledOffAt),
				kind && eq(posts.kind, kind)
			)
		)
		.orderBy(asc(shifts.startsAt), asc(shifts.id))
		.limit(perPage + 1)
		.offset((page - 1) * perPage);
	return { rows: rows.slice(0, perPage), next: rows.length > perPage ? page + 1 : null };
}

/** The days that have such shifts. */
export async function daysWithShifts(db: Db, at: number): Promise<string[]> {
	const { opensDays } = await shiftRules(db);
	const days = Array.from({ length: opensDays + 1 }, (_, i) => addDays(dayOf(at), i));
	const starts = JSON.stringify(days.map(startOfDay));
	const found = await db.values<[start: number]>(sql`
		SELECT each_day.value FROM json_each(${starts}) each_day
		WHERE EXISTS (SELECT 1 FROM shifts WHERE called_off_at IS NULL AND starts_at > ${at}
			AND starts_at >= each_day.value AND starts_at < each_day.value + ${dayMs})`);
	return found.map(([start]) => dayOf(start));
}

/** What is active of someone on these shifts, by shift. */
export async function ownStates(db: Db, { accountId }: Actor, shiftIds: readonly number[]) {
	if (accountId === null || shiftIds.length === 0) return new Map<number, SignupState>();
	const rows = await db
		.select({ shiftId: signups.shiftId, state: signups.state })
		.from(signups)
		.where(
			and(
				inArray(signups.shiftId, [...shiftIds]),
				eq(signups.accountId, accountId),
				inArray(signups.state, [...activeStates])
			)
		);
	return new Map(rows.map(({ shiftId, state }) => [shiftId, state]));
}

/** All that the page of a shift says to a visitor. @throws Refusal('missing') */
export async function shiftSeenBy(db: Db, actor: Actor, code: string, at: number) {
	const { leadId, ...shift } = await getShift(db, code);
	const [post] = await db
		.select({ task: posts.task, kit: posts.kit, risks: posts.risks, insured: posts.insured })
		.from(posts)
		.where(eq(posts.id, shift.postId));
	const rules = await shiftRules(db);
	const { accountId } = actor;
	const volunteer = accountId === null ? undefined : await volunteerOf(db, accountId);
	const visitor = { signedIn: accountId !== null, mayVolunteer: mayVolunteer(actor), volunteer };
	const own = accountId === null ? null : await ownPlace(db, accountId, shift.id);
	return {
		shift: { ...shift, ...post!, hasLead: leadId !== null },
		own,
		isLead: leads(actor, { leadId }),
		step: stepFor(shift, visitor, rules, at),
		risksAccepted: accountId !== null && (await hasAcceptedRisks(db, accountId, shift.postId)),
		opensAt: opensAt(shift, rules),
		freeUntil: cancelFreeUntil(shift, rules, own?.at ?? at)
	};
}

async function ownPlace(db: Db, accountId: number, shiftId: number) {
	const signup = await signupOf(db, shiftId, accountId);
	if (!signup) return null;
	const { id, state, offeredUntil, at } = signup;
	const before = state === 'waitlisted' ? await waitingBefore(db, shiftId, id) : 0;
	return { state, offeredUntil, before, at, canCancel: canCancel(state) };
}

const mostPast = 50;

/** What someone signed up for: what is still to come in order, and the latest that is not. */
export async function ownShifts(db: Db, actor: Actor, at: number) {
	const accountId = ownAccount(actor);
	const of = {
		...line,
		signupId: signups.id,
		state: signups.state,
		offeredUntil: signups.offeredUntil,
		calledOffAt: shifts.calledOffAt
	};
	// whoever cancelled and came back has two on one shift: the last holds
	const last = sql`${signups.id} IN (SELECT max(s.id) FROM signups s WHERE s.account_id = ${accountId} GROUP BY s.shift_id)`;
	const mine = () =>
		db
			.select(of)
			.from(signups)
			.innerJoin(shifts, eq(shifts.id, signups.shiftId))
			.innerJoin(posts, eq(posts.id, shifts.postId))
			.$dynamic();
	const coming = sql`${shifts.endsAt} > ${at} AND ${signups.state} IN ${[...activeStates]}`;
	const ahead = await mine()
		.where(and(eq(signups.accountId, accountId), last, coming))
		.orderBy(asc(shifts.startsAt));
	const past = await mine()
		.where(and(eq(signups.accountId, accountId), last, sql`NOT (${coming})`))
		.orderBy(desc(shifts.startsAt))
		.limit(mostPast);
	return {
		coming: await Promise.all(
			ahead.map(async (row) => ({
				...row,
				before: row.state === 'waitlisted' ? await waitingBefore(db, row.id, row.signupId) : 0
			}))
		),
		past
	};
}

/** What the page of a volunteer needs of themselves; undefined for whoever is none yet. */
export const ownRecord = (db: Db, actor: Actor) => volunteerOf(db, ownAccount(actor));

/** @throws Refusal('unauthenticated' | 'forbidden') */
export function ownAccount(actor: Actor): number {
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	if (!mayVolunteer(actor)) {
		throw new Refusal('forbidden', '这是志愿者个人的页面，请用您自己的手机号登录');
	}
	return actor.accountId;
}
