import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '../../src/lib/server/accounts/schema';
import { sendCode, signInResident } from '../../src/lib/server/accounts/sign-in';
import { auditOf } from '../../src/lib/server/audit/record';
import { readConfig } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Connection, type Db } from '../../src/lib/server/db';
import { rotateKeys, sealedColumns, underOldKeys } from '../../src/lib/server/keys/rotate';
import { findByPhone } from '../../src/lib/server/reports/commands/find-by-phone';
import { codeOf } from '../../src/lib/server/reports/queries/casework';
import { reporters } from '../../src/lib/server/reports/schema';
import { sealing } from '../../src/lib/server/sealing';
import { beginRotation, endRotation, readSecrets } from '../../src/lib/server/secrets';
import { account, monday, plainReports } from '../support/factories';

const phoneOf = (n: number) => `139${String(n).padStart(8, '0')}`;
const many = 1500;

let dir: string;
let connection: Connection;
const config = () => readConfig({ APP_MODE: 'test', DATA_DIR: dir });
const open = () => connect(config().DATABASE_URL);

beforeEach(async () => {
	dir = mkdtempSync(join(tmpdir(), 'tongxing-keys-'));
	connection = open();
	await connection.client.execute('PRAGMA synchronous = OFF');
	await migrateDatabase(connection);
});
afterEach(() => {
	connection.close();
	rmSync(dir, { recursive: true, force: true });
});

/** As many reporters, each with a number of their own; the first has an account as well. */
async function fill(db: Db, count: number) {
	const seal = sealing(readSecrets(config()));
	await plainReports(db, count);
	for (let from = 1; from <= count; from += 500) {
		const ids = Array.from({ length: Math.min(500, count - from + 1) }, (_, i) => from + i);
		await db.insert(reporters).values(
			ids.map((n) => ({
				reportId: n,
				phoneSealed: seal.seal(phoneOf(n)),
				phoneIndex: seal.index('phone', phoneOf(n))
			}))
		);
	}
	await db.insert(accounts).values({
		role: 'resident',
		createdAt: monday,
		phoneSealed: seal.seal(phoneOf(1)),
		phoneIndex: seal.index('phone', phoneOf(1))
	});
}

async function expectAllReadable(db: Db, count: number) {
	const seal = sealing(readSecrets(config()));
	const rows = await db.select().from(reporters).orderBy(reporters.reportId);
	expect(rows.map(({ phoneSealed }) => seal.open(phoneSealed!))).toEqual(
		Array.from({ length: count }, (_, i) => phoneOf(i + 1))
	);
	for (const { reportId, phoneIndex } of rows) {
		expect(seal.indexes('phone', phoneOf(reportId))).toContain(phoneIndex);
	}
}

/** The account of a resident who signs in by phone, with the keys as they are. */
async function signIn(db: Db, at: number) {
	const seal = sealing(readSecrets(config()));
	let code = '';
	const sender = {
		available: true,
		shows: false,
		sendCode: async (_: string, sent: string) => void (code = sent)
	};
	await sendCode(db, seal, sender, phoneOf(1), at);
	return signInResident(db, seal, { phone: phoneOf(1), code }, at);
}

describe('a change of keys', () => {
	it('seals everything by the new key, finds everybody, and drops the old one', async () => {
		await fill(connection.db, 450);
		const before = sealing(readSecrets(config()));
		const id = await signIn(connection.db, monday);
		const seal = sealing(beginRotation(config(), monday));
		const moderator = await account(connection.db, 'moderator');
		const found = async (n: number) => {
			const asked = { phone: phoneOf(n), reason: '来电询问进度' };
			const lines = await findByPhone(connection.db, seal, moderator, asked, monday);
			return lines.map(({ code }) => code);
		};
		const sent = [await codeOf(connection.db, 1), await codeOf(connection.db, 450)];
		expect([...(await found(1)), ...(await found(450))]).toEqual(sent);
		expect(await rotateKeys(connection.db, seal, monday)).toBe(451);
		expect([...(await found(1)), ...(await found(450))]).toEqual(sent);
		expect(await underOldKeys(connection.db, seal)).toEqual(
			Object.fromEntries(sealedColumns.map(({ name }) => [name, 0]))
		);
		endRotation(config());
		await expectAllReadable(connection.db, 450);
		expect(await signIn(connection.db, monday + 120_000)).toBe(id);
		const [row] = await connection.db.select().from(reporters).limit(1);
		expect(() => before.open(row!.phoneSealed!)).toThrow();
		expect(row!.phoneIndex).not.toBe(before.index('phone', phoneOf(1)));
		expect(await auditOf(connection.db, 'keys')).toMatchObject([
			{ action: 'rotate_keys', role: 'system', detail: '{"changed":451,"key":2}' }
		]);
		const kept = JSON.parse(readFileSync(join(dir, 'secrets.json'), 'utf8'));
		expect([kept.SEAL_KEY, kept.SEAL_KEYS.length, kept.ROTATING]).toEqual([
			undefined,
			1,
			undefined
		]);
		// and once more, from the second to the third
		const third = sealing(beginRotation(config(), monday));
		expect(await rotateKeys(connection.db, third, monday)).toBe(451);
		endRotation(config());
		await expectAllReadable(connection.db, 450);
	}, 30_000);

	it('knows every sealed column that there is', async () => {
		const rows = await connection.db.values<[string, string]>(
			sql`SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
				WHERE m.type = 'table' AND c.name LIKE '%sealed'`
		);
		expect(rows.map(([table, column]) => `${table}.${column}`).sort()).toEqual(
			sealedColumns.map(({ name }) => name).sort()
		);
	});

	it('killed in the middle leaves a site that works, and is gone on with', async () => {
		await fill(connection.db, many);
		const id = await signIn(connection.db, monday);
		connection.close();

		const killed = run();
		await killed.saidAgain;
		killed.process.kill('SIGKILL');
		expect((await killed.ended).signal).toBe('SIGKILL');

		connection = open();
		const keys = readSecrets(config());
		expect(keys.rotating).toBe(true);
		const left = await underOldKeys(connection.db, sealing(keys));
		expect(left['reporters.phone_sealed']).toBeGreaterThan(0);
		expect(left['reporters.phone_sealed']).toBeLessThan(many);
		await expectAllReadable(connection.db, many);
		expect(await signIn(connection.db, monday + 120_000)).toBe(id);
		connection.close();

		expect(await run().ended).toMatchObject({ code: 0 });
		connection = open();
		const done = readSecrets(config());
		expect([done.rotating, done.sealKey, done.laterSealKeys.map((key) => key.id)]).toEqual([
			false,
			null,
			[2]
		]);
		await expectAllReadable(connection.db, many);
	}, 60_000);

	it('does not begin while the server owns the database', async () => {
		await fill(connection.db, 1);
		const { code, output } = await run().ended;
		expect(code).toBe(1);
		expect(output).toContain(`pid ${process.pid}`);
		expect(readSecrets(config()).rotating).toBe(false);
		await expectAllReadable(connection.db, 1);
	}, 30_000);
});

/** The command as it is run by hand. `saidAgain` resolves when it has told of two batches. */
function run() {
	const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/keys-rotate.ts'], {
		env: { PATH: process.env.PATH, DATA_DIR: dir }
	});
	let output = '';
	let told = () => {};
	const saidAgain = new Promise<void>((resolve) => (told = resolve));
	const hear = (bytes: Buffer) => {
		output += String(bytes);
		if (output.split('换了').length > 2) told();
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	const ended = new Promise<{ code: number | null; signal: string | null; output: string }>(
		(resolve) => child.once('close', (code, signal) => resolve({ code, signal, output }))
	);
	return { process: child, saidAgain, ended };
}
