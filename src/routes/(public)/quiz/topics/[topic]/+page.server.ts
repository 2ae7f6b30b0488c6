import { isTopic } from '$lib/quizzes/question';
import { db } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { Refusal } from '$lib/server/refusal';
import { drawnQuestions } from '$lib/server/quizzes/queries';
import { answersIn, roundLength, setIn } from '../../asked';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url, params: { topic } }: PageServerLoadEvent) => {
	if (!isTopic(topic)) throw new Refusal('missing', '没有这个主题');
	const { set, next } = setIn(url);
	const questions = await drawnQuestions(db, { topic, set, most: roundLength });
	return { topic, set, next, questions, given: answersIn(url, questions) };
});
