import { redirect } from '@sveltejs/kit';
import { mayTriage } from '$lib/accounts/policy';
import { states, type State } from '$lib/reports/workflow';
import { deskQueue, deskQueueNames, isDeskQueue, maySeeTakedowns } from '$lib/reports/queues';
import { FindReport } from '$lib/reports/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { getReport } from '$lib/server/reports/queries/casework';
import { deskCounts, deskLines, withTakes } from '$lib/server/reports/queries/desk';
import { orderStanding } from '$lib/server/reports/queries/orders';
import { savedFiltersOf } from '$lib/server/reports/queries/saved-filters';
import { countOpenTakedowns } from '$lib/server/reports/queries/takedowns';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('queue');
	const queue = isDeskQueue(asked) ? asked : deskQueueNames[0];
	const after = pageStart(url.searchParams.get('after'));
	const at = now();
	const { lines, next } = await deskLines(db, queue, at, after);
	// whoever decides works through it; the others look at the list
	const triage = queue === 'intake' && mayTriage(locals.actor);
	return {
		queue,
		after,
		now: at,
		counts: await deskCounts(db, at),
		saved: await savedFiltersOf(db, locals.actor, at),
		takedowns: maySeeTakedowns(locals.actor) ? await countOpenTakedowns(db) : null,
		lines: triage ? await withTakes(db, locals.actor, lines, at) : lines,
		next,
		bulk: mayTriage(locals.actor) && deskQueue(queue).states.some(hasOrders),
		failed: triage ? (await orderStanding(db, locals.actor, at)).failed : null
	};
});

export const actions: Actions = {
	find: formAction(FindReport, async (_: RequestEvent, { code }) => {
		const report = await getReport(db, code);
		redirect(303, `/admin/reports/${report.code}`);
	})
};

// what waits for a moderator can be ordered for many
const hasOrders = (state: State) => states[state].queue === 'moderator';

const pageStart = (text: string | null) => (text && /^\d{1,12}$/.test(text) ? Number(text) : 0);
