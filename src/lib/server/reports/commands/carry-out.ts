import { setTimeout as pause } from 'node:timers/promises';
import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Ordered } from '../../../reports/orders';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { orderItems, orders } from '../desk-schema';
import { reports } from '../schema';
import { orderedBy, perform } from './order-item';

type Order = typeof orders.$inferSelect;

/** Items at a time, so that the time given stays true, and a small order need not wait for a large. */
const batch = 20;

/** Between items, so that whoever else writes or reads has as much of the house, milliseconds. */
const giveWayMs = 5;

const broke = '系统出了问题，这件没有办成，请打开它单独办理';

export type CarriedOut = { items: number; defects: unknown[] };

/**
 * Carries out what was ordered and can no longer be undone, a batch of one order, the smallest order
 * first; call it again until it says 0. An item and its mark are one transaction: whenever this is
 * interrupted, the rest is taken up again, and nothing is done twice.
 */
export async function carryOut(db: Db, at: number): Promise<CarriedOut> {
	const order = await nextOrder(db, at);
	if (!order) return { items: 0, defects: [] };
	const items = await waitingItems(db, order.id);
	const defects: unknown[] = [];
	for (const { reportId, code } of items) {
		try {
			await carryOutOne(db, order, reportId, code, at);
		} catch (defect) {
			// an item that breaks must not stand in the way of all behind it
			defects.push(defect);
			await markItem(db, order.id, reportId, { state: 'failed', problem: broke, doneAt: at });
		}
		await pause(giveWayMs);
	}
	if (items.length < batch) await finish(db, order.id, at);
	// an order whose last item was just done is still work: its end was written
	return { items: Math.max(items.length, 1), defects };
}

async function carryOutOne(db: Db, order: Order, reportId: number, code: string, at: number) {
	await db.transaction(async (tx) => {
		const mine = await markItem(tx, order.id, reportId, { state: 'done', doneAt: at });
		if (!mine) return;
		try {
			await tx.transaction(async (step) => {
				const actor = await orderedBy(step, order.accountId);
				await perform(step, actor, asOrdered(order), code, at);
			});
		} catch (problem) {
			if (!(problem instanceof Refusal)) throw problem;
			await tx
				.update(orderItems)
				.set({ state: 'failed', problem: problem.message })
				.where(and(eq(orderItems.orderId, order.id), eq(orderItems.reportId, reportId)));
		}
	});
}

// kept as it was checked when it was placed
const asOrdered = ({ action, input }: Order): Ordered => ({ action, input }) as Ordered;

async function nextOrder(db: Db, at: number): Promise<Order | undefined> {
	const [order] = await db
		.select()
		.from(orders)
		.where(and(isNull(orders.finishedAt), isNull(orders.undoneAt), lte(orders.notBefore, at)))
		.orderBy(asc(orders.total), asc(orders.notBefore), asc(orders.id))
		.limit(1);
	return order;
}

const waitingItems = (db: Db, orderId: number) =>
	db
		.select({ reportId: orderItems.reportId, code: reports.code })
		.from(orderItems)
		.innerJoin(reports, eq(reports.id, orderItems.reportId))
		.where(
			and(
				eq(orderItems.orderId, orderId),
				eq(orderItems.state, 'waiting'),
				gt(orderItems.reportId, 0)
			)
		)
		.orderBy(asc(orderItems.reportId))
		.limit(batch);

/** Whether it was waiting until now. */
async function markItem(
	tx: Db,
	orderId: number,
	reportId: number,
	mark: Partial<typeof orderItems.$inferInsert>
): Promise<boolean> {
	const marked = await tx
		.update(orderItems)
		.set(mark)
		.where(
			and(
				eq(orderItems.orderId, orderId),
				eq(orderItems.reportId, reportId),
				eq(orderItems.state, 'waiting')
			)
		)
		.returning({ reportId: orderItems.reportId });
	return marked.length > 0;
}

async function finish(db: Db, orderId: number, at: number): Promise<void> {
	const isWaiting = sql`EXISTS (SELECT 1 FROM order_items i
		WHERE i.order_id = ${orders.id} AND i.state = 'waiting')`;
	await db
		.update(orders)
		.set({ finishedAt: at })
		.where(and(eq(orders.id, orderId), isNull(orders.finishedAt), sql`NOT ${isWaiting}`));
}
