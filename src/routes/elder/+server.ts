import { redirect, type RequestEvent } from '@sveltejs/kit';
import { textSizes } from '$lib/components/text-size';
import { readForm } from '$lib/server/http/read-form';
import { wayBack } from '$lib/server/http/way-back';

const year = 60 * 60 * 24 * 365;
/** Stands at the address that could not be reached, which only the browser knows. */
const lastResort = '/offline';

/** Keeps the size of text for this device, 长辈版 or standard, and goes back to where it was asked. */
export async function POST({ request, cookies, url }: RequestEvent) {
	const form = await readForm(request);
	const chosen = textSizes.find(({ id }) => id === form.get('size'))?.cookie ?? '';
	cookies.set('elder', chosen, {
		path: '/',
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: chosen ? year : 0
	});
	const back = wayBack(String(form.get('back') ?? ''), url);
	const asked = back === lastResort ? pathOf(request.headers.get('referer')) : back;
	redirect(303, wayBack(asked, url) ?? '/');
}

function pathOf(referrer: string | null): string | null {
	if (referrer === null || !URL.canParse(referrer)) return null;
	const { pathname, search } = new URL(referrer);
	return pathname + search;
}
