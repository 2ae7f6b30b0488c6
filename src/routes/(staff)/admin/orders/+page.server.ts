import { mayTriage } from '$lib/accounts/policy';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { Refusal } from '$lib/server/refusal';
import { ownOrders } from '$lib/server/reports/queries/orders';
import { place, undo } from './order-actions';
import type { Actions, PageServerLoadEvent } from './$types';

export const load = page(async ({ locals }: PageServerLoadEvent) => {
	if (!mayTriage(locals.actor)) throw new Refusal('forbidden', '只有值守员有办理记录');
	return { orders: await ownOrders(db, locals.actor), now: now() };
});

export const actions: Actions = { place, undo };
