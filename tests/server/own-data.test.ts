import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs } from '../../src/lib/time/shanghai';
import { eraseOwn, exportOwn } from '../../src/lib/server/accounts/own-data';
import { accounts } from '../../src/lib/server/accounts/schema';
import { sessionsIn } from '../../src/lib/server/accounts/sessions';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import type { Connection } from '../../src/lib/server/db';
import { deliver } from '../../src/lib/server/notifications/commands';
import { diskStore } from '../../src/lib/server/photos/store';
import { supportReport } from '../../src/lib/server/reports/commands/support';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { photos, reporters, supports } from '../../src/lib/server/reports/schema';
import { zipOf } from '../../src/lib/server/zip';
import { freshTown } from '../support/database';
import {
	account,
	monday,
	people,
	released,
	seal,
	submitted,
	type People
} from '../support/factories';

const phone = '13900001234';

let db: Connection['db'];
let who: People;
let resident: Actor;
let storage: ReturnType<typeof diskStore>;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const [row] = await db
		.insert(accounts)
		.values({
			role: 'resident',
			createdAt: monday,
			phoneSealed: seal.seal(phone),
			phoneIndex: seal.index('phone', phone)
		})
		.returning({ id: accounts.id });
	resident = { ...guest, role: 'resident', accountId: row!.id };
	const folder = mkdtempSync(join(tmpdir(), 'tongxing-own-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	storage = diskStore(folder);
});

/** A report of the resident's with its picture in the store. */
async function mine(description: string) {
	const sent = await submitted(db, resident, { description });
	const { id } = await getReport(db, sent.code);
	const [photo] = await db.select().from(photos).where(eq(photos.reportId, id));
	await storage.put(`${photo!.original}.jpg`, Buffer.from(`picture of ${description}`));
	return { ...sent, id, original: photo!.original };
}

async function taken(by: Actor) {
	const files = new Map<string, string>();
	for await (const { name, bytes } of await exportOwn(db, storage, seal, by, monday)) {
		files.set(name, Buffer.from(bytes).toString('utf8'));
	}
	return files;
}

describe('what a resident takes along', () => {
	it('is all that is theirs and nothing of another’s', async () => {
		const one = await mine('我的第一件');
		await mine('我的第二件');
		await submitted(db, who.neighbour, { description: '别人的一件' });
		await deliver(db, [resident.accountId!], { title: '进展', body: '已受理', href: '/' }, monday);
		await deliver(db, [who.neighbour.accountId!], { title: '别人的', body: '', href: '/' }, monday);
		const files = await taken(resident);
		expect([...files.keys()]).toHaveLength(3);
		expect(files.get(`photos/${one.code}-1.jpg`)).toBe('picture of 我的第一件');
		const text = files.get('data.json')!;
		expect(text).not.toContain('别人的');
		const data = JSON.parse(text);
		expect(data.account.phone).toBe(phone);
		expect(data.reports.map((report: { description: string }) => report.description)).toEqual([
			'我的第一件',
			'我的第二件'
		]);
		expect(data.letters.at(-1)).toMatchObject({ title: '进展', body: '已受理' });
		expect(data.letters).toHaveLength(3);
		expect(await auditOf(db, `account:${resident.accountId}`)).toMatchObject([
			{ action: 'export_own', detail: '{"photos":2}' }
		]);
		await expect(taken(guest)).rejects.toMatchObject({ reason: 'unauthenticated' });
	});

	it('is an archive that any program opens', async () => {
		await mine('压缩');
		const pieces = [];
		const files = await exportOwn(db, storage, seal, resident, monday);
		for await (const piece of zipOf(files)) pieces.push(piece);
		const folder = mkdtempSync(join(tmpdir(), 'tongxing-zip-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const path = join(folder, 'own.zip');
		writeFileSync(path, Buffer.concat(pieces));
		const script = [
			'import sys, zipfile',
			'z = zipfile.ZipFile(sys.argv[1])',
			'assert z.testzip() is None',
			'print(" ".join(i.filename for i in z.infolist()))',
			'print(z.read("data.json").decode()[:1])'
		].join('\n');
		const told = execFileSync('python3', ['-c', script, path], { encoding: 'utf8' });
		expect(told).toMatch(/^data\.json photos\/\w{4}-\w{4}-1\.jpg\n\{/);
	});
});

describe('a resident who asks to be erased', () => {
	it('is nowhere any more; the reports stay, with the photos that are public', async () => {
		const hidden = await mine('没有公开的');
		const shown = await mine('公开的');
		await released(db, who, shown.code, monday);
		const other = await submitted(db, who.neighbour);
		await released(db, who, other.code, monday);
		await supportReport(db, resident, other.code, { device: null }, monday);
		await deliver(db, [resident.accountId!], { title: '进展', body: '', href: '/' }, monday);
		const sessions = sessionsIn(db, { secure: false });
		const secret = await sessions.open(resident.accountId!, Date.now(), '苹果手机');

		const later = Date.now() + dayMs;
		expect(await eraseOwn(db, storage, seal, resident, later)).toEqual({ reports: 2 });

		expect(await sessions.read(secret, Date.now())).toBeNull();
		const [left] = await db.select().from(accounts).where(eq(accounts.id, resident.accountId!));
		expect(left).toMatchObject({ phoneSealed: null, phoneIndex: null, active: false });
		const tied = await db
			.select()
			.from(reporters)
			.where(eq(reporters.accountId, resident.accountId!));
		expect(tied).toEqual([]);
		// one who saw it too goes on counting as one
		expect(await db.select().from(supports)).toMatchObject([
			{ supporter: expect.stringMatching(/^gone:/) }
		]);
		for (const table of ['inbox', 'sessions', 'followers', 'watches', 'notice_settings']) {
			const [row] = await db.values<[number]>(
				sql`SELECT count(*) FROM ${sql.identifier(table)} WHERE account_id = ${resident.accountId}`
			);
			expect(row![0], table).toBe(0);
		}
		const [events] = await db.values<[number]>(
			sql`SELECT count(*) FROM report_events WHERE account_id = ${resident.accountId}`
		);
		expect(events![0]).toBe(0);
		expect(await getReport(db, hidden.code)).toMatchObject({ description: '没有公开的' });
		expect(await storage.get(`${hidden.original}.jpg`)).toBeNull();
		expect(await storage.get(`${shown.original}.jpg`)).not.toBeNull();
		expect((await auditOf(db, `account:${resident.accountId}`)).at(-1)).toMatchObject({
			action: 'erase_own'
		});
		expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
	});

	it('is not staff, nor a guest', async () => {
		for (const actor of [who.moderator, who.handler, await account(db, 'audit_admin')]) {
			await expect(eraseOwn(db, storage, seal, actor, monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
		await expect(eraseOwn(db, storage, seal, guest, monday)).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
	});
});
