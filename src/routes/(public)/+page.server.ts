import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { dailyQuestion } from '$lib/server/quizzes/queries';
import { shownPosters } from '$lib/server/posters/queries';
import { listLedger } from '$lib/server/reports/queries/ledger';

const shown = 6;

export const load = page(async () => {
	const { rows } = await listLedger(db, {}, { limit: shown });
	const at = now();
	const question = await dailyQuestion(db, dayOf(at));
	const [poster] = await shownPosters(db, dayOf(at), { most: 1 });
	return { recent: rows, question: question?.text ?? null, poster: poster ?? null, now: at };
});
