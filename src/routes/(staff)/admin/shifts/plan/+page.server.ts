import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { Refusal } from '$lib/server/refusal';
import { carryOutPlan, mostDaysAhead, planned } from '$lib/server/volunteering/planning';
import { holidaysPublished } from '$lib/time/calendar';
import { dayOf } from '$lib/time/shanghai';
import { byDay, byPost, readRange } from '$lib/volunteering/desk-words';
import { PlanRange } from '$lib/volunteering/forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const daysPlanned = 28;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const at = now();
	const today = dayOf(at);
	const { from, to } = readRange(url.searchParams, today, daysPlanned, mostDaysAhead);
	const { shifts, refused } = await planned(db, from, to, at).then(
		(shifts) => ({ shifts, refused: '' }),
		(problem: unknown) => {
			if (!(problem instanceof Refusal)) throw problem;
			return { shifts: [], refused: problem.message };
		}
	);
	const years = [...new Set([from, to].map((day) => Number(day.slice(0, 4))))];
	return {
		now: at,
		today,
		from,
		to,
		refused,
		many: shifts.length,
		days: byDay(shifts).map(({ day, things }) => ({
			day,
			many: things.length,
			posts: byPost(things)
		})),
		unpublished: years.filter((year) => !holidaysPublished(year))
	};
});

export const actions: Actions = {
	make: formAction(PlanRange, async ({ locals }: RequestEvent, input) => {
		const made = await carryOutPlan(db, locals.actor, input, now());
		return {
			done:
				made === 0
					? '没有要新排的班次，该有的都已经有了。'
					: `已生成 ${made} 个班次。再生成一次也不会重复。`
		};
	})
};
