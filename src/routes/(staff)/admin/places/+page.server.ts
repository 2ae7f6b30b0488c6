import { ChangeGrid, ChangePlace, ChangeSegment, NewPlace } from '$lib/places/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { changeGrid, changeSegment } from '$lib/server/places/commands/areas';
import { addPlace, changePlace } from '$lib/server/places/commands/places';
import { listPlaces, listSegments } from '$lib/server/places/lists';
import { activeUnits, listGrids } from '$lib/server/places/queries';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';
import { importActions } from './import-actions';

const tabs = ['places', 'grids', 'streets'] as const;

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const asked = url.searchParams.get('tab');
	const tab = tabs.find((name) => name === asked) ?? 'places';
	return {
		tab,
		changing: Number(url.searchParams.get('change')) || null,
		places: tab === 'places' ? await listPlaces(db) : [],
		grids: tab === 'grids' ? await listGrids(db) : [],
		segments: tab === 'streets' ? await listSegments(db) : [],
		units: tab === 'grids' ? await activeUnits(db) : []
	};
});

const saved = { done: '已保存' };

export const actions: Actions = {
	addPlace: formAction(NewPlace, async ({ locals }: RequestEvent, input) => {
		await addPlace(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”` };
	}),
	changePlace: formAction(ChangePlace, async ({ locals }: RequestEvent, input) => {
		await changePlace(db, locals.actor, input, now());
		return saved;
	}),
	changeGrid: formAction(ChangeGrid, async ({ locals }: RequestEvent, input) => {
		await changeGrid(db, locals.actor, input, now());
		return saved;
	}),
	changeSegment: formAction(ChangeSegment, async ({ locals }: RequestEvent, input) => {
		await changeSegment(db, locals.actor, input, now());
		return saved;
	}),
	...importActions(['grids', 'streets', 'places', 'base'])
};
