import { randomBytes } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import { minuteMs, startOfDay } from '../../time/shanghai';
import type { ShiftForm } from '../../volunteering/forms';
import { minutesBetween } from '../../volunteering/patterns';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { leadAsked } from './leads';
import { tell } from './letters';
import { assertNotTooFar } from './planning';
import { assertPlans, assertPostInUse } from './posts';
import { getShift, shiftById, type AskedRow } from './queries';
import { shifts, signups } from './schema';
import { move, passOn } from './sign-ups';

/** A single shift by hand. @returns its code */
export async function addShift(db: Db, actor: Actor, form: ShiftForm, at: number): Promise<string> {
	assertPlans(actor);
	const times = timesOf(form, at);
	const code = codeFrom(randomBytes(8));
	const { postId, least, most, note } = form;
	await db.transaction(async (tx) => {
		await assertPostInUse(tx, postId);
		const leadId = await leadAsked(tx, form);
		await tx.insert(shifts).values({ code, postId, ...times, least, most, leadId, note });
		if (leadId !== null) await tell(tx, [leadId], 'leads', await getShift(tx, code), at);
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
		assertKeepsItsDay(before, form.day);
		if (form.most < before.held) {
			const message = `已有 ${before.held} 人报名，人数不能少于这个`;
			throw new Refusal('invalid', message, { most: message });
		}
		const { postId, least, most, note } = form;
		if (postId !== before.postId) await assertPostInUse(tx, postId);
		const leadId = await leadAsked(tx, form, before.leadId);
		await tx
			.update(shifts)
			.set({ postId, ...timesOf(form, at), least, most, leadId, note })
			.where(eq(shifts.id, before.id));
		const moved = await tellOfChange(tx, before, at);
		await passOn(tx, before.id, at);
		await record(tx, actor, 'change_shift', `shift:${code}`, at, { moved });
	});
}

/** @returns whether time or post changed */
async function tellOfChange(tx: Db, before: AskedRow, at: number): Promise<boolean> {
	const shift = await shiftById(tx, before.id);
	const moved =
		before.startsAt !== shift.startsAt ||
		before.endsAt !== shift.endsAt ||
		before.postId !== shift.postId;
	const { leadId } = shift;
	if (leadId !== null && leadId !== before.leadId) await tell(tx, [leadId], 'leads', shift, at);
	else if (leadId !== null && moved) await tell(tx, [leadId], 'lead_changed', shift, at);
	if (moved) {
		await tx.update(shifts).set({ movedAt: at }).where(eq(shifts.id, before.id));
		const expected = (await openOn(tx, before.id)).map(({ accountId }) => accountId);
		await tell(tx, expected, 'changed', shift, at);
	}
	return moved;
}

/** Everyone who signed up is told why, and who leads. */
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
		await tx
			.update(shifts)
			.set({ calledOffAt: at, callOffReason: reason })
			.where(eq(shifts.id, shift.id));
		const open = await openOn(tx, shift.id);
		for (const signup of open) await move(tx, signup, 'call_off', at);
		const told = open.map(({ accountId }) => accountId);
		if (shift.leadId !== null) told.push(shift.leadId);
		await tell(tx, told, 'called_off', shift, at, reason);
		await record(tx, actor, 'call_off_shift', `shift:${code}`, at);
	});
}

function timesOf({ day, start, end }: Pick<ShiftForm, 'day' | 'start' | 'end'>, at: number) {
	const startsAt = startOfDay(day) + start * minuteMs;
	if (startsAt <= at) {
		throw new Refusal('invalid', '开始时间已经过去', { day: '开始时间已经过去' });
	}
	assertNotTooFar(day, 'day', at);
	return { day, startsAt, endsAt: startsAt + minutesBetween(start, end) * minuteMs };
}

function assertNotBegun(shift: { startsAt: number; calledOffAt: number | null }, at: number) {
	if (shift.calledOffAt !== null) throw new Refusal('conflict', '这个班次已经取消');
	if (at >= shift.startsAt) throw new Refusal('conflict', '这个班次已经开始，不能再改');
}

// by pattern and day it is known that the pattern was carried out
function assertKeepsItsDay({ patternId, day }: AskedRow, asked: string) {
	if (patternId === null || day === asked) return;
	const message = '按规律排的班次不能换日子；请取消它，另加一个';
	throw new Refusal('invalid', message, { day: message });
}

const openOn = (tx: Db, shiftId: number) =>
	tx
		.select({ id: signups.id, state: signups.state, accountId: signups.accountId })
		.from(signups)
		.where(
			and(
				eq(signups.shiftId, shiftId),
				inArray(signups.state, ['confirmed', 'offered', 'waitlisted', 'asking', 'checked_in'])
			)
		);
