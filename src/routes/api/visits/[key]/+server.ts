import { json } from '@sveltejs/kit';
import { isSignedIn, mayVisit } from '$lib/accounts/policy';
import { FieldKey } from '$lib/reports/field-sends';
import { VisitSend } from '$lib/surveys/forms';
import { db, now } from '$lib/server/app';
import { checked, endpoint, readJson } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { writerOf } from '$lib/server/http/sender-tag';
import { Refusal } from '$lib/server/refusal';
import { sendVisit } from '$lib/server/surveys/visits';
import type { RequestEvent } from './$types';

export const PUT = endpoint(async (event: RequestEvent) => {
	const actor = writerOf(event);
	if (!isSignedIn(actor)) throw new Refusal('unauthenticated', '登录已过期，请重新登录后再发');
	if (!mayVisit(actor)) throw new Refusal('forbidden', '只有访问员可以提交访问');
	const key = checked(FieldKey, event.params.key);
	const { at, ...sent } = await readJson(event.request, VisitSend);
	await limit('field', `account:${actor.accountId}`);
	const written = at === undefined ? null : Date.parse(at);
	const { created } = await sendVisit(db, actor, key, sent, written, now());
	return json({ key, code: sent.code, url: '/visits' }, { status: created ? 201 : 200 });
});
