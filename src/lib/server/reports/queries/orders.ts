import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { orderWords, type Ordered } from '../../../reports/orders';
import { minuteMs } from '../../../time/shanghai';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import { orderItems, orders } from '../desk-schema';
import { reports } from '../schema';

type Row = typeof orders.$inferSelect;

/** What was ordered, in words, with how far it came. */
async function described(db: Db, order: Row) {
	const ordered = { action: order.action, input: order.input } as Ordered;
	const counted = await db
		.select({ state: orderItems.state, count: count() })
		.from(orderItems)
		.where(eq(orderItems.orderId, order.id))
		.groupBy(orderItems.state);
	const of = (state: string) => counted.find((row) => row.state === state)?.count ?? 0;
	return {
		id: order.id,
		words: orderWords(ordered, await namesIn(db, ordered)),
		at: order.at,
		notBefore: order.notBefore,
		finishedAt: order.finishedAt,
		undoneAt: order.undoneAt,
		total: order.total,
		done: of('done'),
		failed: of('failed'),
		waiting: of('waiting')
	};
}

export type DeskOrder = Awaited<ReturnType<typeof described>>;

async function namesIn(db: Db, { action, input }: Ordered) {
	if (action === 'dispatch') {
		const [row] = await db
			.select({ name: units.name })
			.from(units)
			.where(eq(units.id, input.unitId))
			.limit(1);
		return { unit: row?.name };
	}
	if (action === 'assign') {
		const [row] = await db
			.select({ name: accounts.name })
			.from(accounts)
			.where(eq(accounts.id, input.accountId))
			.limit(1);
		return { colleague: row?.name || '同事' };
	}
	return {};
}

const lastOrders = async (db: Db, actor: Actor, limit: number): Promise<Row[]> =>
	actor.accountId === null
		? []
		: db
				.select()
				.from(orders)
				.where(eq(orders.accountId, actor.accountId))
				.orderBy(desc(orders.id))
				.limit(limit);

/** The actor's own orders, the last first. */
export async function ownOrders(db: Db, actor: Actor, limit = 30): Promise<DeskOrder[]> {
	const rows = await lastOrders(db, actor, limit);
	return Promise.all(rows.map((row) => described(db, row)));
}

/** One order and what did not work, with why. @throws Refusal('missing') for another's */
export async function ownOrder(db: Db, actor: Actor, id: number) {
	const [row] = await db.select().from(orders).where(eq(orders.id, id)).limit(1);
	if (!row || row.accountId !== actor.accountId) throw new Refusal('missing', '没有这项办理');
	const items = await db
		.select({
			code: reports.code,
			category: reports.category,
			placeName: reports.placeName,
			state: orderItems.state,
			problem: orderItems.problem
		})
		.from(orderItems)
		.innerJoin(reports, eq(reports.id, orderItems.reportId))
		.where(eq(orderItems.orderId, id))
		.orderBy(asc(orderItems.reportId));
	return { ...(await described(db, row)), items };
}

const lately = 50;
const failedShownMs = 10 * minuteMs;

/**
 * Of the actor's last orders: what is not carried out yet, the last first, and what of late could not
 * be done.
 */
export async function orderStanding(db: Db, actor: Actor, at: number) {
	const rows = await lastOrders(db, actor, lately);
	const open = rows.filter(({ finishedAt, undoneAt }) => finishedAt === null && undoneAt === null);
	const recent = rows.filter(({ finishedAt }) => (finishedAt ?? 0) > at - failedShownMs);
	return {
		waiting: await Promise.all(
			open.map(async (row) => ({
				...(await described(db, row)),
				codes: row.total <= 3 ? await codesOf(db, row.id) : []
			}))
		),
		failed: await failedOf(
			db,
			recent.map(({ id }) => id)
		)
	};
}

export type OrderStanding = Awaited<ReturnType<typeof orderStanding>>;

async function codesOf(db: Db, orderId: number): Promise<string[]> {
	const rows = await db
		.select({ code: reports.code })
		.from(orderItems)
		.innerJoin(reports, eq(reports.id, orderItems.reportId))
		.where(eq(orderItems.orderId, orderId));
	return rows.map(({ code }) => code);
}

async function failedOf(db: Db, orderIds: readonly number[]) {
	if (orderIds.length === 0) return [];
	return db
		.select({ orderId: orderItems.orderId, code: reports.code, problem: orderItems.problem })
		.from(orderItems)
		.innerJoin(reports, eq(reports.id, orderItems.reportId))
		.where(and(inArray(orderItems.orderId, [...orderIds]), eq(orderItems.state, 'failed')))
		.orderBy(desc(orderItems.orderId))
		.limit(5);
}

/** Whether a report waits for an order to be carried out. */
export async function isWaiting(db: Db, reportId: number): Promise<boolean> {
	const rows = await db
		.select({ orderId: orderItems.orderId })
		.from(orderItems)
		.where(and(eq(orderItems.reportId, reportId), sql`${orderItems.state} = 'waiting'`))
		.limit(1);
	return rows.length > 0;
}
