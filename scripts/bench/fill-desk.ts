import { setImmediate as letOthers } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { dayMs } from '../../src/lib/time/shanghai';
import { readConfig } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { enterTriage } from '../../src/lib/server/reports/commands/enter-triage';
import { gatherWords, refreshWords } from '../../src/lib/server/reports/words';
import { loadTown } from '../demo/load-town';
import { makePeople } from '../demo/people';
import { addPhotos, addReports, chanceOf, lastYears, someSpots } from './fill';
import { withTriggersAtRest } from './rollups';

export type Load = { waiting: number; closed: number };

const patterns = 2_000;
const wordsAtOnce = 2_000;

/**
 * Makes a database in `dir` with the demo town, its people, and a desk with so many reports waiting,
 * sent within the last days, and so many closed in the two years before, the older first. The closed
 * beyond the first few thousand repeat those, shifted in place and time. All can be searched.
 */
export async function fillDesk(dir: string, { waiting, closed }: Load): Promise<void> {
	const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
	const { db } = connection;
	// whoever opens it next has its own settings
	await db.run(sql`PRAGMA synchronous = OFF`);
	await db.run(sql`PRAGMA secure_delete = OFF`);
	await db.run(sql`PRAGMA cache_size = -1000000`);
	await migrateDatabase(connection);
	const now = Date.now();
	const before = { from: lastYears(now).from, to: now - 7 * dayMs };
	const pace = (before.to - before.from) / Math.max(1, closed);
	const random = chanceOf();
	await loadTown(db, now);
	await makePeople(db, now);
	const spots = await someSpots(db, random);
	const own = Math.min(closed, patterns);
	const first = { from: before.from, to: before.from + own * pace };
	await addReports(db, random, spots, own, ['closed'], { over: first });
	await withTriggersAtRest(db, 'case_*', async () => {
		await repeatClosed(db, closed, before.from, pace);
		await tellHistory(db);
	});
	const [last] = await db.values<[number]>(sql`SELECT coalesce(max(id), 0) FROM reports`);
	const lately = { from: now - 7 * dayMs, to: now - dayMs };
	await addReports(db, random, spots, waiting, ['submitted'], { first: closed, over: lately });
	await addPhotos(db);
	await letIn(db, last![0], now);
	while ((await refreshWords(db, wordsAtOnce)) > 0);
	// as the server does every week
	await gatherWords(db, letOthers);
	connection.close();
}

/** Every closed report came and ended; every tenth is public. */
async function tellHistory(db: Db): Promise<void> {
	await db.run(sql`
		INSERT INTO report_events (report_id, action, "from", "to", at, actor_role)
		SELECT id, 'submit', NULL, 'submitted', submitted_at, 'guest' FROM reports
		UNION ALL SELECT id, 'pass', 'awaiting_check', 'closed', state_since, 'checker' FROM reports`);
	// by UPDATE, because that is what the triggers of the map wait for
	await db.run(sql`
		UPDATE reports SET released_at = state_since, public_description = description
		WHERE id % 10 = 0`);
}

/** Within the database, as a million one by one takes long. */
async function repeatClosed(db: Db, wanted: number, begin: number, pace: number): Promise<void> {
	const names = (await db.values<[string]>(sql`SELECT name FROM pragma_table_info('reports')`))
		.map(([name]) => name)
		.filter((name) => name !== 'id');
	const sent = `CAST(${begin} + n * ${pace} AS INTEGER)`;
	const changed: Record<string, string> = {
		key: `'bench-again-' || n`,
		code: `printf('C%03d-%04d', n / 10000, n % 10000)`,
		lat: `lat + (random() % 1000) / 2e6`,
		lng: `lng + (random() % 1000) / 2e6`,
		occurred_at: sent,
		submitted_at: sent,
		ready_at: sent,
		state_since: `${sent} + state_since - submitted_at`
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
