import { desc, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { MarginRow } from '../../surveys/margins';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { margins } from './schema';

export const listMargins = (db: Db) => db.select().from(margins).orderBy(desc(margins.id));

/** @throws Refusal('missing') */
export async function marginRows(db: Db, id: number): Promise<MarginRow[]> {
	const [row] = await db.select({ rows: margins.rows }).from(margins).where(eq(margins.id, id));
	if (!row) throw new Refusal('missing', '没有这份人口数');
	return row.rows;
}

export async function addMargins(
	db: Db,
	actor: Actor,
	{ name, rows }: { name: string; rows: MarginRow[] },
	at: number
): Promise<number> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const [row] = await tx.insert(margins).values({ name, rows, at }).returning({ id: margins.id });
		await record(tx, actor, 'load_margins', `margins:${row!.id}`, at, { lines: rows.length });
		return row!.id;
	});
}
