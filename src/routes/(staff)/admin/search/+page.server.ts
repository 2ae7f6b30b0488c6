import { redirect } from '@sveltejs/kit';
import { mayFindByPhone, mayTriage } from '$lib/accounts/policy';
import {
	FindByPhone,
	filterWords,
	readFilter,
	RemoveFilter,
	RenameFilter,
	SaveFilter,
	writeFilter
} from '$lib/reports/filter';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { listGrids, listUnits } from '$lib/server/places/queries';
import { findByPhone } from '$lib/server/reports/commands/find-by-phone';
import { removeFilter, renameFilter, saveFilter } from '$lib/server/reports/commands/saved-filters';
import { savedFiltersOf } from '$lib/server/reports/queries/saved-filters';
import { countFound, findReports } from '$lib/server/reports/queries/search';
import { refreshWords } from '$lib/server/reports/words';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

/** Up to how many are counted. */
const mostCounted = 1000;
/** What just changed is found at once; after an import the job catches up. */
const fewWords = 200;

export const load = page(async ({ url, locals, request }: PageServerLoadEvent) => {
	const { actor } = locals;
	const filter = readFilter(url.searchParams);
	const query = writeFilter(filter);
	const after = url.searchParams.get('after') ?? '';
	// a form sends its empty fields too: the address to keep and to pass on has none
	if (request.method === 'GET' && [...url.searchParams.values()].includes('')) {
		redirect(303, `/admin/search${query && `?${query}`}`);
	}
	const at = now();
	await refreshWords(db, fewWords);
	return {
		filter,
		query,
		after,
		words: filterWords(filter),
		...(await findReports(db, actor, filter, { at, after })),
		found: await countFound(db, actor, filter, { at, most: mostCounted }),
		saved: await savedFiltersOf(db, actor, at),
		byPhone: mayFindByPhone(actor),
		bulk: mayTriage(actor),
		grids: (await listGrids(db)).map(({ code, name }) => ({ code, name })),
		units: (await listUnits(db)).map(({ code, name }) => ({ code, name })),
		now: at
	};
});

export const actions: Actions = {
	save: formAction(SaveFilter, async ({ locals }: RequestEvent, input) => {
		await saveFilter(db, locals.actor, input, now());
		return { done: `已保存“${input.name}”` };
	}),
	rename: formAction(RenameFilter, async ({ locals }: RequestEvent, input) => {
		await renameFilter(db, locals.actor, input, now());
		return { done: '已改名' };
	}),
	remove: formAction(RemoveFilter, async ({ locals }: RequestEvent, { id }) => {
		await removeFilter(db, locals.actor, id, now());
		return { done: '已删去' };
	}),
	phone: formAction(FindByPhone, async ({ locals }: RequestEvent, input) => {
		const lines = await findByPhone(db, seal, locals.actor, input, now());
		return { done: `这个号码上报过 ${lines.length} 件`, lines };
	})
};
