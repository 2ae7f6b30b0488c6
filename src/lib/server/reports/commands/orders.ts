import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { mayTriage } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { mostItems, undoMs, type Ordered } from '../../../reports/orders';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { orderItems, orders } from '../desk-schema';
import { reports } from '../schema';
import { rehearse } from './order-item';

export type Placed = { id: number; notBefore: number };

const alreadyOrdered = '这件已经下达了别的办理，正在等待执行';

/**
 * Stores what is to be done to these reports; it is carried out from `notBefore` on. The same `key`
 * again is the same order. One report alone is refused at once where it cannot be done; of many, each
 * says for itself what became of it.
 */
export async function placeOrder(
	db: Db,
	actor: Actor,
	input: { key: string; codes: readonly string[]; ordered: Ordered },
	at: number
): Promise<Placed> {
	const { key, codes, ordered } = input;
	const accountId = moderatorId(actor);
	if (codes.length === 0) throw new Refusal('invalid', '请先选择案件');
	if (codes.length > mostItems) throw new Refusal('invalid', `一次最多 ${mostItems} 件`);
	const before = await orderByKey(db, accountId, key);
	if (before) return before;
	const [only] = codes;
	if (codes.length === 1 && only !== undefined) {
		const outcome = await rehearse(db, actor, ordered, only, at);
		if (outcome instanceof Refusal) throw outcome;
	}
	return db.transaction(async (tx) => {
		// between the first look and this transaction the same order may have come again
		const twin = await orderByKey(tx, accountId, key);
		if (twin) return twin;
		const found = await tx
			.select({ id: reports.id, code: reports.code })
			.from(reports)
			.where(inArray(reports.code, [...codes]));
		if (found.length < codes.length) throw new Refusal('missing', '有的编号没有对应的案件');
		const ids = found.map(({ id }) => id);
		const waiting = await waitingAmong(tx, ids);
		if (waiting.size === ids.length) throw new Refusal('conflict', alreadyOrdered);
		const notBefore = at + undoMs;
		const { action, input: how } = ordered;
		const row = { key, accountId, action, input: how, at, notBefore, total: ids.length };
		const [made] = await tx.insert(orders).values(row).returning({ id: orders.id });
		const id = made!.id;
		const items = ids.map((reportId) =>
			waiting.has(reportId)
				? { orderId: id, reportId, state: 'failed' as const, problem: alreadyOrdered, doneAt: at }
				: { orderId: id, reportId }
		);
		await tx.insert(orderItems).values(items);
		await record(tx, actor, 'place_order', `order:${id}`, at, { action, reports: ids.length });
		return { id, notBefore };
	});
}

/** Takes an order back while it can be. @throws Refusal('conflict') from `notBefore` on */
export async function undoOrder(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	const accountId = moderatorId(actor);
	await db.transaction(async (tx) => {
		const undone = await tx
			.update(orders)
			.set({ undoneAt: at })
			.where(
				and(
					eq(orders.id, id),
					eq(orders.accountId, accountId),
					gt(orders.notBefore, at),
					isNull(orders.undoneAt),
					isNull(orders.finishedAt)
				)
			)
			.returning({ id: orders.id });
		if (undone.length === 0) throw await tooLate(tx, accountId, id);
		await tx
			.update(orderItems)
			.set({ state: 'undone', doneAt: at })
			.where(and(eq(orderItems.orderId, id), eq(orderItems.state, 'waiting')));
		await record(tx, actor, 'undo_order', `order:${id}`, at);
	});
}

async function tooLate(tx: Db, accountId: number, id: number): Promise<Refusal> {
	const [order] = await tx.select().from(orders).where(eq(orders.id, id)).limit(1);
	if (!order || order.accountId !== accountId) return new Refusal('missing', '没有这项办理');
	return order.undoneAt === null
		? new Refusal('conflict', '已经过了可以撤销的时间，正在办理或者已经办好')
		: new Refusal('conflict', '这项已经撤销了');
}

async function orderByKey(tx: Db, accountId: number, key: string): Promise<Placed | undefined> {
	const [order] = await tx.select().from(orders).where(eq(orders.key, key)).limit(1);
	if (order && order.accountId !== accountId) throw new Refusal('conflict', '请刷新页面后再试');
	return order && { id: order.id, notBefore: order.notBefore };
}

async function waitingAmong(tx: Db, ids: readonly number[]): Promise<Set<number>> {
	const rows = await tx
		.select({ reportId: orderItems.reportId })
		.from(orderItems)
		// as text, for the index of those that wait
		.where(and(inArray(orderItems.reportId, [...ids]), sql`${orderItems.state} = 'waiting'`));
	return new Set(rows.map(({ reportId }) => reportId));
}

function moderatorId(actor: Actor): number {
	if (!mayTriage(actor) || actor.accountId === null) {
		throw new Refusal('forbidden', '只有值守员可以办理');
	}
	return actor.accountId;
}
