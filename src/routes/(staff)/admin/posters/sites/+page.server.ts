import { SiteForm } from '$lib/posters/site-forms';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { activeUnits, townDrawing } from '$lib/server/places/queries';
import { addSite, listSites, siteCoverage } from '$lib/server/posters/sites';
import { listThemes } from '$lib/server/posters/themes';
import type { Actions, RequestEvent } from './$types';

export const load = page(async () => ({
	sites: await listSites(db),
	streets: await siteCoverage(db),
	base: await townDrawing(db),
	themes: await listThemes(db),
	units: await activeUnits(db),
	today: dayOf(now()),
	now: now()
}));

export const actions: Actions = {
	add: formAction(SiteForm, async ({ locals }: RequestEvent, input) => {
		await addSite(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”。点“打开”可以打印它的二维码。` };
	})
};
