import { redirect, type RequestEvent } from '@sveltejs/kit';
import { sessions } from '$lib/server/app';

export async function POST({ cookies, url }: RequestEvent) {
	const secret = cookies.get(sessions.cookieName);
	if (secret) await sessions.close(secret);
	cookies.delete(sessions.cookieName, { path: '/', secure: url.protocol === 'https:' });
	redirect(303, '/');
}
