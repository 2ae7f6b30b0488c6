import { redirect } from '@sveltejs/kit';
import { withChanged, withMoved, withNew, withoutQuestion, withWords } from '$lib/surveys/edit';
import {
	ChangeQuestion,
	MoveQuestion,
	QuestionForm,
	QuestionId,
	QuestionnaireWords
} from '$lib/surveys/forms';
import { questionnaireProblems, type Questionnaire } from '$lib/surveys/questions';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { changeQuestionnaire, getQuestionnaire } from '$lib/server/surveys/questionnaires';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const idOf = (params: { id: string }) => Number(params.id) || 0;

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const stored = await getQuestionnaire(db, idOf(params));
	return {
		...stored,
		problems: questionnaireProblems(stored.content),
		preview: url.searchParams.has('preview')
	};
});

async function change(
	{ locals, params }: RequestEvent,
	how: (content: Questionnaire) => Questionnaire
) {
	const id = await changeQuestionnaire(db, locals.actor, idOf(params), how, now());
	if (id !== idOf(params)) redirect(303, `/admin/surveys/questionnaires/${id}`);
	return { done: '已保存。' };
}

export const actions: Actions = {
	words: formAction(QuestionnaireWords, (event: RequestEvent, { title, intro }) =>
		change(event, withWords(title, intro))
	),
	add: formAction(QuestionForm, (event: RequestEvent, typed) => change(event, withNew(typed))),
	change: formAction(ChangeQuestion, (event: RequestEvent, { id, ...typed }) =>
		change(event, withChanged(id, typed))
	),
	move: formAction(MoveQuestion, (event: RequestEvent, { id, by }) =>
		change(event, withMoved(id, by === 'up' ? -1 : 1))
	),
	remove: formAction(QuestionId, (event: RequestEvent, { id }) =>
		change(event, withoutQuestion(id))
	)
};
