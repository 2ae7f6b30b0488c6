import { and, eq, lt } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { digestLetter, digestUpTo, mostWatches, type NewWatch } from '../../../reports/watches';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { deliver } from '../../notifications/commands';
import { signedIn } from '../../notifications/settings';
import { grids } from '../../places/schema';
import { Refusal } from '../../refusal';
import { accountsToTell, releasedCells, watchesOf, type ReleasedCell } from '../queries/watches';
import { watches } from '../schema';

/** From now on the daily digest tells of what is released there. */
export async function addWatch(db: Db, actor: Actor, input: NewWatch, at: number): Promise<void> {
	const accountId = signedIn(actor);
	await db.transaction(async (tx) => {
		const gridId = input.grid === null ? null : await gridCalled(tx, input.grid);
		const held = await watchesOf(tx, accountId);
		if (held.some((watch) => watch.gridId === gridId && watch.group === input.group)) {
			throw new Refusal('conflict', '您已经关注了这一项');
		}
		if (held.length >= mostWatches) {
			throw new Refusal('conflict', `最多关注 ${mostWatches} 项，请先取消一项`);
		}
		const row = { accountId, gridId, categoryGroup: input.group, since: at, toldUpTo: at };
		await tx.insert(watches).values(row);
		await record(tx, actor, 'watch', `account:${accountId}`, at, input);
	});
}

async function gridCalled(tx: Db, code: string): Promise<number> {
	const [grid] = await tx
		.select({ id: grids.id })
		.from(grids)
		.where(and(eq(grids.code, code), eq(grids.active, true)))
		.limit(1);
	if (!grid) throw new Refusal('invalid', '没有这个网格', { grid: '没有这个网格' });
	return grid.id;
}

export async function removeWatch(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	const accountId = signedIn(actor);
	await db.transaction(async (tx) => {
		const removed = await tx
			.delete(watches)
			.where(and(eq(watches.id, id), eq(watches.accountId, accountId)))
			.returning({ id: watches.id });
		if (removed.length === 0) throw new Refusal('missing', '没有这一项关注，可能已经取消了');
		await record(tx, actor, 'unwatch', `account:${accountId}`, at);
	});
}

const pageSize = 200;

/**
 * Tells each account what was released where it watches, in one entry; how far it told moves in the
 * same transaction, so it may run as often as it likes. Returns how many entries it wrote.
 */
export async function tellDigests(db: Db, at: number): Promise<number> {
	const upTo = digestUpTo(at);
	// nearly all begin where yesterday's ended: one count serves them
	const counted = new Map<number, ReleasedCell[]>();
	const cellsSince: CellsSince = async (tx, from) => {
		const cells = counted.get(from) ?? (await releasedCells(tx, from, upTo));
		counted.set(from, cells);
		return cells;
	};
	let told = 0;
	for (let last = 0; ;) {
		const accounts = await accountsToTell(db, upTo, last, pageSize);
		for (const accountId of accounts)
			if (await tellOne(db, accountId, upTo, cellsSince, at)) told++;
		const end = accounts.at(-1);
		if (end === undefined) return told;
		last = end;
	}
}

type CellsSince = (tx: Db, from: number) => Promise<ReleasedCell[]>;
type Watch = Awaited<ReturnType<typeof watchesOf>>[number];

async function tellOne(
	db: Db,
	accountId: number,
	upTo: number,
	cellsSince: CellsSince,
	at: number
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const due = (await watchesOf(tx, accountId)).filter(({ toldUpTo }) => toldUpTo < upTo);
		const [first] = due;
		if (!first) return false;
		await tx
			.update(watches)
			.set({ toldUpTo: upTo })
			.where(and(eq(watches.accountId, accountId), lt(watches.toldUpTo, upTo)));

		const shared = new Map<string, number>();
		const told = [];
		for (const watch of due) {
			const cells = (await cellsSince(tx, watch.toldUpTo)).filter((cell) => matches(watch, cell));
			for (const { gridId, group, count } of cells) {
				const key = `${gridId}/${group}`;
				shared.set(key, Math.max(count, shared.get(key) ?? 0));
			}
			told.push({ ...watch, count: sum(cells.map(({ count }) => count)) });
		}
		const n = sum([...shared.values()]);
		if (n === 0) return false;
		const from = Math.min(...due.map(({ toldUpTo }) => toldUpTo));
		await deliver(tx, [accountId], digestLetter(n, told, from, upTo), at);
		return true;
	});
}

const matches = (watch: Watch, cell: ReleasedCell): boolean =>
	(watch.gridId === null || watch.gridId === cell.gridId) &&
	(watch.group === null || watch.group === cell.group);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
