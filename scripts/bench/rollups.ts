import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/lib/server/db';

/**
 * Does `work` while the triggers called `resting` rest, as `case_*` or all of them, and counts the
 * rollups of the map once at its end.
 */
export async function withTriggersAtRest(
	db: Db,
	resting: 'case_*' | '*',
	work: () => Promise<void>
): Promise<void> {
	const triggers = await db.values<[string, string]>(
		sql`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB ${resting}`
	);
	for (const [name] of triggers) await db.run(sql`DROP TRIGGER ${sql.identifier(name)}`);
	await work();
	for (const [, statement] of triggers) await db.run(sql.raw(statement));
	await db.run(sql`DELETE FROM case_cells`);
	await db.run(sql`DELETE FROM case_days`);
	for (const statement of await counting()) await db.run(sql.raw(statement));
}

/** The statements by which the migration counted what was there before it. */
async function counting(): Promise<string[]> {
	const name = (await readdir('drizzle')).find((file) => file.endsWith('_case_cells.sql'));
	const text = await readFile(`drizzle/${name}`, 'utf8');
	return text.split('--> statement-breakpoint').slice(-2);
}
