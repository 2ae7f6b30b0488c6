import { json } from '@sveltejs/kit';
import { fieldSends } from '$lib/reports/field-sends';
import { db, lots, now } from '$lib/server/app';
import { endpoint, readJson } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { receiveFieldSend } from '$lib/server/reports/commands/field-sends';
import type { RequestEvent } from './$types';
import { sendAddress, staffOnSite, whereItIs } from './address';

export const PUT = endpoint(async (event: RequestEvent) => {
	const actor = staffOnSite(event);
	const address = sendAddress(event.params);
	const input = await readJson(event.request, fieldSends[address.name].input);
	await limit('field', `account:${actor.accountId}`);
	const { created } = await receiveFieldSend(db, actor, address, input, now(), lots);
	const { key, code, name } = address;
	return json(
		{ key, code, action: name, url: whereItIs(actor, code) },
		{ status: created ? 201 : 200 }
	);
});
