import type { Actor } from '$lib/accounts/roles';
import {
	Accept,
	AskVerification,
	Dispatch,
	DispatchFive,
	unitsChosen,
	Merge,
	Note,
	Reasoned,
	Reject,
	Release,
	ReleasePhoto
} from '$lib/reports/forms';
import { OpenReporter } from '$lib/reports/forms-afterwards';
import { Supervise, SuperviseListed } from '$lib/reports/supervision';
import { db, now, seal, storage } from '$lib/server/app';
import type { Db } from '$lib/server/db';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { townDrawing } from '$lib/server/places/queries';
import { changeAssists, dispatchToFive } from '$lib/server/reports/commands/assists-commands';
import { reopenReport } from '$lib/server/reports/commands/closing';
import { openReporterPhone } from '$lib/server/reports/commands/open-contact';
import {
	liftSupervision,
	superviseListed,
	superviseReport,
	urgeReport
} from '$lib/server/reports/commands/oversight';
import { takeOver } from '$lib/server/reports/commands/takes';
import { decideOnPhoto, releaseReport, withdrawReport } from '$lib/server/reports/commands/release';
import {
	acceptReport,
	askVerification,
	dispatchReport,
	mergeReport,
	noteReport,
	rejectReport
} from '$lib/server/reports/commands/triage';
import { repliesFor } from '$lib/server/reports/queries/templates';
import { refuseIfTaken } from '$lib/server/reports/queries/takes';
import { deskCase } from '$lib/server/reports/queries/desk';
import * as v from 'valibot';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, locals, url, setHeaders }: PageServerLoadEvent) => {
	const at = now();
	// the reporter's number may stand here once: no cache may keep it
	setHeaders({ 'cache-control': 'private, no-store' });
	const file = await deskCase(db, locals.actor, params.code, at);
	const unit = file.unit ?? file.suggestion?.unitName ?? null;
	return {
		file,
		replies: await repliesFor(db, file.report, unit, file.offered),
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
		const at = now();
		await refuseIfTaken(db, locals.actor, params.code, at);
		await command(db, locals.actor, params.code, input, at);
		return { done };
	});

export const actions: Actions = {
	accept: step(Accept, acceptReport, '已受理立案。接着请派遣责任单位。'),
	note: step(Note, noteReport, '已登记，并已告知上报人。'),
	ask_verify: step(AskVerification, askVerification, '已派人核实，结果回来后会再排入待受理。'),
	reject: step(Reject, rejectReport, '已不予受理，理由已告知上报人。'),
	merge: step(Merge, mergeReport, '已并案，上报人会随另一件得到进度。'),
	dispatch: formAction(Dispatch, async ({ locals, params }: RequestEvent, input, form) => {
		const assists = unitsChosen(form, 'assists');
		await dispatchReport(db, locals.actor, params.code, { ...input, assists }, now());
		return { done: '已派遣，单位已收到通知。' };
	}),
	five: formAction(DispatchFive, async ({ locals, params }: RequestEvent, input) => {
		await dispatchToFive(db, locals.actor, params.code, input, now());
		return { done: '已一次派给五家，牵头和协办单位都已收到通知。' };
	}),
	assist: formAction(v.object({}), async ({ locals, params }: RequestEvent, _, form) => {
		await changeAssists(db, locals.actor, params.code, unitsChosen(form, 'assists'), now());
		return { done: '已保存协办单位，新加的已收到通知。' };
	}),
	urge: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		await urgeReport(db, locals.actor, params.code, now());
		return { done: '已催办，单位已收到提醒。' };
	}),
	supervise: step(Supervise, superviseReport, '已列入督办，单位已收到通知。'),
	supervise_listed: step(SuperviseListed, superviseListed, '已挂牌督办，单位和上报人已收到通知。'),
	lift_supervision: step(Reasoned, liftSupervision, '已解除督办，单位已收到通知。'),
	reopen: step(Reasoned, reopenReport, '已重开，退回单位返工。'),
	take_over: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		await takeOver(db, locals.actor, params.code, now());
		return { done: '已接手，现在由您办理。' };
	}),
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
