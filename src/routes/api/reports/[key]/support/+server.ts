import { json } from '@sveltejs/kit';
import { readCode } from '$lib/reports/code';
import { Support } from '$lib/reports/forms';
import { db, now } from '$lib/server/app';
import { countingDevice, deviceOf } from '$lib/server/http/device';
import { endpoint, readJson } from '$lib/server/http/endpoint';
import { limitSupport } from '$lib/server/http/limit-support';
import { Refusal } from '$lib/server/refusal';
import { supportReport, unsupportReport } from '$lib/server/reports/commands/support';
import type { RequestEvent } from './$types';

/** 我也看到, for the report with this code; the same again changes nothing. */
export const POST = endpoint(async (event: RequestEvent) => {
	const { locals, cookies, url, params } = event;
	const code = codeOf(params.key);
	const { once } = await readJson(event.request, Support);
	await limitSupport(event);
	const guest = locals.actor.accountId === null ? countingDevice(cookies, url, once) : null;
	const device = guest?.device ?? deviceOf(cookies, url);
	const supportCount = await supportReport(db, locals.actor, code, { device }, now());
	guest?.keep();
	return json({ code, supportCount });
});

export const DELETE = endpoint(async (event: RequestEvent) => {
	const { locals, cookies, url, params } = event;
	const code = codeOf(params.key);
	await limitSupport(event);
	const device = deviceOf(cookies, url);
	const supportCount = await unsupportReport(db, locals.actor, code, { device }, now());
	return json({ code, supportCount });
});

function codeOf(typed: string): string {
	const code = readCode(typed);
	if (!code) throw new Refusal('missing', '没有这个编号的上报，请核对编号');
	return code;
}
