import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { partOf, townDrawing } from '$lib/server/places/queries';
import { bringSpotBack, setSpotAside, suggestedSpots } from '$lib/server/volunteering/hot-spots';
import { BringBack, SetAside } from '$lib/volunteering/spot-forms';
import type { Actions, RequestEvent } from './$types';

/** The strongest; the others come up once these are dealt with. */
const mostShown = 20;
const casesShown = 8;

export const load = page(async () => {
	const at = now();
	const all = await suggestedSpots(db, at);
	const open = all.filter(({ aside }) => aside === null);
	const drawing = await townDrawing(db);
	return {
		now: at,
		many: open.length,
		spots: open.slice(0, mostShown).map((spot) => ({
			...spot,
			codes: spot.codes.slice(0, casesShown),
			around: partOf(drawing, spot, 250)
		})),
		aside: all.filter(({ aside }) => aside !== null)
	};
});

export const actions: Actions = {
	aside: formAction(SetAside, async ({ locals }: RequestEvent, input) => {
		await setSpotAside(db, locals.actor, input, now());
		return { done: '已搁置，可以随时在下面恢复。' };
	}),
	back: formAction(BringBack, async ({ locals }: RequestEvent, input) => {
		await bringSpotBack(db, locals.actor, input, now());
		return { done: '已恢复到建议里。' };
	})
};
