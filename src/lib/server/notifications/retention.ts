import { inArray, lt } from 'drizzle-orm';
import type { Db } from '../db';
import { inbox } from './schema';

export const countOldLetters = (db: Db, before: number): Promise<number> =>
	db.$count(inbox, lt(inbox.at, before));

const atOnce = 500;

/** Removes letters of before `before` (ms), and with them the record of what went out; returns how many. */
export async function removeOldLetters(db: Db, before: number): Promise<number> {
	let removed = 0;
	for (;;) {
		const some = db.select({ id: inbox.id }).from(inbox).where(lt(inbox.at, before)).limit(atOnce);
		const rows = await db.delete(inbox).where(inArray(inbox.id, some)).returning({ id: inbox.id });
		removed += rows.length;
		if (rows.length < atOnce) return removed;
	}
}
