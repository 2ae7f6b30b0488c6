import * as v from 'valibot';
import { byDay } from '$lib/notifications/days';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { markAllRead, readInbox } from '$lib/server/notifications/commands';
import { signedIn } from '$lib/server/notifications/settings';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const lettersOnPage = 30;

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	const accountId = signedIn(locals.actor);
	const before = Number(url.searchParams.get('before')) || undefined;
	const found = await readInbox(db, accountId, lettersOnPage + 1, before);
	const letters = found.slice(0, lettersOnPage);
	return {
		days: byDay(letters, now()),
		first: before === undefined,
		older: found.length > lettersOnPage ? letters.at(-1)!.id : null,
		now: now()
	};
});

export const actions: Actions = {
	read: formAction(v.object({}), async ({ locals }: RequestEvent) => {
		await markAllRead(db, signedIn(locals.actor), now());
		return { done: '已全部标为已读' };
	})
};
