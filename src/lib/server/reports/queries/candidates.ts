import { and, eq, inArray, sql } from 'drizzle-orm';
import type { OrderAction } from '../../../reports/orders';
import type { Db } from '../../db';
import { orderItems, orders } from '../desk-schema';
import { reports } from '../schema';
import type { Report } from '../advance';
import { lookAlikes } from './look-alikes';

const closing: OrderAction[] = ['note', 'reject', 'merge'];

/**
 * What a report may be the same trouble as: the list that `m` and a number merge into. What is about
 * to be closed by an order is not in it.
 */
export async function candidates(db: Db, report: Report, at: number) {
	const near = await lookAlikes(db, report, at);
	if (near.length === 0) return near;
	const codes = near.map(({ code }) => code);
	const ending = await db
		.select({ code: reports.code })
		.from(reports)
		.innerJoin(
			orderItems,
			and(eq(orderItems.reportId, reports.id), sql`${orderItems.state} = 'waiting'`)
		)
		.innerJoin(orders, eq(orders.id, orderItems.orderId))
		.where(and(inArray(reports.code, codes), inArray(orders.action, closing)));
	const gone = new Set(ending.map(({ code }) => code));
	return near.filter(({ code }) => !gone.has(code));
}
