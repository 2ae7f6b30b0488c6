import { isStaff } from '$lib/accounts/policy';
import { EraseOwn } from '$lib/accounts/forms';
import { eraseOwn } from '$lib/server/accounts/own-data';
import { db, now, seal, sessions, storage } from '$lib/server/app';
import { letGoOfBrowser } from '$lib/server/http/browser';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { dropSession } from '$lib/server/http/session-cookie';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((event: PageServerLoadEvent) => {
	const { actor } = event.locals;
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	return { standing: standingOf(event, now()), mayErase: !isStaff(actor) };
});

export const actions: Actions = {
	erase: formAction(
		EraseOwn,
		async (event: RequestEvent) => {
			const erased = await eraseOwn(db, storage, seal, event.locals.actor, now());
			await letGoOfBrowser(event, db, now());
			dropSession(event.cookies, event.url, sessions.cookieName);
			return { erased };
		},
		async (event) => requireRecent(event, now())
	)
};
