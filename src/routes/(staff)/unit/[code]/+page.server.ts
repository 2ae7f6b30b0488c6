import { Feedback, HandOver, maxPhotos, Reasoned } from '$lib/reports/forms';
import { handlersOf } from '$lib/server/accounts/colleagues';
import { db, now, storage } from '$lib/server/app';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	acknowledgeReport,
	feedBack,
	handOver,
	returnReport
} from '$lib/server/reports/commands/handling';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import { drawingAround, fieldCase } from '$lib/server/reports/queries/field-case';
import * as v from 'valibot';
import type { PageServerLoadEvent, RequestEvent } from './$types';

const metres = 400;

export const load = page(async ({ locals, params }: PageServerLoadEvent) => {
	const report = await fieldCase(db, locals.actor, params.code);
	return {
		report,
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
	feedback: formAction(Feedback, async ({ locals, params }: RequestEvent, input, form) => {
		const { code } = await fieldCase(db, locals.actor, params.code);
		const after = await takePhotos(storage, await uploads(form, 'photos', maxPhotos));
		await feedBack(db, locals.actor, code, input, after, now());
		return { done: '已反馈，等待核查员到现场核查。' };
	})
};
