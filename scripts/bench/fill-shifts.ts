import { sql } from 'drizzle-orm';
import { addDays, dayMs, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { sealing } from '../../src/lib/server/sealing';
import { loadTown } from '../demo/load-town';
import { makePeople } from '../demo/people';
import { demoPosts, makePosts } from '../demo/shift-posts';
import { fillShifts } from '../demo/shifts';

export type Load = { shifts: number; volunteers: number };

/** Makes a database in `dir` with the demo's shifts, or with so many of its own. */
export async function fillWithShifts(dir: string, load: Load | null): Promise<void> {
	const config = readConfig({ APP_MODE: 'test', DATA_DIR: dir });
	const connection = connect(config.DATABASE_URL);
	const { db } = connection;
	// whoever opens it next has its own setting
	await db.run(sql`PRAGMA synchronous = OFF`);
	await migrateDatabase(connection);
	const now = Date.now();
	const before = now - 200 * dayMs;
	await loadTown(db, before);
	const cast = await makePeople(db, before);
	if (load === null) await fillShifts(db, sealing(readSecrets(config)), cast, { now, seed: 1 });
	else {
		const { places, crossings } = await demoPosts(db);
		await makePosts(db, cast.moderator, [...places, ...crossings], { busy: true }, before);
		await addVolunteers(db, load.volunteers, before);
		await addShifts(db, load.shifts, now);
		await addSignups(db, now);
	}
	connection.close();
}

const numbers = (many: number) =>
	sql`WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${many})`;

/** Eight characters of a code, another for each number. */
const code = (prefix: string, n: string) =>
	sql.raw(`printf('${prefix}%03d-%04d', (${n}) / 10000, (${n}) % 10000)`);

async function addVolunteers(db: Db, many: number, at: number): Promise<void> {
	await db.run(sql`INSERT INTO accounts (role, name, active, created_at)
		${numbers(many)} SELECT 'volunteer', '', 1, ${at} FROM numbers`);
	await db.run(sql`INSERT INTO volunteers (account_id, number, age_band, trained_at, joined_at)
		SELECT id, ${code('V', 'id')}, '18-59', ${at}, ${at} FROM accounts WHERE role = 'volunteer'`);
}

/** At all posts in turn, as many on a day as the demo has: most of them are over. */
async function addShifts(db: Db, many: number, now: number): Promise<void> {
	const aDay = 60;
	const first = startOfDay(addDays(dayOf(now), 15 - Math.ceil(many / aDay)));
	await db.run(sql`INSERT INTO shifts (code, post_id, day, starts_at, ends_at, least, most, note, call_off_reason, lead_note)
		${numbers(many)}
		SELECT ${code('S', 'n')}, 1 + n % (SELECT count(*) FROM posts),
			date((${first} + (n / ${aDay}) * ${dayMs}) / 1000, 'unixepoch', '+8 hours'),
			${first} + (n / ${aDay}) * ${dayMs} + (7 + 2 * (n % 5)) * ${hourMs},
			${first} + (n / ${aDay}) * ${dayMs} + (9 + 2 * (n % 5)) * ${hourMs},
			2, 4, '', '', ''
		FROM numbers`);
}

/** None, half, or all of the places of a shift, and some who wait; those of the past have served. */
async function addSignups(db: Db, now: number): Promise<void> {
	await db.run(sql`INSERT OR IGNORE INTO signups (shift_id, account_id, state, at, state_since)
		${numbers(6)}
		SELECT s.id, (SELECT min(account_id) FROM volunteers) + (s.id * 7919 + n * 104729) % (SELECT count(*) FROM volunteers),
			CASE WHEN n >= 4 THEN 'waitlisted' WHEN s.ends_at < ${now} THEN 'completed' ELSE 'confirmed' END,
			s.starts_at - ${dayMs}, s.starts_at - ${dayMs}
		FROM shifts s JOIN numbers ON n < (s.id % 4) * 2 AND NOT (n >= 4 AND s.ends_at < ${now})
		ORDER BY n, s.id`);
}
