import { redirect, type RequestEvent } from '@sveltejs/kit';

/** Switches 长辈版 on or off for this device, and goes back to where it was asked. */
export async function POST({ request, cookies, url }: RequestEvent) {
	const form = await request.formData();
	const back = String(form.get('back') ?? '/');
	if (form.get('on') === '1') {
		cookies.set('elder', '1', {
			path: '/',
			sameSite: 'lax',
			secure: url.protocol === 'https:',
			maxAge: 60 * 60 * 24 * 365
		});
	} else cookies.delete('elder', { path: '/' });
	redirect(303, /^\/(?![/\\])/.test(back) ? back : '/');
}
