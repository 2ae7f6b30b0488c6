import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readForm } from '$lib/server/http/read-form';
import { wayBack } from '$lib/server/http/way-back';

const year = 60 * 60 * 24 * 365;

/** Switches 长辈版 on or off for this device, and goes back to where it was asked. */
export async function POST({ request, cookies, url }: RequestEvent) {
	const form = await readForm(request);
	const on = form.get('on') === '1';
	cookies.set('elder', on ? '1' : '', {
		path: '/',
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: on ? year : 0
	});
	redirect(303, wayBack(String(form.get('back') ?? ''), url) ?? '/');
}
