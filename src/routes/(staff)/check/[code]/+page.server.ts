import { redirect } from '@sveltejs/kit';
import { maxPhotos, Noted, Reasoned, SecondLook, Verified } from '$lib/reports/forms';
import { db, lots, now, storage } from '$lib/server/app';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { failReport, passReport, verifyReport } from '$lib/server/reports/commands/checking';
import { lookAgain } from '$lib/server/reports/commands/second-looks';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import { drawingAround, fieldCase } from '$lib/server/reports/queries/field-case';
import type { PageServerLoadEvent, RequestEvent } from './$types';

const metres = 400;

export const load = page(async ({ locals, params }: PageServerLoadEvent) => {
	const report = await fieldCase(db, locals.actor, params.code);
	return { report, drawing: await drawingAround(db, report, metres), metres, now: now() };
});

/** The case by the address, if it is the checker's to see, and the photos taken of it. */
async function onSite({ locals, params }: RequestEvent, form: FormData) {
	const { code } = await fieldCase(db, locals.actor, params.code);
	return { code, taken: await takePhotos(storage, await uploads(form, 'photos', maxPhotos)) };
}

export const actions = {
	pass: formAction(Noted, async (event: RequestEvent, input, form) => {
		const { code, taken } = await onSite(event, form);
		await passReport(db, event.locals.actor, code, input, taken, now(), { lot: lots });
		redirect(303, '/check?done=pass');
	}),
	fail: formAction(Reasoned, async (event: RequestEvent, input, form) => {
		const { code, taken } = await onSite(event, form);
		await failReport(db, event.locals.actor, code, input, taken, now());
		redirect(303, '/check?done=fail');
	}),
	second_look: formAction(SecondLook, async (event: RequestEvent, input, form) => {
		const { code, taken } = await onSite(event, form);
		await lookAgain(db, event.locals.actor, code, input, taken, now());
		redirect(303, '/check?done=second_look');
	}),
	verified: formAction(Verified, async (event: RequestEvent, input, form) => {
		const { code, taken } = await onSite(event, form);
		await verifyReport(db, event.locals.actor, code, input, taken, now());
		redirect(303, '/check?done=verified');
	})
};
