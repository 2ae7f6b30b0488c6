import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { ownVisits } from '$lib/server/surveys/visits';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor }, url }: PageServerLoadEvent) => {
	const at = now();
	return { now: at, done: url.searchParams.has('done'), visits: await ownVisits(db, actor, at) };
});
