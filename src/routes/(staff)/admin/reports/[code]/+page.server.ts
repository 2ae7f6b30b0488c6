import type { Actor } from '$lib/accounts/roles';
import {
	Accept,
	AskVerification,
	Dispatch,
	Merge,
	Note,
	Reasoned,
	Reject,
	Release,
	ReleasePhoto
} from '$lib/reports/forms';
import { OpenReporter } from '$lib/reports/forms-afterwards';
import { db, now, seal, storage } from '$lib/server/app';
import type { Db } from '$lib/server/db';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { townDrawing } from '$lib/server/places/queries';
import { reopenReport } from '$lib/server/reports/commands/closing';
import { superviseReport, urgeReport } from '$lib/server/reports/commands/oversight';
import { openReporterPhone } from '$lib/server/reports/commands/open-contact';
import { decideOnPhoto, releaseReport, withdrawReport } from '$lib/server/reports/commands/release';
import {
	acceptReport,
	askVerification,
	dispatchReport,
	mergeReport,
	noteReport,
	rejectReport
} from '$lib/server/reports/commands/triage';
import { deskCase } from '$lib/server/reports/queries/desk';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, locals, url, setHeaders }: PageServerLoadEvent) => {
	const at = now();
	// the reporter's number may stand here once: no cache may keep it
	setHeaders({ 'cache-control': 'private, no-store' });
	return {
		file: await deskCase(db, locals.actor, params.code, at),
		standing: standingOf({ locals, url }, at),
		base: await townDrawing(db),
		now: at
	};
});

type Command<Input> = (
	db: Db,
	actor: Actor,
	code: string,
	input: Input,
	at: number
) => Promise<unknown>;

/** The form for one command on this report; `done` is what is said when it worked. */
const step = <Schema extends v.GenericSchema>(
	schema: Schema,
	command: Command<v.InferOutput<Schema>>,
	done: string
) =>
	formAction(schema, async ({ locals, params }: RequestEvent, input) => {
		await command(db, locals.actor, params.code, input, now());
		return { done };
	});

export const actions: Actions = {
	accept: step(Accept, acceptReport, '已受理立案。接着请派遣责任单位。'),
	note: step(Note, noteReport, '已登记，并已告知上报人。'),
	ask_verify: step(AskVerification, askVerification, '已派人核实，结果回来后会再排入待受理。'),
	reject: step(Reject, rejectReport, '已不予受理，理由已告知上报人。'),
	merge: step(Merge, mergeReport, '已并案，上报人会随另一件得到进度。'),
	dispatch: step(Dispatch, dispatchReport, '已派遣，单位已收到通知。'),
	urge: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		await urgeReport(db, locals.actor, params.code, now());
		return { done: '已催办，单位已收到提醒。' };
	}),
	supervise: step(Reasoned, superviseReport, '已列入督办，单位已收到通知。'),
	reopen: step(Reasoned, reopenReport, '已重开，退回单位返工。'),
	photo: formAction(ReleasePhoto, async ({ locals }: RequestEvent, { key, ...decision }) => {
		await decideOnPhoto(db, storage, locals.actor, key, decision, now());
		return { done: photoDone[decision.how] };
	}),
	release: step(Release, releaseReport, '已公开，居民可以在公示里看到。'),
	contact: formAction(
		OpenReporter,
		async ({ locals, params }: RequestEvent, input) => ({
			contact: await openReporterPhone(db, seal, locals.actor, params.code, input, now())
		}),
		async (event) => requireRecent(event, now())
	),
	withdraw: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		await withdrawReport(db, locals.actor, params.code, now());
		return { done: '已撤回公开，居民不再看到这件。' };
	})
};

const photoDone = {
	as_is: '这张照片按原样给公众看。',
	masked: '照片已遮挡，公众只看到遮挡后的一张。',
	withhold: '这张照片不公开。'
};
