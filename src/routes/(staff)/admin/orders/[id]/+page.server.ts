import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { ownOrder } from '$lib/server/reports/queries/orders';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params, locals }: PageServerLoadEvent) => {
	const id = /^\d{1,12}$/.test(params.id) ? Number(params.id) : 0;
	return { order: await ownOrder(db, locals.actor, id), now: now() };
});
