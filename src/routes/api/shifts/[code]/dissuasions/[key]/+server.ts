import { json } from '@sveltejs/kit';
import { db, now } from '$lib/server/app';
import { checked, endpoint, readJson } from '$lib/server/http/endpoint';
import { countDissuasions } from '$lib/server/volunteering/dissuasions';
import { ActKey, DissuasionForm } from '$lib/volunteering/act-forms';
import { sentOf } from '../../sender';
import type { RequestEvent } from './$types';

export const PUT = endpoint(async (event: RequestEvent) => {
	const { actor, code } = await sentOf(event);
	const key = checked(ActKey, event.params.key);
	const input = await readJson(event.request, DissuasionForm);
	return json({ key, sums: await countDissuasions(db, actor, code, key, input, now()) });
});
