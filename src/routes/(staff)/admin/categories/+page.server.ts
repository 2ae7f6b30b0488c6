import { findCategory } from '$lib/reports/categories';
import { ChangeNear, RestoreNear } from '$lib/reports/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { setNear } from '$lib/server/reports/commands/settings';
import { categoryCatalogue } from '$lib/server/reports/queries/settings';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	return {
		changing: findCategory(url.searchParams.get('change') ?? '')?.id ?? null,
		groups: await categoryCatalogue(db)
	};
});

export const actions: Actions = {
	near: formAction(ChangeNear, async ({ locals }: RequestEvent, { category, ...near }) => {
		await setNear(db, locals.actor, { category, near }, now());
		return { done: '已保存，从现在起照此比对' };
	}),
	restore: formAction(RestoreNear, async ({ locals }: RequestEvent, { category }) => {
		await setNear(db, locals.actor, { category, near: null }, now());
		return { done: '已恢复默认' };
	})
};
