import { shaded } from '$lib/places/drawing';
import { categories, groups, isGroup } from '$lib/reports/categories';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { gridGaps, townCoverage } from '$lib/server/places/coverage';
import { townDrawing } from '$lib/server/places/queries';
import { openGapCases } from '$lib/server/reports/queries/gaps';
import type { PageServerLoadEvent } from './$types';

const filters = ['', 'gaps', 'conflicts'] as const;

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const group = url.searchParams.get('group') ?? '';
	const asked = url.searchParams.get('category') ?? '';
	const offered = categories.filter(({ kind }) => kind === 'issue');
	const { lines, useless } = await townCoverage(db, isGroup(group) ? group : '');
	const category = offered.find(({ id }) => id === asked)?.id ?? '';
	const gaps = category ? await gridGaps(db, category) : [];
	const shades = new Map(
		gaps.map(({ code, state }) => [code, state === 'gap' ? 'warn' : 'danger'] as const)
	);
	return {
		groups,
		group: isGroup(group) ? group : '',
		only: filters.find((name) => name === url.searchParams.get('only')) ?? '',
		lines,
		useless,
		/** The category whose gaps are on the map. */
		category,
		categories: offered.map(({ id, group, label }) => ({ id, group, label })),
		gaps,
		base: shaded(await townDrawing(db), shades),
		cases: await openGapCases(db),
		now: now()
	};
});
