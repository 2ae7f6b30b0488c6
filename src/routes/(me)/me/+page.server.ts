import { db, now } from '$lib/server/app';
import { deviceOf } from '$lib/server/http/device';
import { page } from '$lib/server/http/page';
import { reportsOfAccount, reportsOfClaims } from '$lib/server/reports/queries/ledger';
import { followedBy } from '$lib/server/reports/queries/support';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor }, cookies, url }: PageServerLoadEvent) => {
	const own = actor.accountId === null ? [] : await reportsOfAccount(db, actor.accountId);
	const claimed = await reportsOfClaims(db, actor.claims);
	const followed = await followedBy(db, actor, deviceOf(cookies, url));
	return { reports: own, claimed, followed, now: now() };
});
