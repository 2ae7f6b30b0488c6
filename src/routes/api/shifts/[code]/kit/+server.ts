import { json } from '@sveltejs/kit';
import { db, hints, now, seal } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { kit } from '$lib/server/volunteering/kit';
import { shiftCode } from '../sender';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, locals: { actor } }: RequestEvent) =>
	json(await kit(db, { seal, hints }, actor, shiftCode(params), now()), {
		headers: { 'cache-control': 'private, no-store' }
	})
);
