import { redirect, type RequestEvent } from '@sveltejs/kit';
import { dropSession } from '$lib/server/http/session-cookie';
import { db, now, sessions } from '$lib/server/app';
import { letGoOfBrowser } from '$lib/server/http/browser';

export async function POST(event: RequestEvent) {
	const { cookies, url } = event;
	await letGoOfBrowser(event, db, now());
	const secret = cookies.get(sessions.cookieName);
	if (secret) await sessions.close(secret);
	dropSession(cookies, url, sessions.cookieName);
	redirect(303, '/');
}
