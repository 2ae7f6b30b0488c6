import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName, is, sql } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, describe, expect, it } from 'vitest';
import { connect, migrateDatabase, type Connection } from '../../src/lib/server/db';
import * as schema from '../../src/lib/server/schema';
import { freshDatabase } from '../support/database';

type Journal = { entries: { idx: number; tag: string }[] };
type Column = [
	cid: number,
	name: string,
	type: string,
	notNull: number,
	fallback: string | null,
	key: number
];

const journal: Journal = JSON.parse(readFileSync('drizzle/meta/_journal.json', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'tongxing-migrations-'));
const rowsOfEach = 3;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with the first `count` migrations. */
function firstMigrations(count: number): string {
	const copy = join(folder, `first-${count}`);
	mkdirSync(copy, { recursive: true });
	cpSync('drizzle', copy, { recursive: true });
	const entries = journal.entries.slice(0, count);
	writeFileSync(join(copy, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
	return copy;
}

const values = async <Row extends unknown[]>({ db }: Connection, query: string): Promise<Row[]> =>
	db.values<Row>(sql.raw(query));

/** Tables with rows of their own; those within an R*Tree and the migrator's are no business of ours. */
async function tables(connection: Connection): Promise<string[]> {
	const rows = await values<[string]>(
		connection,
		`SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND schema = 'main'
		AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '__drizzle%' ORDER BY name`
	);
	return rows.map(([name]) => name);
}

async function counts(connection: Connection): Promise<Record<string, number>> {
	const found: Record<string, number> = {};
	for (const table of await tables(connection)) {
		const [row] = await values<[number]>(connection, `SELECT count(*) FROM "${table}"`);
		found[table] = row![0];
	}
	return found;
}

const breaches = (connection: Connection) => values(connection, 'PRAGMA foreign_key_check');

/** Three rows in every table that has none; row `n` points to row `n` of each other table. */
async function fill(connection: Connection): Promise<void> {
	const empty = Object.entries(await counts(connection)).filter(([, count]) => count === 0);
	await connection.client.execute('PRAGMA foreign_keys = OFF');
	for (const [table] of empty) {
		const columns = await values<Column>(connection, `SELECT * FROM pragma_table_info('${table}')`);
		for (let n = 1; n <= rowsOfEach; n++) {
			const given = columns.map(([, name, type]) => valueFor(name, type, n));
			const places = columns.map(() => '?').join(', ');
			// the triggers of other tables may have filled an R*Tree meanwhile
			await connection.client.execute(`INSERT OR IGNORE INTO "${table}" VALUES (${places})`, given);
		}
	}
	await connection.client.execute('PRAGMA foreign_keys = ON');
}

function valueFor(name: string, type: string, n: number): string | number {
	if (/int/i.test(type)) return n;
	if (/real/i.test(type)) return n + 0.5;
	// the boxes of an R*Tree
	if (type === '' || name === 'id') return n;
	return name === 'shape' || name === 'line' ? '{}' : `${name}-${n}`;
}

function open(name: string): Connection {
	return connect(`file:${join(folder, name)}`);
}

/** Rows that a migration writes of itself, out of those of `fill`. */
const written: Record<string, Record<string, number>> = {
	// a tenure for each duty and each grid that there was
	'0004_words_and_likenesses': { tenures: 2 * rowsOfEach }
};

describe('each migration', () => {
	it.each(journal.entries.map(({ idx, tag }) => [tag, idx] as const))(
		'%s keeps every row that was there before',
		async (tag, idx) => {
			const connection = open(`${tag}.db`);
			await connection.client.execute('PRAGMA synchronous = OFF');
			for (let step = 1; step <= idx; step++) {
				await migrateDatabase(connection, firstMigrations(step));
				await fill(connection);
			}
			const before = await counts(connection);
			expect(await breaches(connection)).toEqual([]);
			if (idx > 0) expect(Object.values(before).filter((count) => count === 0)).toEqual([]);

			await migrateDatabase(connection, firstMigrations(idx + 1));
			for (const [table, rows] of Object.entries(written[tag] ?? {})) before[table]! += rows;
			expect(await counts(connection)).toMatchObject(before);
			expect(await breaches(connection)).toEqual([]);
			expect(await values(connection, 'PRAGMA integrity_check')).toEqual([['ok']]);
			connection.close();
		}
	);

	it('runs once: a second start changes nothing', async () => {
		const connection = open('twice.db');
		await migrateDatabase(connection);
		await fill(connection);
		const before = await counts(connection);
		await migrateDatabase(connection);
		expect(await counts(connection)).toEqual(before);
		expect(await values(connection, 'SELECT count(*) FROM __drizzle_migrations')).toEqual([
			[journal.entries.length]
		]);
		connection.close();
	});

	it('that fails leaves the database as it was', async () => {
		const broken = firstMigrations(journal.entries.length);
		const [last] = journal.entries.slice(-1);
		const path = join(broken, `${last!.tag}.sql`);
		const text = readFileSync(path, 'utf8');
		writeFileSync(path, `${text}\n--> statement-breakpoint\nINSERT INTO no_such_table VALUES (1);`);
		const connection = open('broken.db');
		await expect(migrateDatabase(connection, broken)).rejects.toThrow();
		expect(await tables(connection)).toEqual([]);
		await migrateDatabase(connection);
		expect((await tables(connection)).length).toBeGreaterThan(20);
		connection.close();
	});
});

describe('after all migrations', () => {
	const declared = Object.values(schema).filter((table) => is(table, SQLiteTable));

	it('every table and column that the code declares is there, and no other', async () => {
		const connection = open('declared.db');
		await migrateDatabase(connection);
		for (const table of declared) await connection.db.select().from(table).limit(1);
		const boxes = ['grid_boxes', 'ledger_points', 'place_points', 'report_points', 'segment_boxes'];
		const searched = ['photo_bands', 'report_words', 'words_due'];
		expect(await tables(connection)).toEqual(
			[...declared.map(getTableName), ...boxes, ...searched].sort()
		);
		for (const table of declared) {
			const name = getTableName(table);
			const [row] = await values<[number]>(
				connection,
				`SELECT count(*) FROM pragma_table_info('${name}')`
			);
			const columns = Object.keys(table).filter((key) => key !== 'enableRLS');
			expect(row![0], name).toBe(columns.length);
		}
		connection.close();
	});

	it('the triggers are there', async () => {
		const db = await freshDatabase();
		const rows = await db.values<[string]>(
			sql`SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`
		);
		expect(rows.flat()).toEqual(
			expect.arrayContaining([
				'audit_log_delete',
				'audit_log_update',
				'ledger_move',
				'photo_bands_delete',
				'photo_bands_insert',
				'photo_bands_update',
				'report_points_insert',
				'report_points_move',
				'words_due_insert',
				'words_due_update'
			])
		);
	});
});
