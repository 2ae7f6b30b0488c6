import { json } from '@sveltejs/kit';
import { readCode } from '$lib/reports/code';
import { NewReport, ReportKey } from '$lib/reports/forms';
import { db, now, seal } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { checked, endpoint, readJson } from '$lib/server/http/endpoint';
import { countingDevice } from '$lib/server/http/device';
import { keepClaim } from '$lib/server/http/claims';
import { limit } from '$lib/server/http/rate-limit';
import { writerOf } from '$lib/server/http/sender-tag';
import { Refusal } from '$lib/server/refusal';
import { submitReport } from '$lib/server/reports/commands/submit';
import { publicReport } from '$lib/server/reports/queries/ledger';
import type { RequestEvent } from './$types';

export const PUT = endpoint(async (event: RequestEvent) => {
	const { cookies, url } = event;
	const actor = writerOf(event);
	const key = checked(ReportKey, event.params.key);
	const input = await readJson(event.request, NewReport);
	await limit('reportFromAddress', addressOf(event));
	if (actor.accountId !== null) await limit('report', `account:${actor.accountId}`);
	const { device, keep } = countingDevice(cookies, url);
	const { created, code, claim } = await submitReport(db, seal, actor, key, input, now(), device);
	keep();
	if (claim) keepClaim(cookies, url, claim);
	return json(
		{ key, code, state: 'submitted', url: `/reports/${code}`, ...(claim ? { claim } : {}) },
		{ status: created ? 201 : 200 }
	);
});

/** By code: what the public may see. */
export const GET = endpoint(async ({ params, locals }: RequestEvent) => {
	const code = readCode(params.key);
	if (!code) throw new Refusal('missing', '没有这个编号的上报，请核对编号');
	const { report } = await publicReport(db, locals.actor, code);
	return json(report);
});
