import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { reportsOfAccount, reportsOfClaims } from '$lib/server/reports/queries/ledger';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	const own = actor.accountId === null ? [] : await reportsOfAccount(db, actor.accountId);
	const claimed = await reportsOfClaims(db, actor.claims);
	return { reports: own, claimed, now: now() };
});
