import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { CodeAgain, SignInAgain } from '$lib/accounts/forms';
import { roles } from '$lib/accounts/roles';
import { db, now, seal, sender, sessions } from '$lib/server/app';
import {
	sendCodeAgain,
	signInAgain,
	signInAgainByPhone,
	waysOf
} from '$lib/server/accounts/sign-in-again';
import { addressOf } from '$lib/server/http/address';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { keepSession } from '$lib/server/http/session-cookie';
import { wayBack } from '$lib/server/http/way-back';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => ({
	...(await waysOf(db, locals.actor)),
	to: wayBack(url.searchParams.get('to'), url),
	lost: url.searchParams.has('lost')
}));

export const actions: Actions = {
	password: formAction(SignInAgain, async (event: RequestEvent, input) => {
		await limit('signIn', addressOf(event));
		const secret = secretOf(event);
		goOn(event, await signInAgain(db, seal, event.locals.actor, { ...input, secret }, now()));
	}),
	ask: formAction(v.object({}), async (event: RequestEvent) => {
		if (!sender.available) throw new Refusal('invalid', '本站暂未开通手机登录');
		await limit('sendCode', addressOf(event));
		return { sent: { shown: await sendCodeAgain(db, seal, sender, event.locals.actor, now()) } };
	}),
	code: formAction(CodeAgain, async (event: RequestEvent, { code }) => {
		await limit('signIn', addressOf(event));
		const secret = secretOf(event);
		goOn(event, await signInAgainByPhone(db, seal, event.locals.actor, { code, secret }, now()));
	})
};

function secretOf({ cookies }: RequestEvent): string {
	const secret = cookies.get(sessions.cookieName);
	if (!secret) throw new Refusal('unauthenticated', '请先登录');
	return secret;
}

function goOn({ cookies, url, locals }: RequestEvent, secret: string): never {
	keepSession(cookies, url, sessions.cookieName, secret);
	const { role } = locals.actor;
	const home = role === 'guest' || role === 'system' ? '/' : roles[role].home;
	redirect(303, wayBack(url.searchParams.get('to'), url) ?? home);
}
