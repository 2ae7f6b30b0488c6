import { ChangeChief, NewChief } from '$lib/places/forms-posts';
import { chiefKinds } from '$lib/places/posts';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { addChief, changeChief, openChief } from '$lib/server/places/commands/posts';
import { listChiefs, placesFor } from '$lib/server/places/posts';
import { activeUnits } from '$lib/server/places/queries';
import { importActions } from '../import-actions';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const kind = chiefKinds.find((name) => name === url.searchParams.get('kind')) ?? 'grid';
	const changing = Number(url.searchParams.get('change')) || null;
	const chiefs = await listChiefs(db, kind);
	return {
		kind,
		chiefs,
		changing,
		chief: changing ? await openChief(db, seal, locals.actor, changing, now()) : null,
		places: await placesFor(db, kind),
		units: await activeUnits(db)
	};
});

export const actions: Actions = {
	add: formAction(NewChief, async ({ locals }: RequestEvent, input) => {
		await addChief(db, seal, locals.actor, input, now());
		return { done: '已添加' };
	}),
	change: formAction(ChangeChief, async ({ locals }: RequestEvent, input) => {
		await changeChief(db, seal, locals.actor, input, now());
		return { done: '已保存' };
	}),
	...importActions(['chiefs'])
};
