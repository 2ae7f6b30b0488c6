import { db } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { drawnQuestions, questionsCalled } from '$lib/server/quizzes/queries';
import { againIn, answersIn, roundLength, setIn } from '../asked';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const { set, next } = setIn(url);
	const again = againIn(url);
	const questions =
		again.length > 0
			? await questionsCalled(db, again)
			: await drawnQuestions(db, { set, most: roundLength });
	return { set, next, again: again.join(','), questions, given: answersIn(url, questions) };
});
