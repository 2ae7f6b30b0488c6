import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { callOff, changeShift } from '$lib/server/volunteering/changes';
import { deskShift } from '$lib/server/volunteering/desk';
import { leftToVouch, peopleOnShift, vouchByOffice } from '$lib/server/volunteering/shift-people';
import { dayOf } from '$lib/time/shanghai';
import { VouchForm } from '$lib/volunteering/claim-forms';
import { CallOffForm, ShiftForm } from '$lib/volunteering/forms';
import { choices } from '../choices';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params }: PageServerLoadEvent) => {
	const at = now();
	const shift = await deskShift(db, params.code);
	const { posts, leads } = await choices(shift.postId);
	const isListed = leads.some(({ id }) => id === shift.leadId);
	const own = shift.leadId === null || isListed ? [] : [{ id: shift.leadId, label: shift.lead }];
	const begun = shift.startsAt <= at && shift.calledOffAt === null;
	const people = begun ? await peopleOnShift(db, shift) : [];
	const served = people.map((person) => ({ ...person, left: leftToVouch(shift, person) }));
	return { now: at, today: dayOf(at), shift, served, posts, leads: [...own, ...leads] };
});

export const actions: Actions = {
	change: formAction(ShiftForm, async ({ locals, params }: RequestEvent, input) => {
		await changeShift(db, locals.actor, params.code, input, now());
		return { done: '已保存。时间或点位改了的，报名的人会收到消息。' };
	}),
	call_off: formAction(CallOffForm, async ({ locals, params }: RequestEvent, { reason }) => {
		await callOff(db, locals.actor, params.code, reason, now());
		return { done: '已取消，报名的人会收到消息。' };
	}),
	vouch: formAction(VouchForm, async ({ locals, params }: RequestEvent, input) => {
		await vouchByOffice(db, locals.actor, params.code, input, now());
		return { done: '已记下。' };
	})
};
