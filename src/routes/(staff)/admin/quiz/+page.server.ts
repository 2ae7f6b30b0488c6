import * as v from 'valibot';
import { isTopic } from '$lib/quizzes/question';
import { ChangeQuestion, NamedQuestion, QuestionForm } from '$lib/quizzes/forms';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	addQuestion,
	changeQuestion,
	importQuestions,
	previewQuestions,
	restoreQuestion,
	retireQuestion
} from '$lib/server/quizzes/commands';
import { dailyQuestion, listQuestions } from '$lib/server/quizzes/queries';
import { readCarriedQuestions, readQuestionFile } from '$lib/server/quizzes/workbook';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('topic') ?? '';
	const topic = isTopic(asked) ? asked : null;
	const all = await listQuestions(db);
	const changing = Number(url.searchParams.get('change')) || null;
	return {
		topic,
		changing: all.find(({ id }) => id === changing) ?? null,
		questions: all.filter((question) => topic === null || question.topic === topic),
		inUse: all.filter(({ retiredAt }) => retiredAt === null).length,
		today: (await dailyQuestion(db, dayOf(now())))?.code ?? null
	};
});

export const actions: Actions = {
	add: formAction(QuestionForm, async ({ locals }: RequestEvent, input) => {
		await addQuestion(db, locals.actor, input, now());
		return { done: '已添加。明天起会轮到它当每日一题，现在就能在练习里看到。' };
	}),
	change: formAction(ChangeQuestion, async ({ locals }: RequestEvent, input) => {
		await changeQuestion(db, locals.actor, input.id, input, now());
		return { done: '已保存' };
	}),
	retire: formAction(NamedQuestion, async ({ locals }: RequestEvent, { id }) => {
		await retireQuestion(db, locals.actor, id, now());
		return { done: '已停用。题目还留着，随时可以恢复。' };
	}),
	restore: formAction(NamedQuestion, async ({ locals }: RequestEvent, { id }) => {
		await restoreQuestion(db, locals.actor, id, now());
		return { done: '已恢复' };
	}),
	preview: formAction(v.object({}), async ({ locals }: RequestEvent, _, form) => {
		const rows = await readQuestionFile(form.get('file'));
		const preview = await previewQuestions(db, locals.actor, rows);
		return { offer: { ...preview, data: preview.problems.length > 0 ? '' : JSON.stringify(rows) } };
	}),
	import: formAction(
		v.object({ data: v.string('请先预览') }),
		async ({ locals }: RequestEvent, { data }) => {
			const rows = readCarriedQuestions(data);
			const { added, changed, unchanged } = await importQuestions(db, locals.actor, rows, now());
			return { done: `已导入：新增 ${added} 题，更新 ${changed} 题，${unchanged} 题没有变化` };
		}
	)
};
