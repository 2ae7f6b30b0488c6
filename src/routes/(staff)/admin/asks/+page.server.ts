import { DecideAsk, mayDecideAsks } from '$lib/reports/asks';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { decideAsk } from '$lib/server/reports/commands/asks';
import { listAsks } from '$lib/server/reports/queries/asks';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals }: PageServerLoadEvent) => ({
	now: now(),
	mayDecide: mayDecideAsks(locals.actor),
	...(await listAsks(db))
}));

export const actions: Actions = {
	decide: formAction(DecideAsk, async ({ locals }: RequestEvent, input) => {
		await decideAsk(db, locals.actor, input, now());
		return {
			done: input.answer === 'grant' ? '已准，单位已收到答复。' : '已答复不准，单位已收到。'
		};
	})
};
