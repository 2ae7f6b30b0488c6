import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { claimHours } from '$lib/server/volunteering/claims';
import { ownMonths, ownServed } from '$lib/server/volunteering/own-hours';
import { ClaimForm } from '$lib/volunteering/claim-forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url, locals: { actor } }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('page') ?? '';
	const number = /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 1;
	const months = await ownMonths(db, actor);
	const sum = (kind: 'measured' | 'vouched') =>
		months.reduce((total, month) => total + month[kind], 0);
	return {
		months,
		measured: sum('measured'),
		vouched: sum('vouched'),
		page: number,
		...(await ownServed(db, actor, now(), number))
	};
});

export const actions: Actions = {
	claim: formAction(ClaimForm, async ({ locals }: RequestEvent, input) => {
		await claimHours(db, locals.actor, input, now());
		return { done: '已交给文明办，答复了会给您发消息。' };
	})
};
