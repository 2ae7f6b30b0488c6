import { and, count, eq } from 'drizzle-orm';
import { mayOpen } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { mostSaved, readFilter, writeFilter } from '../../../reports/filter';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { savedFilters } from '../desk-schema';

/** Keeps a filter under a name, for `actor` alone; the same name again is the same with another filter. */
export async function saveFilter(
	db: Db,
	actor: Actor,
	input: { name: string; query: string },
	at: number
): Promise<void> {
	const accountId = owner(actor);
	const query = writeFilter(readFilter(new URLSearchParams(input.query)));
	await db.transaction(async (tx) => {
		const own = eq(savedFilters.accountId, accountId);
		const changed = await tx
			.update(savedFilters)
			.set({ query, at })
			.where(and(own, eq(savedFilters.name, input.name)))
			.returning({ id: savedFilters.id });
		if (changed.length === 0) {
			const [row] = await tx.select({ saved: count() }).from(savedFilters).where(own);
			if ((row?.saved ?? 0) >= mostSaved) {
				throw new Refusal('conflict', `最多保存 ${mostSaved} 个筛选，请先删去不用的`);
			}
			await tx.insert(savedFilters).values({ accountId, name: input.name, query, at });
		}
		await record(tx, actor, 'save_filter', `account:${accountId}`, at, { name: input.name });
	});
}

export async function renameFilter(
	db: Db,
	actor: Actor,
	{ id, name }: { id: number; name: string },
	at: number
): Promise<void> {
	await db.transaction(async (tx) => {
		const [same] = await tx
			.select({ id: savedFilters.id })
			.from(savedFilters)
			.where(and(eq(savedFilters.accountId, owner(actor)), eq(savedFilters.name, name)));
		if (same && same.id !== id) {
			throw new Refusal('conflict', '已经有这个名称了', { name: '已经有这个名称了' });
		}
		const renamed = await tx
			.update(savedFilters)
			.set({ name })
			.where(ownFilter(actor, id))
			.returning({ id: savedFilters.id });
		if (renamed.length === 0) throw gone();
		await record(tx, actor, 'rename_filter', `account:${actor.accountId}`, at, { name });
	});
}

export async function removeFilter(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	await db.transaction(async (tx) => {
		const [removed] = await tx
			.delete(savedFilters)
			.where(ownFilter(actor, id))
			.returning({ name: savedFilters.name });
		if (!removed) throw gone();
		await record(tx, actor, 'remove_filter', `account:${actor.accountId}`, at, removed);
	});
}

function owner(actor: Actor): number {
	if (!mayOpen(actor, '/admin') || actor.accountId === null) {
		throw new Refusal('forbidden', '您不能保存筛选');
	}
	return actor.accountId;
}

const ownFilter = (actor: Actor, id: number) =>
	and(eq(savedFilters.id, id), eq(savedFilters.accountId, owner(actor)));

const gone = () => new Refusal('missing', '这个筛选已经删去了');
