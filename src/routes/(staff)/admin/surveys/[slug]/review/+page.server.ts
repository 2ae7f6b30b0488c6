import { flagNames, type Flag } from '$lib/surveys/estimate/flags';
import { AsideForm } from '$lib/surveys/forms';
import { optionsOf } from '$lib/surveys/questions';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { flaggedAnswers, openTexts, setAside } from '$lib/server/surveys/answers-seen';
import { getQuestionnaire } from '$lib/server/surveys/questionnaires';
import { getWave } from '$lib/server/surveys/waves';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const wave = await getWave(db, params.slug);
	const { content } = await getQuestionnaire(db, wave.questionnaireId);
	const asked = url.searchParams.get('flag');
	const flag = flagNames.find((name): name is Flag => name === asked) ?? null;
	const { rows, counts } = await flaggedAnswers(db, wave.id, flag);
	const words = url.searchParams.get('words')?.trim().slice(0, 40) ?? '';
	return {
		slug: wave.slug,
		title: wave.title,
		state: wave.state,
		flag,
		counts,
		words,
		texts: wave.state === 'running' ? [] : await openTexts(db, wave.slug, words),
		rows: rows.map(({ answers, ...row }) => ({
			...row,
			answers: content.questions.flatMap((question) => {
				const given = answers[question.id];
				if (given === undefined || question.topic === 'demographic') return [];
				const labels = optionsOf(question);
				const list = Array.isArray(given) ? given : [given];
				const said = list.map((one) =>
					typeof one === 'number' ? (labels[one]?.label ?? '') : (one ?? '')
				);
				return [{ text: question.text, said: said.join('、') }];
			})
		}))
	};
});

export const actions: Actions = {
	aside: formAction(AsideForm, async ({ locals, params }: RequestEvent, input) => {
		await setAside(db, locals.actor, params.slug, input, now());
		return { done: input.aside ? '已排除。重新计算以后生效。' : '已恢复。重新计算以后生效。' };
	})
};
