import { redirect } from '@sveltejs/kit';
import { MarginsForm, NewQuestionnaire, WaveForm } from '$lib/surveys/forms';
import { startOfDay, addDays, dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { addMargins, listMargins } from '$lib/server/surveys/margins';
import { addQuestionnaire, listQuestionnaires } from '$lib/server/surveys/questionnaires';
import { readMarginsFile } from '$lib/server/surveys/sheet';
import { addWave, listWaves } from '$lib/server/surveys/waves';
import type { Actions, RequestEvent } from './$types';

export const load = page(async () => {
	const [waves, questionnaires, margins] = await Promise.all([
		listWaves(db),
		listQuestionnaires(db),
		listMargins(db)
	]);
	return {
		today: dayOf(now()),
		waves,
		margins: margins.map(({ id, name, rows }) => ({
			id,
			name,
			people: rows.reduce((sum, { people }) => sum + people, 0)
		})),
		questionnaires: questionnaires.map(({ id, version, content, frozenAt }) => ({
			id,
			version,
			title: content.title,
			many: content.questions.length,
			frozen: frozenAt !== null
		}))
	};
});

export const actions: Actions = {
	questionnaire: formAction(NewQuestionnaire, async ({ locals }: RequestEvent, input) => {
		const id = await addQuestionnaire(db, locals.actor, input, now());
		redirect(303, `/admin/surveys/questionnaires/${id}`);
	}),
	wave: formAction(WaveForm, async ({ locals }: RequestEvent, { opens, closes, ...input }) => {
		const times = { opensAt: startOfDay(opens), closesAt: startOfDay(addDays(closes, 1)) };
		const wave = await addWave(db, locals.actor, { ...input, ...times }, now());
		redirect(303, `/admin/surveys/${wave.slug}`);
	}),
	margins: formAction(MarginsForm, async ({ locals }: RequestEvent, { name }, form) => {
		const rows = await readMarginsFile(form.get('file'));
		await addMargins(db, locals.actor, { name, rows }, now());
		return { done: `已导入 ${rows.length} 行人口数。` };
	})
};
