import { redirect } from '@sveltejs/kit';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { wayBack } from '$lib/server/http/way-back';
import { Refusal } from '$lib/server/refusal';
import { ownRecord } from '$lib/server/volunteering/of-volunteer';
import { calledOf, sayCalled } from '$lib/server/volunteering/persons';
import { joinVolunteers } from '$lib/server/volunteering/sign-ups';
import { CalledForm } from '$lib/volunteering/certificate-forms';
import { explained } from '$lib/volunteering/course';
import { JoinPage } from '$lib/volunteering/joining';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	const own = await ownRecord(db, locals.actor);
	return {
		own: own && {
			number: own.number,
			ageBand: own.ageBand,
			consents: own.consentAt !== null,
			trainedAt: own.trainedAt,
			called: calledOf(seal, own)
		},
		to: wayBack(url.searchParams.get('to'), url),
		now: now()
	};
});

export const actions: Actions = {
	join: formAction(
		JoinPage,
		async ({ locals, url }: RequestEvent, { ageBand, consent = false, ...given }) => {
			const wrong = explained(given);
			const trained = Object.keys(wrong).length === 0;
			await joinVolunteers(db, locals.actor, { ageBand, consent, trained }, now());
			if (!trained && !(await ownRecord(db, locals.actor))?.trainedAt) {
				const message = '资料记好了。学习还差一点：看看标出来的说明，再选一次就好';
				throw new Refusal('invalid', message, wrong);
			}
			const to = wayBack(url.searchParams.get('to'), url);
			if (to) redirect(303, to);
			return { done: '登记好了，谢谢您愿意来' };
		}
	),
	called: formAction(CalledForm, async ({ locals }: RequestEvent, { called }) => {
		await sayCalled(db, seal, locals.actor, called, now());
		return { done: called ? '记好了，队长会这样称呼您。' : '已经删除。' };
	})
};
