import { json } from '@sveltejs/kit';
import { db, hints, now, seal } from '$lib/server/app';
import { checked, endpoint, readJson, refusalResponse } from '$lib/server/http/endpoint';
import { act, refusalOf } from '$lib/server/volunteering/on-site';
import { ActForm, ActKey } from '$lib/volunteering/act-forms';
import { sentOf } from '../../sender';
import type { RequestEvent } from './$types';

export const PUT = endpoint(async (event: RequestEvent) => {
	const { actor, code } = await sentOf(event);
	const key = checked(ActKey, event.params.key);
	const input = await readJson(event.request, ActForm);
	const reply = await act(db, { seal, hints }, actor, code, key, input, now());
	const refusal = refusalOf(reply);
	return refusal ? refusalResponse(refusal) : json(reply);
});
