import type { RequestEvent } from '@sveltejs/kit';
import { isSignedIn } from '$lib/accounts/policy';
import type { Actor } from '$lib/accounts/roles';
import { readCode } from '$lib/reports/code';
import { limit } from '$lib/server/http/rate-limit';
import { writerOf } from '$lib/server/http/sender-tag';
import { Refusal } from '$lib/server/refusal';

/** Who wrote what is now sent of a shift, and which shift. */
export async function sentOf(
	event: RequestEvent & { params: { code: string } }
): Promise<{ actor: Actor; code: string }> {
	const actor = writerOf(event);
	if (!isSignedIn(actor)) throw new Refusal('unauthenticated', '登录已过期，请重新登录后再发');
	await limit('onSite', `account:${actor.accountId}`);
	return { actor, code: shiftCode(event.params) };
}

/** @throws Refusal('missing') for what is no code */
export function shiftCode(params: { code: string }): string {
	const code = readCode(params.code);
	if (!code) throw new Refusal('missing', '没有这个班次');
	return code;
}
