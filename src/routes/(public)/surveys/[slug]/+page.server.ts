import * as v from 'valibot';
import { answersFromForm } from '$lib/surveys/answers';
import { asAsked } from '$lib/surveys/asked';
import { shutBecause } from '$lib/surveys/waves';
import { db, now, seal } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { countingDevice, deviceOf, newDeviceToken } from '$lib/server/http/device';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { answerOpen, hasAnswered, openedAt, waveToAnswer } from '$lib/server/surveys/answering';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, cookies, url, setHeaders }: PageServerLoadEvent) => {
	setHeaders({ 'cache-control': 'no-store' });
	const at = now();
	const { wave, questionnaire } = await waveToAnswer(db, params.slug, 'open');
	const answered = await hasAnswered(db, wave, deviceOf(cookies, url));
	return {
		slug: wave.slug,
		title: wave.title,
		questionnaire: asAsked(questionnaire),
		shut: answered ? '这部手机已经填过这次调查了，谢谢您。' : shutBecause(wave, at),
		opened: openedAt(seal, wave.id, at),
		once: newDeviceToken()
	};
});

export const actions: Actions = {
	default: formAction(
		v.record(v.string(), v.string()),
		async (event: RequestEvent, values) => {
			const { params, cookies, url } = event;
			const { questionnaire } = await waveToAnswer(db, params.slug, 'open');
			const { device, keep } = countingDevice(cookies, url, values.once);
			const sent = {
				answers: answersFromForm(questionnaire, values),
				opened: values.opened ?? ''
			};
			await answerOpen(db, seal, params.slug, device, sent, now());
			keep();
			return { done: '收到了，谢谢您！' };
		},
		async (event) => limit('survey', addressOf(event))
	)
};
