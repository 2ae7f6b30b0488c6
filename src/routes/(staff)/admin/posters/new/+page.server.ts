import { redirect } from '@sveltejs/kit';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { addPoster } from '$lib/server/posters/commands';
import { listThemes } from '$lib/server/posters/themes';
import { preview, save } from '../saving';
import type { Actions, RequestEvent } from './$types';

export const load = page(async () => ({ themes: await listThemes(db), today: dayOf(now()) }));

export const actions: Actions = {
	preview,
	save: save(async ({ locals }: RequestEvent, input) => {
		const slug = await addPoster(db, locals.actor, input, now());
		redirect(303, `/admin/posters/${slug}`);
	})
};
