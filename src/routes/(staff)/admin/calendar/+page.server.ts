import { RemoveDay, SetDay, SetHours } from '$lib/reports/calendar-forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import {
	removeCalendarDay,
	setCalendarDay,
	setWorkHours
} from '$lib/server/reports/commands/calendar';
import { calendarOf } from '$lib/server/reports/queries/calendar';
import { dayOf } from '$lib/time/shanghai';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const today = dayOf(now());
	const asked = url.searchParams.get('year') ?? '';
	const year = /^20[2-9]\d$/.test(asked) ? Number(asked) : Number(today.slice(0, 4));
	return { today, calendar: await calendarOf(db, year) };
});

const moved = (many: number) =>
	many === 0 ? '没有在办案件的期限因此改变。' : `${many} 件在办案件的期限已重新计算。`;

export const actions: Actions = {
	day: formAction(SetDay, async ({ locals }: RequestEvent, input) => ({
		done: `已保存。${moved(await setCalendarDay(db, locals.actor, input, now()))}`
	})),
	remove: formAction(RemoveDay, async ({ locals }: RequestEvent, input) => ({
		done: `已删去，照国家安排。${moved(await removeCalendarDay(db, locals.actor, input, now()))}`
	})),
	hours: formAction(SetHours, async ({ locals }: RequestEvent, input) => ({
		done: `已保存。${moved(await setWorkHours(db, locals.actor, input, now()))}`
	})),
	standard_hours: formAction(v.object({}), async ({ locals }: RequestEvent) => ({
		done: `已恢复标准。${moved(await setWorkHours(db, locals.actor, { hours: null }, now()))}`
	}))
};
