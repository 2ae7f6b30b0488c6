import { StepForm } from '$lib/posters/forms';
import { actionsOn, mayBeWritten, posterActions } from '$lib/posters/workflow';
import { addDays, dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { changePoster, stepPoster } from '$lib/server/posters/commands';
import { getPoster, historyOf, readsOf } from '$lib/server/posters/queries';
import { posterHtml } from '$lib/server/posters/text';
import { listThemes } from '$lib/server/posters/themes';
import { preview, save } from '../saving';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

/** How far back the days of reading are shown. */
const readDays = 30;

export const load = page(async ({ params, locals }: PageServerLoadEvent) => {
	const at = now();
	const today = dayOf(at);
	const { writers, ...poster } = await getPoster(db, params.slug);
	const me = locals.actor.accountId ?? 0;
	return {
		poster,
		html: posterHtml(poster.body),
		mine: writers.includes(me),
		writable: mayBeWritten.includes(poster.state),
		offered: actionsOn({ ...poster, writers }, me),
		themes: await listThemes(db),
		history: await historyOf(db, poster.id),
		reads: await readsOf(db, poster.id, addDays(today, 1 - readDays)),
		today,
		now: at
	};
});

export const actions: Actions = {
	preview,
	save: save(async ({ locals, params }: RequestEvent, input) => {
		await changePoster(db, locals.actor, params.slug, input, now());
		return { done: '已保存' };
	}),
	step: formAction(StepForm, async ({ locals, params }: RequestEvent, input) => {
		await stepPoster(db, locals.actor, params.slug, input, now());
		return { done: posterActions[input.action].done };
	})
};
