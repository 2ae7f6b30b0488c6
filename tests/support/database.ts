import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { loadTown } from '../../scripts/demo/load-town';
import { connect, migrateDatabase, type Connection } from '../../src/lib/server/db';

type Database = Connection['db'];

const folder = mkdtempSync(join(inject('databases'), 'worker-'));
const opened: Connection[] = [];
const templates = new Map<string, Promise<string>>();
let copies = 0;

let file: string | undefined;

/** An empty database with the real migrations, open until the test file ends. */
export function freshDatabase(): Promise<Database> {
	return copyOf('empty', async () => {});
}

/** A database that holds the demo town: its map, units and duties, but no people and no reports. */
export function freshTown(): Promise<Database> {
	return copyOf('town', (db) => loadTown(db, Date.UTC(2026, 0, 5)));
}

async function copyOf(name: string, fill: (db: Database) => Promise<void>): Promise<Database> {
	closeThoseOfTheLastFile();
	const path = join(folder, `${++copies}.db`);
	copyFileSync(await templateOf(name, fill), path);
	return (await open(path)).db;
}

// Several test files run in one process, one after another, and share the templates.
function closeThoseOfTheLastFile() {
	const { testPath } = expect.getState();
	if (testPath === file) return;
	file = testPath;
	for (const connection of opened.splice(0)) connection.close();
}

function templateOf(name: string, fill: (db: Database) => Promise<void>): Promise<string> {
	let template = templates.get(name);
	if (!template) {
		template = makeTemplate(join(folder, `${name}.db`), fill);
		templates.set(name, template);
	}
	return template;
}

async function makeTemplate(path: string, fill: (db: Database) => Promise<void>): Promise<string> {
	const connection = await open(path);
	await migrateDatabase(connection);
	await fill(connection.db);
	opened.splice(opened.indexOf(connection), 1);
	connection.close();
	return path;
}

async function open(path: string): Promise<Connection> {
	const connection = connect(`file:${path}`);
	opened.push(connection);
	// a test's database need not survive a power cut
	await connection.client.execute('PRAGMA synchronous = OFF');
	return connection;
}
