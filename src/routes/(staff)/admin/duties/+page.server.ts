import { ChangeDuty, NewDuty } from '$lib/places/forms';
import { categories, groups, isGroup } from '$lib/reports/categories';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { addDuty, changeDuty } from '$lib/server/places/commands/duties';
import { mustManageTown } from '$lib/server/places/commands/may';
import { dutyGaps, listDuties, listSegments } from '$lib/server/places/lists';
import { activeUnits, listGrids } from '$lib/server/places/queries';
import { importActions } from '../places/import-actions';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const asked = url.searchParams.get('group') ?? '';
	const group = isGroup(asked) ? asked : '';
	return {
		group,
		groups,
		categories: categories.map(({ id, group, label }) => ({ id, group, label })),
		changing: Number(url.searchParams.get('change')) || null,
		/** A category to begin a new duty with, chosen among the gaps. */
		about: url.searchParams.get('about') ?? '',
		duties: await listDuties(db, group),
		gaps: await dutyGaps(db),
		units: await activeUnits(db),
		grids: (await listGrids(db))
			.filter(({ active }) => active)
			.map(({ id, name }) => ({ id, name })),
		segments: (await listSegments(db))
			.filter(({ active }) => active)
			.map(({ id, name }) => ({ id, name }))
	};
});

export const actions: Actions = {
	add: formAction(NewDuty, async ({ locals }: RequestEvent, input) => {
		await addDuty(db, locals.actor, input, now());
		return { done: '已添加' };
	}),
	change: formAction(ChangeDuty, async ({ locals }: RequestEvent, input) => {
		await changeDuty(db, locals.actor, input, now());
		return { done: '已保存' };
	}),
	...importActions(['duties'])
};
