import * as v from 'valibot';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { markAllRead, readInbox } from '$lib/server/notifications/commands';
import { Refusal } from '$lib/server/refusal';
import type { Actor } from '$lib/accounts/roles';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals }: PageServerLoadEvent) => ({
	letters: await readInbox(db, own(locals.actor)),
	now: now()
}));

export const actions: Actions = {
	default: formAction(v.object({}), async ({ locals }: RequestEvent) => {
		await markAllRead(db, own(locals.actor), now());
		return { done: '已全部标为已读' };
	})
};

function own({ accountId }: Actor): number {
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	return accountId;
}
