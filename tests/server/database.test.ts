import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROOT } from '../../scripts/lib/cli.js';
import { theSystem } from '../../src/lib/accounts/roles';
import { record, verifyChain } from '../../src/lib/server/audit/record';
import { auditLog } from '../../src/lib/server/audit/schema';
import {
	answers,
	connect,
	isUniqueBreach,
	migrateDatabase,
	type Connection,
	type Db
} from '../../src/lib/server/db';
import { seeded } from '../support/pictures';

const folder = mkdtempSync(join(tmpdir(), 'tongxing-database-'));
const opened: Connection[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
	for (const connection of opened.splice(0)) connection.close();
	for (const child of children.splice(0)) child.kill('SIGKILL');
	vi.useRealTimers();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => join(folder, `${++files}.db`);

function open(path = newFile()): Connection {
	const connection = connect(`file:${path}`);
	opened.push(connection);
	return connection;
}

async function withCounter(): Promise<Connection> {
	const connection = open();
	await connection.client.executeMultiple(
		'CREATE TABLE counter (n INTEGER NOT NULL); INSERT INTO counter VALUES (0)'
	);
	return connection;
}

async function read(db: Db): Promise<number> {
	const [row] = await db.values<[number]>(sql`SELECT n FROM counter`);
	return row![0];
}

/** Made once: a process that reads the sources themselves takes half a second to come alive. */
const atHand = join(ROOT, 'node_modules', '.in-a-child');

beforeAll(async () => {
	await build({
		configFile: false,
		logLevel: 'error',
		build: { ssr: join(ROOT, 'tests/support/in-a-child.ts'), outDir: atHand },
		// beside what it imports, where Node looks for that
		ssr: { target: 'node' }
	});
});

/** Runs a script in a process of its own; `db` is at hand there. */
function child(path: string, script: string): ChildProcess {
	const code = `
		import { connect, record, sql, theSystem } from '${pathToFileURL(atHand)}/in-a-child.js';
		const { db, close } = connect(process.env.FILE);
		${script}`;
	const started = spawn(process.execPath, ['--input-type=module', '--eval', code], {
		env: { PATH: process.env.PATH, HOME: process.env.HOME, FILE: `file:${path}` },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	children.push(started);
	return started;
}

async function firstLine(process: ChildProcess): Promise<string> {
	const [line] = (await once(createInterface({ input: process.stdout! }), 'line')) as [string];
	return line;
}

const holding = `process.stdout.write('holding\\n'); setInterval(() => {}, 1000);`;

describe('the file', () => {
	it('is set up so that nothing acknowledged is lost', async () => {
		const { client } = open();
		const pragma = async (name: string) =>
			Object.values((await client.execute(`PRAGMA ${name}`)).rows[0]!)[0];
		expect({
			journal: await pragma('journal_mode'),
			synchronous: await pragma('synchronous'),
			foreignKeys: await pragma('foreign_keys'),
			secureDelete: await pragma('secure_delete'),
			trustedSchema: await pragma('trusted_schema'),
			locking: await pragma('locking_mode')
		}).toEqual({
			journal: 'wal',
			synchronous: 2,
			foreignKeys: 1,
			secureDelete: 1,
			trustedSchema: 0,
			locking: 'exclusive'
		});
	});

	it('is made with its folder, answers, and is there again after it was closed', async () => {
		const path = join(folder, 'new', 'deep', 'town.db');
		const first = connect(`file:${path}`);
		await first.client.executeMultiple('CREATE TABLE counter (n); INSERT INTO counter VALUES (7)');
		await answers(first.db);
		expect(readFileSync(`${path}.owner`, 'utf8')).toBe(String(process.pid));
		first.close();
		first.close();
		expect(existsSync(`${path}.owner`)).toBe(false);
		expect(await read(open(path).db)).toBe(7);
	});

	it('is refused a second time to its own process, and the first goes on', async () => {
		const path = newFile();
		const { client } = open(path);
		expect(() => connect(`file:${path}`)).toThrow(`（pid ${process.pid}）`);
		await client.execute('CREATE TABLE counter (n)');
		expect(readFileSync(`${path}.owner`, 'utf8')).toBe(String(process.pid));
	});

	it('is refused to a second process, in one sentence that names the first', async () => {
		const path = newFile();
		open(path);
		const second = child(path, '');
		let said = '';
		second.stderr!.on('data', (text) => (said += text));
		const [code] = await once(second, 'close');
		expect(code).not.toBe(0);
		expect(said).toContain(`正被另一个进程使用（pid ${process.pid}），请先停止它。`);
	});

	it('is free again as soon as its owner was killed', async () => {
		const path = newFile();
		const owner = child(path, holding);
		await firstLine(owner);
		expect(() => connect(`file:${path}`)).toThrow(`（pid ${owner.pid}）`);
		owner.kill('SIGKILL');
		await once(owner, 'exit');
		await answers(open(path).db);
	});

	it('that is no database is refused as what it is', () => {
		expect(() => connect(`file:${join(ROOT, 'package.json')}`)).toThrow(/not a database/);
		expect(existsSync(join(ROOT, 'package.json.owner'))).toBe(false);
	});
});

describe('while a transaction is open', () => {
	it('others wait, and see what it committed', async () => {
		const { db } = await withCounter();
		let letGo = () => {};
		const held = new Promise<void>((resolve) => (letGo = resolve));
		const order: string[] = [];
		const writing = db.transaction(async (tx) => {
			await tx.run(sql`UPDATE counter SET n = 41`);
			await held;
			await tx.run(sql`UPDATE counter SET n = n + 1`);
			order.push('written');
		});
		const reading = read(db).then((n) => {
			order.push('read');
			return n;
		});
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(order).toEqual([]);
		letGo();
		await writing;
		expect(await reading).toBe(42);
		expect(order).toEqual(['written', 'read']);
	});

	it('others wait, and see nothing of what was rolled back', async () => {
		const { db } = await withCounter();
		const writing = db.transaction(async (tx) => {
			await tx.run(sql`UPDATE counter SET n = 41`);
			await new Promise((resolve) => setTimeout(resolve, 20));
			throw new Error('no');
		});
		const reading = read(db);
		await expect(writing).rejects.toThrow('no');
		expect(await reading).toBe(0);
	});

	it('fifty that read and write one number lose none', async () => {
		const { db } = await withCounter();
		await Promise.all(
			Array.from({ length: 50 }, (_, n) =>
				db.transaction(async (tx) => {
					const before = await read(tx);
					if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
					await tx.run(sql`UPDATE counter SET n = ${before + 1}`);
				})
			)
		);
		expect(await read(db)).toBe(50);
	});

	it('those that fail among them take only their own with them', async () => {
		const { db } = await withCounter();
		const outcomes = await Promise.allSettled(
			Array.from({ length: 30 }, (_, n) =>
				db.transaction(async (tx) => {
					await tx.run(sql`UPDATE counter SET n = n + 1`);
					if (n % 3 === 0) throw new Error('no');
				})
			)
		);
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10);
		expect(await read(db)).toBe(20);
	});
});

describe('a transaction that nobody ends', () => {
	it('is ended after ten seconds, and the others go on', async () => {
		const { db } = await withCounter();
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		let late: Promise<unknown> = Promise.resolve();
		const forgotten = db.transaction(async (tx) => {
			await tx.run(sql`UPDATE counter SET n = 41`);
			await new Promise((resolve) => setTimeout(resolve, 60_000));
			late = tx.run(sql`UPDATE counter SET n = 42`);
			await late;
		});
		const outcome = forgotten.catch((error: unknown) => error);
		const reading = read(db);
		let answered = false;
		void reading.then(() => (answered = true));

		await vi.advanceTimersByTimeAsync(9_999);
		expect(answered).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		expect(await reading).toBe(0);

		await vi.advanceTimersByTimeAsync(60_000);
		expect(String((await outcome) as Error)).toMatch(/Error/);
		await expect(late).rejects.toThrow();
		expect(await read(db)).toBe(0);
	});
});

describe('a breach of a constraint', () => {
	it('is known however deep it is wrapped', async () => {
		const { db, client } = open();
		await client.executeMultiple('CREATE TABLE one (n UNIQUE); INSERT INTO one VALUES (1)');
		const breach = async () => db.run(sql`INSERT INTO one VALUES (1)`);
		const direct = await breach().catch((error: unknown) => error);
		const wrapped = await db
			.transaction(async (tx) => {
				await tx.run(sql`INSERT INTO one VALUES (1)`);
			})
			.catch((error: unknown) => error);
		expect([isUniqueBreach(direct), isUniqueBreach(wrapped)]).toEqual([true, true]);
		expect(isUniqueBreach(new Error('no such table'))).toBe(false);
		expect(isUniqueBreach('UNIQUE constraint failed')).toBe(false);
	});

	it('in a batch leaves nothing of the batch', async () => {
		const { client } = await withCounter();
		await client.execute('CREATE UNIQUE INDEX once ON counter (n)');
		const batch = client.batch([
			'INSERT INTO counter VALUES (1)',
			'INSERT INTO counter VALUES (0)'
		]);
		await expect(batch).rejects.toThrow(/UNIQUE/);
		const { rows } = await client.execute('SELECT count(*) FROM counter');
		expect(Object.values(rows[0]!)[0]).toBe(1);
	});
});

describe('kill -9 in the middle of writing', () => {
	// each write is two lines of the audit in one transaction, acknowledged by its number
	const writing = `
		let [[n]] = await db.values(sql\`SELECT count(*) / 2 FROM audit_log\`);
		for (;;) {
			n++;
			await db.transaction(async (tx) => {
				await record(tx, theSystem, 'first', 'write:' + n, n);
				await record(tx, theSystem, 'second', 'write:' + n, n);
			});
			process.stdout.write(n + '\\n');
		}`;

	/** Lets a child write for a while, kills it, and returns what it had acknowledged. */
	async function writeAndKill(path: string, after: number): Promise<number> {
		const writer = child(path, writing);
		let acknowledged = 0;
		const lines = createInterface({ input: writer.stdout! });
		const started = once(lines, 'line');
		lines.on('line', (line) => (acknowledged = Number(line)));
		await started;
		await new Promise((resolve) => setTimeout(resolve, after));
		writer.kill('SIGKILL');
		await once(writer, 'close');
		return acknowledged;
	}

	async function expectWhole(path: string, acknowledged: number) {
		const connection = connect(`file:${path}`);
		const { db } = connection;
		const rows = await db
			.select({ object: auditLog.object, action: auditLog.action })
			.from(auditLog);
		const pairs = Array.from({ length: rows.length / 2 }, (_, i) => [
			{ object: `write:${i + 1}`, action: 'first' },
			{ object: `write:${i + 1}`, action: 'second' }
		]);
		expect(rows).toEqual(pairs.flat());
		expect(rows.length / 2).toBeGreaterThanOrEqual(acknowledged);
		expect(rows.length / 2).toBeLessThanOrEqual(acknowledged + 1);
		expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
		expect(await db.values(sql`PRAGMA integrity_check`)).toEqual([['ok']]);
		connection.close();
	}

	it('twenty times loses no acknowledged write, and leaves none half done', async () => {
		const random = seeded(9);
		let written = 0;
		const lives = async () => {
			const path = newFile();
			const fresh = connect(`file:${path}`);
			await migrateDatabase(fresh);
			await record(fresh.db, theSystem, 'first', 'write:1', 1);
			await record(fresh.db, theSystem, 'second', 'write:1', 1);
			fresh.close();
			for (let kill = 0; kill < 5; kill++) {
				const acknowledged = await writeAndKill(path, Math.floor(random() * 120));
				await expectWhole(path, acknowledged);
				written = Math.max(written, acknowledged);
			}
		};
		await Promise.all([lives(), lives(), lives(), lives()]);
		expect(written).toBeGreaterThan(20);
	}, 60_000);
});
