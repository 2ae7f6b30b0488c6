import * as v from 'valibot';
import { ComputeForm } from '$lib/surveys/forms';
import { compareWaves, trendsOf } from '$lib/surveys/trend';
import { trendChart } from '$lib/surveys/trend-chart';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { crossOf } from '$lib/server/surveys/answers-seen';
import { listMargins } from '$lib/server/surveys/margins';
import { getQuestionnaire } from '$lib/server/surveys/questionnaires';
import {
	askRelease,
	computeResult,
	releasedResults,
	releaseWave,
	resultOf,
	returnRelease
} from '$lib/server/surveys/results';
import { getWave, shownWave } from '$lib/server/surveys/waves';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, url, locals }: PageServerLoadEvent) => {
	const whole = await getWave(db, params.slug);
	const wave = shownWave(whole);
	const { content } = await getQuestionnaire(db, whole.questionnaireId);
	const stored = await resultOf(db, wave.id);
	const [down, across, against] = ['down', 'across', 'against'].map(
		(name) => url.searchParams.get(name) ?? ''
	) as [string, string, string];
	const others = (await releasedResults(db)).filter(({ slug }) => slug !== wave.slug);
	const measured = others.map(({ result, ...one }) => ({ ...one, figures: result.figures }));
	const here = stored ? { ...wave, figures: stored.result.figures } : null;
	const other = measured.find(({ slug }) => slug === against);
	const comparable = here
		? [
				here,
				...measured.filter(({ mode, opensAt }) => mode === here.mode && opensAt < here.opensAt)
			]
		: [];
	return {
		wave,
		asked: { down, across, against },
		mine: wave.releaseAskedById === locals.actor.accountId,
		result: stored?.result ?? null,
		computedAt: stored?.computedAt ?? null,
		margins: (await listMargins(db)).map(({ id, name }) => ({ id, name })),
		questions: content.questions
			.filter(({ kind }) => ['single', 'scale', 'yesno'].includes(kind))
			.map(({ id, text }) => ({ value: id, label: text })),
		cross:
			down && across && wave.state !== 'running'
				? await crossOf(db, wave.slug, down, across)
				: null,
		others: others.map(({ slug, title }) => ({ value: slug, label: title })),
		trend: here && other ? compareWaves(other, here) : null,
		trends: trendsOf(comparable).map((one) => ({ ...one, chart: trendChart(one) }))
	};
});

const nothing = v.object({});

export const actions: Actions = {
	compute: formAction(ComputeForm, async ({ locals, params }: RequestEvent, input) => {
		await computeResult(db, locals.actor, params.slug, input, now());
		return { done: '算好了，请看过再提请发布。' };
	}),
	ask: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await askRelease(db, locals.actor, params.slug, now());
		return { done: '已提请发布，请另一位同事来看。' };
	}),
	release: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await releaseWave(db, locals.actor, params.slug, now());
		return { done: '已发布，居民现在就能看到。' };
	}),
	back: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await returnRelease(db, locals.actor, params.slug, now());
		return { done: '已退回，可以重新复核和计算。' };
	})
};
