import { sql } from 'drizzle-orm';
import { matchFor } from '../../reports/search';
import type { Db } from '../db';

/** The reports of a unit that is called otherwise from now on: their words are written anew. */
export async function unitRenamed(tx: Db, unitId: number): Promise<void> {
	await tx.run(
		sql`INSERT OR IGNORE INTO words_due SELECT id FROM reports WHERE unit_id = ${unitId}`
	);
}

/** The same of a grid. */
export async function gridRenamed(tx: Db, gridId: number): Promise<void> {
	await tx.run(
		sql`INSERT OR IGNORE INTO words_due SELECT id FROM reports WHERE grid_id = ${gridId}`
	);
}

/**
 * The same of a segment of a street. Its reports are found by the name that is written of them; where
 * that is not written yet, it waits to be written anyway.
 */
export async function segmentRenamed(tx: Db, segmentId: number, oldName: string): Promise<void> {
	const match = matchFor(oldName);
	if (match === null) return;
	await tx.run(sql`INSERT OR IGNORE INTO words_due SELECT id FROM reports
		WHERE id IN (SELECT rowid FROM report_words WHERE report_words MATCH ${match})
		AND +segment_id = ${segmentId}`);
}
