import { isDay } from '$lib/reports/calendar-forms';
import { readCode } from '$lib/reports/code';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	coordinatedBy,
	membersOf,
	proposalsOf,
	shiftsToPropose
} from '$lib/server/volunteering/groups';
import { daysWithShifts } from '$lib/server/volunteering/of-volunteer';
import { propose } from '$lib/server/volunteering/propose';
import { ProposeForm } from '$lib/volunteering/group-forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, url, locals }: PageServerLoadEvent) => {
	const at = now();
	const group = await coordinatedBy(db, locals.actor, params.code);
	const days = await daysWithShifts(db, at);
	const asked = url.searchParams.get('day') ?? '';
	const day = isDay(asked) && days.includes(asked) ? asked : (days[1] ?? days[0] ?? null);
	const members = await membersOf(db, group.id);
	return {
		group: { code: group.code, name: group.name, active: group.active },
		members: members.map(({ number }) => number),
		days,
		day,
		shifts: day === null ? [] : await shiftsToPropose(db, day, at),
		proposals: await proposalsOf(db, group, at),
		now: at
	};
});

export const actions: Actions = {
	propose: formAction(ProposeForm, async ({ locals, params }: RequestEvent, { shift }, form) => {
		const numbers = form
			.getAll('member')
			.flatMap((typed) => (typeof typed === 'string' ? [readCode(typed)] : []))
			.filter((number) => number !== null);
		const asked = await propose(db, locals.actor, params.code, { shift, numbers }, now());
		return { asked };
	})
};
