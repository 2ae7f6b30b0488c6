import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { db, now } from '$lib/server/app';
import { endpoint, readJson } from '$lib/server/http/endpoint';
import { takeOver, takeReport } from '$lib/server/reports/commands/takes';
import { deskCase } from '$lib/server/reports/queries/desk';
import type { RequestEvent } from './$types';

/** One report as the triage view shows it; to look is not to take it. */
export const GET = endpoint(async ({ params, locals }: RequestEvent) => {
	const at = now();
	return json({ ...(await deskCase(db, locals.actor, params.code, at)), now: at });
});

const Taking = v.object({ over: v.boolean() });

/** Has it in hand from now on, or learns who has. */
export const POST = endpoint(async ({ params, locals, request }: RequestEvent) => {
	const { over } = await readJson(request, Taking);
	const take = over ? takeOver : takeReport;
	return json({ take: await take(db, locals.actor, params.code, now()) });
});
