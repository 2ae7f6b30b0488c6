import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { dailyQuestion, topicCounts } from '$lib/server/quizzes/queries';
import { answersIn } from './asked';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const at = now();
	const day = dayOf(at);
	const question = await dailyQuestion(db, day);
	return {
		day,
		question,
		given: question && answersIn(url, [question]),
		topics: await topicCounts(db),
		now: at
	};
});
