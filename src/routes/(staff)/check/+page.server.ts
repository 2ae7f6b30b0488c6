import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { checkWork } from '$lib/server/reports/queries/field';
import { openLooks } from '$lib/server/reports/queries/second-looks';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor }, url }: PageServerLoadEvent) => ({
	now: now(),
	ownUnit: actor.unitId !== null,
	byGrid: url.searchParams.get('order') === 'grid',
	done: url.searchParams.get('done'),
	work: await checkWork(db, actor),
	looks: await openLooks(db, actor)
}));
