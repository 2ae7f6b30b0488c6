import { ChangeSite, SiteCheckForm } from '$lib/posters/site-forms';
import { dayOf } from '$lib/time/shanghai';
import { db, now, storage } from '$lib/server/app';
import { qrPath } from '$lib/components/qr';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { activeUnits } from '$lib/server/places/queries';
import { changeSite, checksOf, checkSite, getSite } from '$lib/server/posters/sites';
import { listThemes } from '$lib/server/posters/themes';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const place = await getSite(db, params.code);
	const address = `${url.origin}/posters/sites/${place.code}`;
	return {
		place,
		address,
		qr: qrPath(address),
		checks: await checksOf(db, place.id),
		themes: await listThemes(db),
		units: await activeUnits(db),
		today: dayOf(now()),
		now: now()
	};
});

export const actions: Actions = {
	change: formAction(ChangeSite, async ({ locals, params }: RequestEvent, input) => {
		await changeSite(db, locals.actor, params.code, input, now());
		return { done: '已保存' };
	}),
	check: formAction(SiteCheckForm, async ({ locals, params }: RequestEvent, input, form) => {
		const [photo] = await takePhotos(storage, await uploads(form, 'photos', 1));
		await checkSite(db, locals.actor, params.code, input, photo?.original ?? null, now());
		return { done: '已记下这次检查' };
	})
};
