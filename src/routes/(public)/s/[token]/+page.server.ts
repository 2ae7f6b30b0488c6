import * as v from 'valibot';
import { answersFromForm } from '$lib/surveys/answers';
import { asAsked } from '$lib/surveys/asked';
import { shutBecause } from '$lib/surveys/waves';
import { db, now, seal } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import {
	answerInvited,
	invitationOf,
	openedAt,
	spentSentence,
	waveToAnswer
} from '$lib/server/surveys/answering';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	event.setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
	await limit('survey', addressOf(event));
	const at = now();
	const invitation = await invitationOf(db, event.params.token);
	const { wave, questionnaire } = await waveToAnswer(db, invitation.slug, 'invited');
	return {
		slug: wave.slug,
		title: wave.title,
		questionnaire: asAsked(questionnaire),
		spent: invitation.spentDay !== null,
		shut: invitation.spentDay === null ? shutBecause(wave, at) : `${spentSentence}。`,
		opened: openedAt(seal, wave.id, at)
	};
});

export const actions: Actions = {
	default: formAction(
		v.record(v.string(), v.string()),
		async ({ params }: RequestEvent, values) => {
			const { slug } = await invitationOf(db, params.token);
			const { questionnaire } = await waveToAnswer(db, slug, 'invited');
			const sent = {
				answers: answersFromForm(questionnaire, values),
				opened: values.opened ?? ''
			};
			await answerInvited(db, seal, params.token, sent, now());
			return { done: '收到了，谢谢您！这份邀请不能再用了。' };
		},
		async (event) => limit('survey', addressOf(event))
	)
};
