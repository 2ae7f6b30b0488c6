import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { readFilter, type SavedFilter } from '../../../reports/filter';
import type { Db } from '../../db';
import { savedFilters } from '../desk-schema';
import { refreshWords } from '../words';
import { countFound } from './search';

/** Up to how many the number beside a saved filter says; beyond it, a plus. */
const mostCounted = 99;

/** The filters that `actor` keeps, each with how many it finds now. */
export async function savedFiltersOf(db: Db, actor: Actor, at: number): Promise<SavedFilter[]> {
	if (actor.accountId === null) return [];
	const rows = await db
		.select({ id: savedFilters.id, name: savedFilters.name, query: savedFilters.query })
		.from(savedFilters)
		.where(eq(savedFilters.accountId, actor.accountId))
		.orderBy(asc(savedFilters.id));
	// what just came in counts
	if (rows.length > 0) await refreshWords(db, 200);
	const counted: SavedFilter[] = [];
	for (const row of rows) {
		const filter = readFilter(new URLSearchParams(row.query));
		counted.push({ ...row, ...(await countFound(db, actor, filter, { at, most: mostCounted })) });
	}
	return counted;
}
