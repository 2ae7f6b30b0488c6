import { randomBytes } from 'node:crypto';
import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import { publicDays } from '../../time/calendar';
import { addDays, dayOf, minuteMs, startOfDay } from '../../time/shanghai';
import type { PatternForm, PostForm, ShiftForm } from '../../volunteering/forms';
import { occurrences, type Occurrence, type Season } from '../../volunteering/patterns';
import { record } from '../audit/record';
import type { Db } from '../db';
import { locate } from '../places/queries';
import { townCalendar } from '../reports/town-calendar';
import { Refusal } from '../refusal';
import { officeSetting } from '../settings/office';
import { tell } from './letters';
import { getShift, shiftById } from './queries';
import { patterns, posts, shifts, signups } from './schema';
import { move, passOn } from './sign-ups';

/** How far ahead shifts may be made, so that a slip of the pen does not make thousands. */
export const mostDaysAhead = 120;

function assertPlans(actor: Actor) {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '您不能安排班次');
}

export async function addPost(db: Db, actor: Actor, form: PostForm, at: number): Promise<number> {
	assertPlans(actor);
	return db.transaction(async (tx) => {
		await assertNameIsFree(tx, form.name);
		const { gridId } = await locate(tx, form);
		const [made] = await tx
			.insert(posts)
			.values({ ...form, gridId })
			.returning({ id: posts.id });
		await record(tx, actor, 'add_post', `post:${made!.id}`, at);
		return made!.id;
	});
}

/** A post that is no longer used stays for the shifts that were held there. */
export async function changePost(
	db: Db,
	actor: Actor,
	id: number,
	form: PostForm & { active: boolean },
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		await assertNameIsFree(tx, form.name, id);
		const { gridId } = await locate(tx, form);
		const changed = await tx
			.update(posts)
			.set({ ...form, gridId })
			.where(eq(posts.id, id))
			.returning({ id: posts.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个点位');
		await record(tx, actor, 'change_post', `post:${id}`, at);
	});
}

async function assertNameIsFree(tx: Db, name: string, own?: number) {
	const [found] = await tx.select({ id: posts.id }).from(posts).where(eq(posts.name, name));
	if (found && found.id !== own) {
		throw new Refusal('invalid', '已经有同名的点位', { name: '已经有同名的点位' });
	}
}

export async function addPattern(db: Db, actor: Actor, form: PatternForm, at: number) {
	assertPlans(actor);
	const { start, end, ...rest } = form;
	await db.transaction(async (tx) => {
		const [made] = await tx
			.insert(patterns)
			.values({ ...rest, startMinute: start, endMinute: end })
			.returning({ id: patterns.id });
		await record(tx, actor, 'add_pattern', `pattern:${made!.id}`, at);
	});
}

/** The shifts that it made stay. */
export async function endPattern(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const ended = await tx
			.update(patterns)
			.set({ active: false })
			.where(and(eq(patterns.id, id), eq(patterns.active, true)))
			.returning({ id: patterns.id });
		if (ended.length === 0) throw new Refusal('missing', '没有这个排班规律');
		await record(tx, actor, 'end_pattern', `pattern:${id}`, at);
	});
}

/** When schools are in session, unless the office says otherwise. */
const standardTerms: readonly Season[] = [
	{ from: '09-01', to: '01-20' },
	{ from: '02-20', to: '07-05' }
];

export type Planned = Occurrence & {
	patternId: number;
	postId: number;
	postName: string;
	least: number;
	most: number;
};

/** The shifts that the patterns would add between two days, both included; none that is there. */
export async function planned(db: Db, from: string, to: string, at: number): Promise<Planned[]> {
	if (from < dayOf(at))
		throw new Refusal('invalid', '不能排已经过去的日子', { from: '请选今天以后' });
	if (to > addDays(dayOf(at), mostDaysAhead)) {
		const message = `最多排到 ${mostDaysAhead} 天以后`;
		throw new Refusal('invalid', message, { to: message });
	}
	const rows = await db
		.select({ pattern: patterns, postName: posts.name })
		.from(patterns)
		.innerJoin(posts, eq(posts.id, patterns.postId))
		.where(and(eq(patterns.active, true), eq(posts.active, true)))
		.orderBy(asc(patterns.id));
	const there = await db
		.select({ patternId: shifts.patternId, day: shifts.day })
		.from(shifts)
		.where(
			and(gte(shifts.startsAt, startOfDay(from)), lte(shifts.startsAt, startOfDay(addDays(to, 1))))
		);
	const made = new Set(there.map(({ patternId, day }) => `${patternId} ${day}`));
	const days = await daysOf(db, from, to);
	return rows
		.flatMap(({ pattern, postName }) => {
			const { id: patternId, postId, least, most, seasonFrom, seasonTo } = pattern;
			const season = { from: seasonFrom, to: seasonTo };
			return occurrences({ ...pattern, season }, from, to, days)
				.filter(({ day, startsAt }) => startsAt > at && !made.has(`${patternId} ${day}`))
				.map((occurrence) => ({ ...occurrence, patternId, postId, postName, least, most }));
		})
		.sort((a, b) => a.startsAt - b.startsAt || a.patternId - b.patternId);
}

async function daysOf(db: Db, from: string, to: string) {
	const terms =
		((await officeSetting(db, 'school_terms')) as Season[] | undefined) ?? standardTerms;
	const years = new Set([from.slice(0, 4), to.slice(0, 4)]);
	const off = [...years].flatMap((year) => publicDays(Number(year)).filter(({ work }) => !work));
	const holidays = new Set(off.map(({ day }) => day));
	const calendar = await townCalendar(db);
	return { calendar, isHoliday: (day: string) => holidays.has(day), terms };
}

/** Makes what is planned; a second time nothing is added. @returns how many were made */
export async function carryOutPlan(
	db: Db,
	actor: Actor,
	{ from, to }: { from: string; to: string },
	at: number
): Promise<number> {
	assertPlans(actor);
	return db.transaction(async (tx) => {
		const plan = await planned(tx, from, to, at);
		let made = 0;
		for (const shift of plan) {
			// what a shift has no column for is left out
			const rows = await tx
				.insert(shifts)
				.values({ ...shift, code: codeFrom(randomBytes(8)) })
				.onConflictDoNothing()
				.returning({ id: shifts.id });
			made += rows.length;
		}
		await record(tx, actor, 'plan_shifts', 'shifts', at, { from, to, made });
		return made;
	});
}

function timesOf({ day, start, end }: Pick<ShiftForm, 'day' | 'start' | 'end'>) {
	const startsAt = startOfDay(day) + start * minuteMs;
	const endsAt = startOfDay(end > start ? day : addDays(day, 1)) + end * minuteMs;
	return { day, startsAt, endsAt };
}

/** A single shift by hand. @returns its code */
export async function addShift(db: Db, actor: Actor, form: ShiftForm, at: number): Promise<string> {
	assertPlans(actor);
	const times = timesOf(form);
	if (times.startsAt <= at) {
		throw new Refusal('invalid', '开始时间已经过去', { day: '开始时间已经过去' });
	}
	const { postId, least, most, leadId, note } = form;
	const code = codeFrom(randomBytes(8));
	await db.transaction(async (tx) => {
		await tx.insert(shifts).values({ code, postId, ...times, least, most, leadId, note });
		await record(tx, actor, 'add_shift', `shift:${code}`, at);
	});
	return code;
}

/** Whoever has a place or waits is told when time or post change; more room goes to who waits. */
export async function changeShift(
	db: Db,
	actor: Actor,
	code: string,
	form: ShiftForm,
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const before = await getShift(tx, code);
		assertNotBegun(before, at);
		if (form.most < before.held) {
			const message = `已有 ${before.held} 人报名，人数不能少于这个`;
			throw new Refusal('invalid', message, { most: message });
		}
		const { postId, least, most, leadId, note } = form;
		const times = timesOf(form);
		if (times.startsAt <= at) {
			throw new Refusal('invalid', '开始时间已经过去', { day: '开始时间已经过去' });
		}
		await tx
			.update(shifts)
			.set({ postId, ...times, least, most, leadId, note })
			.where(eq(shifts.id, before.id));
		const moved =
			before.startsAt !== times.startsAt ||
			before.endsAt !== times.endsAt ||
			before.postId !== postId;
		if (moved) {
			const shift = await shiftById(tx, before.id);
			await tell(tx, await expectedOn(tx, before.id), 'changed', shift, at);
		}
		await passOn(tx, before.id, at);
		await record(tx, actor, 'change_shift', `shift:${code}`, at, { moved });
	});
}

/** Everyone who signed up is told why. */
export async function callOff(
	db: Db,
	actor: Actor,
	code: string,
	reason: string,
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		assertNotBegun(shift, at);
		const told = await expectedOn(tx, shift.id);
		await tx
			.update(shifts)
			.set({ calledOffAt: at, callOffReason: reason })
			.where(and(eq(shifts.id, shift.id), isNull(shifts.calledOffAt)));
		const open = await tx
			.select()
			.from(signups)
			.where(
				and(
					eq(signups.shiftId, shift.id),
					inArray(signups.state, ['confirmed', 'offered', 'waitlisted'])
				)
			);
		for (const signup of open) await move(tx, signup, 'call_off', at);
		await tell(tx, told, 'called_off', shift, at, reason);
		await record(tx, actor, 'call_off_shift', `shift:${code}`, at);
	});
}

function assertNotBegun(shift: { startsAt: number; calledOffAt: number | null }, at: number) {
	if (shift.calledOffAt !== null) throw new Refusal('conflict', '这个班次已经取消');
	if (at >= shift.startsAt) throw new Refusal('conflict', '这个班次已经开始，不能再改');
}

async function expectedOn(tx: Db, shiftId: number): Promise<number[]> {
	const rows = await tx
		.select({ accountId: signups.accountId })
		.from(signups)
		.where(
			and(
				eq(signups.shiftId, shiftId),
				inArray(signups.state, ['confirmed', 'offered', 'waitlisted'])
			)
		);
	return rows.map(({ accountId }) => accountId);
}
