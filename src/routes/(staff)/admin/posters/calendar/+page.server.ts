import {
	addMonths,
	calendarOf,
	daysOf,
	isMonth,
	monthSummaries,
	thisMonth
} from '$lib/posters/calendar';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { plannedPosters } from '$lib/server/posters/queries';
import type { PageServerLoadEvent } from './$types';

/** How many months are summed up, from the one before the one that is shown. */
const months = 6;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('month') ?? '';
	const month = isMonth(asked) ? asked : thisMonth(now());
	const around = Array.from({ length: months }, (_, n) => addMonths(month, n - 1));
	const posters = await plannedPosters(db, `${around[0]}-01`, daysOf(around.at(-1)!).at(-1)!);
	const published = posters.filter(({ state }) => state === 'published');
	return {
		month,
		before: addMonths(month, -1),
		after: addMonths(month, 1),
		days: calendarOf(month, posters).map(({ day, posters: shown }) => ({
			day,
			posters: shown.map(({ slug, title, theme, state }) => ({ slug, title, theme, state })),
			// what is not published yet fills no day
			gap: !shown.some(({ state }) => state === 'published')
		})),
		summaries: monthSummaries(around, published),
		today: dayOf(now())
	};
});
