import { redirect } from '@sveltejs/kit';
import { uuidv7 } from 'uuidv7';
import { isSignedIn, mayVolunteer } from '$lib/accounts/policy';
import { readCode } from '$lib/reports/code';
import { db, hints, now, seal } from '$lib/server/app';
import { checked } from '$lib/server/http/endpoint';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { onSiteFor } from '$lib/server/volunteering/kit';
import { act, refusalOf } from '$lib/server/volunteering/on-site';
import { dayOf } from '$lib/time/shanghai';
import { actFields } from '$lib/volunteering/act-fields';
import { ActForm } from '$lib/volunteering/act-forms';
import { checkInStep } from '$lib/volunteering/check-in-steps';
import { TypedForm } from '$lib/volunteering/typed-form';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, locals: { actor } }: PageServerLoadEvent) => {
	const code = readCode(params.code) ?? params.code;
	if (code !== params.code) redirect(301, `/shifts/${code}/check-in`);
	const seen = await onSiteFor(db, actor, code, now());
	const visitor = { signedIn: isSignedIn(actor), mayVolunteer: mayVolunteer(actor), ...seen };
	return { ...seen, day: dayOf(seen.shift.startsAt), step: checkInStep(seen.shift, visitor) };
});

export const actions: Actions = {
	act: formAction(TypedForm, async ({ locals: { actor }, params }: RequestEvent, typed) => {
		await limit('onSite', `account:${actor.accountId}`);
		const at = now();
		const sentAt = new Date(at).toISOString();
		const input = checked(ActForm, { ...actFields(typed, at), sentAt });
		const code = readCode(params.code) ?? params.code;
		const reply = await act(db, { seal, hints }, actor, code, uuidv7(), input, at);
		const refusal = refusalOf(reply);
		if (refusal) throw refusal;
		return { done: reply.sentence };
	})
};
