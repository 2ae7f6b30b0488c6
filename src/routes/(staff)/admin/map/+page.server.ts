import { askedOf, firstMapDay, maySeeTown } from '$lib/reports/map/asked';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { activeUnits } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { casesAsked, gridRows } from '$lib/server/reports/queries/town-features';
import { dayOf } from '$lib/time/shanghai';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	if (!maySeeTown(locals.actor)) throw new Refusal('forbidden', '您的账号不能看这张地图');
	const at = now();
	const asked = askedOf(url.searchParams, at);
	return {
		asked,
		now: at,
		days: { first: firstMapDay(at), last: dayOf(at) },
		view: url.searchParams.get('view') ?? '',
		units: await activeUnits(db),
		rows: await gridRows(db, asked, at),
		there: asked.grid || asked.cell ? await casesAsked(db, asked, at) : null
	};
});
