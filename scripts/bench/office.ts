import { sql } from 'drizzle-orm';
import { dayMs } from '../../src/lib/time/shanghai';
import { readConfig } from '../../src/lib/server/config';
import { connect, type Db } from '../../src/lib/server/db';
import { client, type Client } from '../../tests/support/client';
import { startServer, type TestServer } from '../../tests/support/server';
import { prepareTown } from '../../tests/support/town';
import { plainReports } from '../../tests/support/factories';
import { withTriggersAtRest } from './rollups';

const waiting = 10_000;
/** Of what happened before, the map tells nothing but how much was sent. */
const toldDays = 120;
const years = 2;
const middle = { lat: 35.581, lng: 118.836 };

export type Office = { server: TestServer; moderator: Client; stop: () => Promise<unknown> };

/** A server with so many reports of two years, of which 10,000 wait, and a moderator at work. */
export async function officeOf(many: number): Promise<Office> {
	const server = await startServer({
		seed: async (dir) => {
			await prepareTown(dir);
			await fill(dir, many);
		}
	});
	const moderator = await client(server.origin).signIn('moderator');
	return { server, moderator, stop: () => server.stop() };
}

/** By SQL alone. */
async function fill(dir: string, many: number): Promise<void> {
	const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
	const { db } = connection;
	await db.run(sql`PRAGMA synchronous = OFF`);
	await plainReports(db, 1, () => ({ ...middle, key: 'bench', gridId: 1 }));
	await withTriggersAtRest(db, '*', async () => {
		await addReports(db, many);
		await addEvents(db);
	});
	connection.close();
}

async function addReports(db: Db, many: number): Promise<void> {
	const columns = (
		await db.values<[string]>(sql`SELECT name FROM pragma_table_info('reports')`)
	).map(([name]) => name);
	const begin = Date.now() - years * 365 * dayMs;
	const pace = (years * 365 * dayMs) / (many + 1);
	const sent = `CAST(${begin} + n * ${pace} AS INTEGER)`;
	const isOpen = `n > ${many - waiting}`;
	const own: Record<string, string> = {
		id: 'NULL',
		key: `'bench-' || n`,
		code: `printf('%04X-%04X', n >> 16, n & 65535)`,
		// a lattice of streets: what is near is not all at one place
		lat: `${middle.lat} + ((n * 7919) % 4001) / 4001.0 * 0.06 - 0.03`,
		lng: `${middle.lng} + ((n * 104729) % 5003) / 5003.0 * 0.08 - 0.04`,
		category_group: `CASE n % 4 WHEN 0 THEN 'traffic' WHEN 1 THEN 'order' ELSE 'sanitation' END`,
		grid_id: 'n % 12 + 1',
		submitted_at: sent,
		occurred_at: sent,
		ready_at: sent,
		state: `CASE WHEN ${isOpen} THEN 'filed' ELSE 'closed' END`,
		state_since: `${sent} + ${dayMs}`,
		due_at: `CASE WHEN ${isOpen} THEN ${Date.now()} + (n % 7 - 3) * ${dayMs / 2} END`,
		due_soon_at: `CASE WHEN ${isOpen} THEN ${Date.now()} + (n % 7 - 4) * ${dayMs / 2} END`
	};
	const values = columns.map((name) => own[name] ?? name);
	await db.run(
		sql.raw(`WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${many})
			INSERT INTO reports (${columns.join(', ')})
			SELECT ${values.join(', ')} FROM counted, (SELECT * FROM reports WHERE key = 'bench')`)
	);
}

async function addEvents(db: Db): Promise<void> {
	const since = Date.now() - toldDays * dayMs;
	await db.run(sql`INSERT INTO report_events (report_id, action, "to", at, actor_role)
		SELECT id, 'submit', 'submitted', submitted_at, 'system' FROM reports WHERE submitted_at > ${since}`);
	await db.run(sql`INSERT INTO report_events (report_id, action, "from", "to", at, actor_role)
		SELECT id, 'pass', 'awaiting_check', 'closed', state_since, 'checker' FROM reports
		WHERE submitted_at > ${since} AND state = 'closed'`);
}
