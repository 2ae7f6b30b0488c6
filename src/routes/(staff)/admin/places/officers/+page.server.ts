import { StreetOfficers } from '$lib/places/forms-posts';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { setOfficers } from '$lib/server/places/commands/posts';
import { listOfficers, listStreets } from '$lib/server/places/posts';
import { activeUnits } from '$lib/server/places/queries';
import { importActions } from '../import-actions';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const streets = await listStreets(db);
	return {
		streets,
		street: streets.find((street) => street === url.searchParams.get('street')) ?? '',
		officers: await listOfficers(db),
		units: await activeUnits(db)
	};
});

export const actions: Actions = {
	set: formAction(StreetOfficers, async ({ locals }: RequestEvent, input) => {
		await setOfficers(db, locals.actor, input, now());
		return { done: `已保存${input.street}的五管` };
	}),
	...importActions(['officers'])
};
