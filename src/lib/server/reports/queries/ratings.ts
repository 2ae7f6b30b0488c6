import { and, gte, lt, sql } from 'drizzle-orm';
import { scoreNames, type Score } from '../../../reports/workflow';
import type { Db } from '../../db';
import { ratings } from '../schema';

/** How often each score was given from `from` until `until`, ms. */
export async function ratingsBetween(
	db: Db,
	from: number,
	until: number
): Promise<Record<Score, number>> {
	const rows = await db
		.select({ score: ratings.score, n: sql<number>`count(*)` })
		.from(ratings)
		.where(and(gte(ratings.at, from), lt(ratings.at, until)))
		.groupBy(ratings.score);
	const counts = Object.fromEntries(scoreNames.map((name) => [name, 0])) as Record<Score, number>;
	for (const { score, n } of rows) counts[score] = n;
	return counts;
}
