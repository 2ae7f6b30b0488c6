import { Appeal, AskExtension, AskSuspension, Resume } from '$lib/reports/asks';
import { Feedback, HandOver, maxPhotos, Reasoned } from '$lib/reports/forms';
import { handlersOf } from '$lib/server/accounts/colleagues';
import { db, now, storage } from '$lib/server/app';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	appealOverdue,
	askExtension,
	askSuspension,
	resumeReport
} from '$lib/server/reports/commands/asks';
import {
	acknowledgeReport,
	feedBack,
	handOver,
	returnReport
} from '$lib/server/reports/commands/handling';
import { noteAssist } from '$lib/server/reports/commands/assists-commands';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import { unitAsks } from '$lib/server/reports/queries/asks';
import { drawingAround, fieldCase } from '$lib/server/reports/queries/field-case';
import * as v from 'valibot';
import type { PageServerLoadEvent, RequestEvent } from './$types';

const metres = 400;

export const load = page(async ({ locals, params }: PageServerLoadEvent) => {
	const report = await fieldCase(db, locals.actor, params.code);
	return {
		report,
		asks: await unitAsks(db, locals.actor, report.code),
		own: locals.actor.accountId,
		colleagues: await handlersOf(db, report.unitId),
		drawing: await drawingAround(db, report, metres),
		metres,
		now: now()
	};
});

export const actions = {
	acknowledge: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await acknowledgeReport(db, locals.actor, code, now());
		return { done: '已签收。处理好以后，在这里反馈并附照片。' };
	}),
	hand_over: formAction(HandOver, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await handOver(db, locals.actor, code, input, now());
		return { done: '已转交，同事会收到消息。' };
	}),
	return: formAction(Reasoned, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await returnReport(db, locals.actor, code, input, now());
		return { done: '已退回，值守员会重新派遣。' };
	}),
	assist_note: formAction(Reasoned, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await noteAssist(db, locals.actor, code, input, now());
		return { done: '已记下，牵头单位能看到。' };
	}),
	feedback: formAction(Feedback, async ({ locals, params }: RequestEvent, input, form) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		const after = await takePhotos(storage, await uploads(form, 'photos', maxPhotos));
		await feedBack(db, locals.actor, code, input, after, now());
		return { done: '已反馈，等待核查员到现场核查。' };
	}),
	ask_extension: formAction(AskExtension, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await askExtension(db, locals.actor, code, input, now());
		return { done: '已提交延期申请。答复以前，仍按原期限办理。' };
	}),
	ask_suspension: formAction(AskSuspension, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await askSuspension(db, locals.actor, code, input, now());
		return { done: '已提交挂账申请。答复以前，仍在计时。' };
	}),
	resume: formAction(Resume, async ({ locals, params }: RequestEvent) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await resumeReport(db, locals.actor, code, now());
		return { done: '已恢复办理，继续计时。' };
	}),
	appeal: formAction(Appeal, async ({ locals, params }: RequestEvent, input) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		await appealOverdue(db, locals.actor, code, input, now());
		return { done: '已提交申诉，由督导员答复。' };
	})
};
