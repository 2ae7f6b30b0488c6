import type { RequestEvent } from '@sveltejs/kit';
import { addressOf } from './address';
import { limit } from './rate-limit';

/** Devices without an account are free to make, so guests are slowed down by address. */
export async function limitSupport(event: RequestEvent): Promise<void> {
	const { accountId } = event.locals.actor;
	if (accountId === null) await limit('supportFromAddress', addressOf(event));
	else await limit('support', `account:${accountId}`);
}
