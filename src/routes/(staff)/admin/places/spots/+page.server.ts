import { ChangeSpot, NewSpot } from '$lib/places/forms-posts';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { addSpot, changeSpot, type SpotKind } from '$lib/server/places/commands/spots';
import { listBuildings, listShops } from '$lib/server/places/posts';
import { importActions } from '../import-actions';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const kindOf = (url: URL): SpotKind =>
	url.searchParams.get('what') === 'shop' ? 'shop' : 'building';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const what = kindOf(url);
	const buildings = await listBuildings(db);
	return {
		what,
		changing: Number(url.searchParams.get('change')) || null,
		spots:
			what === 'shop'
				? await listShops(db)
				: buildings.map((building) => ({ ...building, buildingId: null, building: null })),
		buildings: buildings.filter(({ active }) => active).map(({ id, name }) => ({ id, name }))
	};
});

export const actions: Actions = {
	add: formAction(NewSpot, async ({ locals, url }: RequestEvent, input) => {
		await addSpot(db, locals.actor, kindOf(url), input, now());
		return { done: `已添加“${input.name}”` };
	}),
	change: formAction(ChangeSpot, async ({ locals, url }: RequestEvent, input) => {
		await changeSpot(db, locals.actor, kindOf(url), input, now());
		return { done: '已保存' };
	}),
	...importActions(['buildings', 'shops'])
};
