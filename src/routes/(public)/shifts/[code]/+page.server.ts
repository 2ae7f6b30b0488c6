import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { readCode } from '$lib/reports/code';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { sketchAround } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { shiftSeenBy } from '$lib/server/volunteering/of-volunteer';
import { acceptOffer, cancelSignup, signUp } from '$lib/server/volunteering/sign-ups';
import { isNear } from '$lib/volunteering/check-in-steps';
import { SignUpForm } from '$lib/volunteering/forms';
import { answers, type Answer } from '$lib/volunteering/sign-up';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const codeOf = (typed: string): string => readCode(typed) ?? typed;

export const load = page(async ({ params, locals: { actor } }: PageServerLoadEvent) => {
	const code = codeOf(params.code);
	if (code !== params.code) redirect(301, `/shifts/${code}`);
	const at = now();
	const seen = await shiftSeenBy(db, actor, code, at);
	const { shift, own, isLead } = seen;
	const near = own !== null && shift.calledOffAt === null && isNear(shift, at);
	const onSite = isLead
		? { page: 'on-site', label: '打开现场页面' }
		: near && { page: 'check-in', label: '签到、计数、签退' };
	return { ...seen, onSite, around: await sketchAround(db, seen.shift, 500), now: at };
});

function spoken(answer: Answer) {
	if (answer === 'confirmed' || answer === 'waitlisted') return { done: answers[answer] };
	const fields = answer === 'accept_risks' ? { risks: answers[answer] } : undefined;
	throw new Refusal('conflict', answers[answer], fields);
}

export const actions: Actions = {
	signUp: formAction(SignUpForm, async ({ locals, params }: RequestEvent, { risks = false }) => {
		return spoken(await signUp(db, locals.actor, codeOf(params.code), { risks }, now()));
	}),
	accept: formAction(SignUpForm, async ({ locals, params }: RequestEvent, { risks = false }) => {
		await acceptOffer(db, locals.actor, codeOf(params.code), { risks }, now());
		return { done: answers.confirmed };
	}),
	cancel: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		const state = await cancelSignup(db, locals.actor, codeOf(params.code), now());
		return { done: state === 'cancelled' ? '已取消，谢谢您告诉我们' : '已取消，记为临时取消' };
	})
};
