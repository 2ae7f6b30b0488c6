import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../db';
import { accounts } from './schema';

/** The people of a unit who handle cases and can sign in. */
export async function handlersOf(db: Db, unitId: number | null) {
	if (unitId === null) return [];
	return db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(
			and(eq(accounts.role, 'unit_handler'), eq(accounts.active, true), eq(accounts.unitId, unitId))
		)
		.orderBy(asc(accounts.name), asc(accounts.id));
}
