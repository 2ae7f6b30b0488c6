import type { RequestEvent } from '@sveltejs/kit';
import { isSignedIn, mayOpen } from '$lib/accounts/policy';
import type { Actor } from '$lib/accounts/roles';
import { readCode } from '$lib/reports/code';
import { FieldKey, isFieldSend } from '$lib/reports/field-sends';
import { checked } from '$lib/server/http/endpoint';
import { writerOf } from '$lib/server/http/sender-tag';
import { Refusal } from '$lib/server/refusal';
import type { SendAddress } from '$lib/server/reports/commands/field-sends';

/** @throws Refusal('missing') for a code or an action that is none */
export function sendAddress(params: { code: string; action: string; key: string }): SendAddress {
	const code = readCode(params.code);
	if (!code) throw new Refusal('missing', '没有这个编号的上报，请核对编号');
	if (!isFieldSend(params.action)) throw new Refusal('missing', '没有这一步');
	return { code, name: params.action, key: checked(FieldKey, params.key) };
}

/** Who wrote it, if that is someone who works on site. */
export function staffOnSite(event: RequestEvent): Actor {
	const actor = writerOf(event);
	if (!isSignedIn(actor)) throw new Refusal('unauthenticated', '登录已过期，请重新登录后再发');
	if (!mayOpen(actor, '/unit') && !mayOpen(actor, '/check')) {
		throw new Refusal('forbidden', '您的账号不能办理案件');
	}
	return actor;
}

/** Where to go on from. A case that was checked is no longer the checker's to see. */
export const whereItIs = (actor: Actor, code: string): string =>
	mayOpen(actor, '/unit') ? `/unit/${code}` : '/check';
