import { redirect } from '@sveltejs/kit';
import { FactorCode, RecoveryCode } from '$lib/accounts/forms';
import { roles, type Actor } from '$lib/accounts/roles';
import { inGroups, keyText, keyUri } from '$lib/accounts/totp';
import { db, now, seal, sessions } from '$lib/server/app';
import { qrPath } from '$lib/components/qr';
import {
	enrolSecondFactor,
	keyOffered,
	proveByCode,
	proveByRecoveryCode,
	secondFactorOf
} from '$lib/server/accounts/second-factor';
import { addressOf } from '$lib/server/http/address';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { keepSession } from '$lib/server/http/session-cookie';
import { wayBack } from '$lib/server/http/way-back';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	const { locals, url, setHeaders } = event;
	if (!locals.unproven) {
		const to = wayBack(url.searchParams.get('to'), url);
		const login = `/login${to ? `?to=${encodeURIComponent(to)}` : ''}`;
		redirect(303, locals.actor.accountId === null ? login : onward(url, locals.actor));
	}
	const { person, secret } = underWay(event);
	// a key and recovery codes stand here: no cache may keep them
	setHeaders({ 'cache-control': 'private, no-store' });
	const { setUp, codesLeft, loginName } = await secondFactorOf(db, person.accountId);
	const to = wayBack(url.searchParams.get('to'), url);
	const common = { name: person.name || loginName, to, onward: onward(url, person) };
	if (setUp) return { ...common, codesLeft, offered: null };

	const key = keyOffered(seal, secret);
	const uri = keyUri('文明同行', loginName, key);
	return { ...common, codesLeft, offered: { uri, text: inGroups(keyText(key)), qr: qrPath(uri) } };
});

export const actions: Actions = {
	enrol: formAction(FactorCode, async (event: RequestEvent, { code }) => {
		await limit('signIn', addressOf(event));
		const { person, secret } = underWay(event);
		const made = await enrolSecondFactor(db, seal, person, { code, secret }, now());
		enter(event, made.secret);
		return { codes: made.codes };
	}),
	code: formAction(FactorCode, async (event: RequestEvent, { code }) => {
		await limit('signIn', addressOf(event));
		const { person, secret } = underWay(event);
		enter(event, await proveByCode(db, seal, person, { code, secret }, now()));
		redirect(303, onward(event.url, person));
	}),
	recover: formAction(RecoveryCode, async (event: RequestEvent, { recovery }) => {
		await limit('signIn', addressOf(event));
		const { person, secret } = underWay(event);
		const proof = await proveByRecoveryCode(db, seal, person, { recovery, secret }, now());
		enter(event, proof.secret);
		return { left: proof.left };
	})
};

/** Who is signing in, and the secret of the session in which they do. */
function underWay({ locals, cookies }: Pick<RequestEvent, 'locals' | 'cookies'>) {
	const { unproven } = locals;
	const secret = cookies.get(sessions.cookieName);
	if (!unproven || unproven.accountId === null || !secret) {
		throw new Refusal('unauthenticated', '登录已过期，请重新登录');
	}
	return { person: { ...unproven, accountId: unproven.accountId }, secret };
}

const enter = ({ cookies, url }: RequestEvent, secret: string): void =>
	keepSession(cookies, url, sessions.cookieName, secret);

function onward(url: URL, { role }: Actor): string {
	const home = role === 'guest' || role === 'system' ? '/' : roles[role].home;
	return wayBack(url.searchParams.get('to'), url) ?? home;
}
