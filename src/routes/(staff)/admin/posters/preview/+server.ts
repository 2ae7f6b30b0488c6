import { json } from '@sveltejs/kit';
import { PreviewForm } from '$lib/posters/forms';
import { endpoint, readJson } from '$lib/server/http/endpoint';
import { posterHtml } from '$lib/server/posters/text';
import type { RequestEvent } from './$types';

export const POST = endpoint(async ({ request }: RequestEvent) => {
	const { body } = await readJson(request, PreviewForm);
	return json({ html: posterHtml(body) });
});
