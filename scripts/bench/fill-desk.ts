import { sql } from 'drizzle-orm';
import { readConfig } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { enterTriage } from '../../src/lib/server/reports/commands/enter-triage';
import { loadTown } from '../demo/load-town';
import { makePeople } from '../demo/people';
import { addPhotos, addReports, chanceOf, someSpots } from './fill';

export type Load = { waiting: number; closed: number };

const patterns = 2_000;

/**
 * Makes a database in `dir` with the demo town, its people, and a desk with so many reports waiting
 * and so many closed. The closed beyond the first few thousand repeat those, shifted in place and time.
 */
export async function fillDesk(dir: string, { waiting, closed }: Load): Promise<void> {
	const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
	const { db } = connection;
	// whoever opens it next has its own setting
	await db.run(sql`PRAGMA synchronous = OFF`);
	await migrateDatabase(connection);
	const now = Date.now();
	await loadTown(db, now);
	await makePeople(db, now);
	const random = chanceOf();
	const spots = await someSpots(db, random);
	await addReports(db, random, spots, Math.min(closed, patterns), ['closed']);
	await repeatClosed(db, closed);
	const [last] = await db.values<[number]>(sql`SELECT coalesce(max(id), 0) FROM reports`);
	await addReports(db, random, spots, waiting, ['submitted'], closed);
	await addPhotos(db);
	await letIn(db, last![0], now);
	connection.close();
}

/** Doubles what is there until there are so many: within the database, as a million one by one takes long. */
async function repeatClosed(db: Db, wanted: number): Promise<void> {
	const names = (await db.values<[string]>(sql`SELECT name FROM pragma_table_info('reports')`))
		.map(([name]) => name)
		.filter((name) => name !== 'id');
	const changed: Record<string, string> = {
		key: `'bench-again-' || n`,
		code: `printf('C%03d-%04d', n / 10000, n % 10000)`,
		lat: `lat + (random() % 1000) / 2e6`,
		lng: `lng + (random() % 1000) / 2e6`,
		submitted_at: `submitted_at - n % 86400000`
	};
	const values = names.map((name) => changed[name] ?? `"${name}"`).join(', ');
	const columns = names.map((name) => `"${name}"`).join(', ');
	const step = 20_000;
	for (let from = patterns; from < wanted; from += step) {
		const upTo = Math.min(from + step, wanted);
		await db.run(
			sql.raw(`INSERT INTO reports (${columns})
				WITH RECURSIVE numbers(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${upTo})
				SELECT ${values} FROM numbers JOIN reports ON reports.id = 1 + n % ${patterns}`)
		);
	}
}

/** Those after `last` enter triage as they do when their photos have come, spread over the last day. */
async function letIn(db: Db, last: number, now: number): Promise<void> {
	const rows = await db.values<[number]>(
		sql`SELECT id FROM reports WHERE id > ${last} ORDER BY id`
	);
	const pace = 86_400_000 / Math.max(1, rows.length);
	for (let n = 0; n < rows.length; n += 500) {
		await db.transaction(async (tx) => {
			for (const [i, [id]] of rows.slice(n, n + 500).entries()) {
				await enterTriage(tx, id, Math.floor(now - 86_400_000 + (n + i) * pace));
			}
		});
	}
}
