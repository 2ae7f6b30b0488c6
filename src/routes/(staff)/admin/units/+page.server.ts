import { ChangeUnit, NewUnit } from '$lib/places/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { addUnit, changeUnit } from '$lib/server/places/commands/units';
import { listUnits } from '$lib/server/places/queries';
import { importActions } from '../places/import-actions';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	return {
		changing: Number(url.searchParams.get('change')) || null,
		units: await listUnits(db)
	};
});

export const actions: Actions = {
	add: formAction(NewUnit, async ({ locals }: RequestEvent, input) => {
		await addUnit(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”` };
	}),
	change: formAction(ChangeUnit, async ({ locals }: RequestEvent, input) => {
		await changeUnit(db, locals.actor, input, now());
		return { done: '已保存' };
	}),
	...importActions(['units'])
};
