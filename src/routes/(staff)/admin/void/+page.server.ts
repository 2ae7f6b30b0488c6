import * as v from 'valibot';
import { FindReport, Reasoned } from '$lib/reports/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { voidReport } from '$lib/server/reports/commands/triage';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page((event: PageServerLoadEvent) => ({
	standing: standingOf(event, now())
}));

const Void = v.object({ ...FindReport.entries, ...Reasoned.entries });

export const actions: Actions = {
	default: formAction(
		Void,
		async ({ locals }: RequestEvent, { code, reason }) => {
			await voidReport(db, locals.actor, code, { reason }, now());
			return { done: `已作废 ${code}` };
		},
		async (event) => requireRecent(event, now())
	)
};
