import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { addShift } from '$lib/server/volunteering/changes';
import { deskShifts, type DeskShift } from '$lib/server/volunteering/desk';
import { dayOf } from '$lib/time/shanghai';
import { byDay, dayInWords, readRange, standing } from '$lib/volunteering/desk-words';
import { ShiftForm } from '$lib/volunteering/forms';
import { choices } from './choices';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const daysShown = 14;
const mostDays = 62;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const at = now();
	const today = dayOf(at);
	const range = readRange(url.searchParams, today, daysShown, mostDays);
	const shifts = await deskShifts(db, range.from, range.to);
	const isShort = (shift: DeskShift) => standing(shift).tone === 'warn' && shift.startsAt > at;
	const days = byDay(shifts).map((day) => ({ ...day, short: day.things.filter(isShort).length }));
	return {
		now: at,
		today,
		...range,
		days,
		held: shifts.filter(({ calledOffAt }) => calledOffAt === null).length,
		short: shifts.filter(isShort).length,
		...(await choices())
	};
});

export const actions: Actions = {
	add: formAction(ShiftForm, async ({ locals }: RequestEvent, input) => {
		const at = now();
		await addShift(db, locals.actor, input, at);
		return { done: `已添加 ${dayInWords(input.day, at)} 的班次` };
	})
};
