import { redirect } from '@sveltejs/kit';
import { uuidv7 } from 'uuidv7';
import * as v from 'valibot';
import { asAsked } from '$lib/surveys/asked';
import { VisitSend } from '$lib/surveys/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { getVisit, sendVisit } from '$lib/server/surveys/visits';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, locals: { actor } }: PageServerLoadEvent) => {
	const { visit, wave, grid, town, questionnaire } = await getVisit(db, actor, params.code);
	const { code, household, outcome, calls } = visit;
	return {
		visit: { code, household, outcome, calls, grid, town },
		wave: wave.title,
		questionnaire: asAsked(questionnaire),
		seed: visit.id
	};
});

/** Without a script: the same form, sent from the page. */
const WithoutScript = v.looseObject({ ...VisitSend.entries, photos: v.optional(v.string()) });

export const actions: Actions = {
	default: formAction(WithoutScript, async ({ locals, params }: RequestEvent, input) => {
		const sent = { ...input, code: params.code };
		await sendVisit(db, locals.actor, uuidv7(), sent, null, now());
		redirect(303, '/visits?done');
	})
};
