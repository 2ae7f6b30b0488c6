import type { RequestEvent } from '@sveltejs/kit';
import { PosterForm, PreviewForm } from '$lib/posters/forms';
import { formAction } from '$lib/server/http/form-action';
import { typed } from '$lib/server/http/read-form';
import { posterHtml } from '$lib/server/posters/text';

/** The look before anything is kept, for browsers without a script; what was typed comes back with it. */
export const preview = formAction(PreviewForm, (_: RequestEvent, { body }, form) => ({
	preview: { html: posterHtml(body), values: typed(form) }
}));

export const save = <Event extends RequestEvent, Result>(
	work: (event: Event, form: PosterForm) => Promise<Result>
) => formAction<typeof PosterForm, Event, Result>(PosterForm, work);
