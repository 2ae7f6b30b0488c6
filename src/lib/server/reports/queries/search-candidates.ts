import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db';
import type { Asked } from './search-asked';

/** How many reports one page looks at, at most. */
export const looksAt = 10_000;

/**
 * An id to compare the rowid of `report_words` with. Numbers are bound as floating point, and such a
 * bound FTS5 does not search by: it would read every row that has the word.
 */
export const whole = (id: number): SQL => sql`CAST(${id} AS INTEGER)`;

const newestId = Number.MAX_SAFE_INTEGER;

/** Among which ids a page is looked for. */
export type Candidates = {
	/** Selects them as `id`, at most `cutAt`, the newest first. */
	ids: SQL;
	/** Undefined where there is but one, which a condition names. */
	within: SQL | undefined;
	/** From how many on there may be others beyond; null: these are all. */
	cutAt: number | null;
};

/**
 * Where to look: in the index of words when there are words; else by the condition that fewest
 * reports meet; and where all meet many, from the newest report back, because then a page is soon
 * full. `need`: how many are asked for; `most`: how many are looked at for them.
 */
export async function candidates(
	db: Db,
	asked: Asked,
	after: number | null,
	need: number,
	most = looksAt
): Promise<Candidates> {
	const first = asked.ids?.first ?? 0;
	const before = Math.min(after ?? newestId, (asked.ids?.last ?? newestId - 1) + 1);
	if (!asked.words) {
		const few = await fewest(db, asked.selective);
		if (few) return within(sql`SELECT id FROM reports WHERE ${few} LIMIT ${looksAt}`, null);
	}
	if (asked.match !== null) {
		const cutAt = asked.wordsDecide ? need : most;
		return within(
			sql`SELECT rowid AS id FROM report_words WHERE report_words MATCH ${asked.match}
				AND rowid >= ${whole(first)} AND rowid < ${whole(before)} ORDER BY rowid DESC LIMIT ${cutAt}`,
			cutAt
		);
	}
	const cutAt = asked.conditions.length === 0 ? need : most;
	return within(
		sql`SELECT id FROM reports WHERE id >= ${first} AND id < ${before}
			ORDER BY id DESC LIMIT ${cutAt}`,
		cutAt
	);
}

const within = (ids: SQL, cutAt: number | null): Candidates => ({
	ids,
	within: sql`reports.id IN (${ids})`,
	cutAt
});

/** The condition that fewest reports meet, if they are few enough to look at all of them. */
async function fewest(db: Db, selective: readonly SQL[]): Promise<SQL | undefined> {
	let best: { condition: SQL; count: number } | undefined;
	for (const condition of selective) {
		const [row] = await db.values<[number]>(
			sql`SELECT count(*) FROM (SELECT 1 FROM reports WHERE ${condition} LIMIT ${looksAt + 1})`
		);
		const count = row?.[0] ?? 0;
		if (count <= (best?.count ?? looksAt)) best = { condition, count };
	}
	return best?.condition;
}
