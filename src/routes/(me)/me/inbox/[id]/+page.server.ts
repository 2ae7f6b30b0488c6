import { redirect } from '@sveltejs/kit';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { openLetter } from '$lib/server/notifications/commands';
import { signedIn } from '$lib/server/notifications/settings';
import { Refusal } from '$lib/server/refusal';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals, params }: PageServerLoadEvent) => {
	if (!/^\d{1,15}$/.test(params.id)) throw new Refusal('missing', '没有这条消息');
	redirect(303, await openLetter(db, signedIn(locals.actor), Number(params.id), now()));
});
