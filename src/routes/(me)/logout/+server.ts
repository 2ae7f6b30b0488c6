import { redirect, type RequestEvent } from '@sveltejs/kit';
import { sessions } from '$lib/server/app';
import { dropSession } from '$lib/server/http/session-cookie';

export async function POST({ cookies, url }: RequestEvent) {
	const secret = cookies.get(sessions.cookieName);
	if (secret) await sessions.close(secret);
	dropSession(cookies, url, sessions.cookieName);
	redirect(303, '/');
}
