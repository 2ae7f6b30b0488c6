import type { RequestEvent } from '@sveltejs/kit';
import { guest, type Actor } from '../../accounts/roles';
import { seal } from '../app';
import { Refusal } from '../refusal';

/** Tells one account from another on a shared phone, and says nothing else about it. */
export const senderTag = (accountId: number): string =>
	seal.index('sender', String(accountId)).slice(0, 12);

/**
 * Who wrote what is only now sent: another may have signed in on the phone since. What was written
 * as a guest stays a guest's.
 * @throws Refusal('unauthenticated') for what an account wrote that is not signed in
 */
export function writerOf({ request, locals: { actor } }: RequestEvent): Actor {
	const tag = request.headers.get('tongxing-as');
	if (tag === null) return actor;
	if (tag === 'guest') return { ...guest, claims: actor.claims, address: null };
	if (actor.accountId !== null && senderTag(actor.accountId) === tag) return actor;
	throw new Refusal('unauthenticated', '这条是登录后写的，请用同一个账号登录后再发');
}
