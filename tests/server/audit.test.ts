import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, theSystem } from '../../src/lib/accounts/roles';
import { auditOf, record, verifyChain } from '../../src/lib/server/audit/record';
import { auditLog } from '../../src/lib/server/audit/schema';
import type { Db } from '../../src/lib/server/db';
import { freshDatabase, freshTown } from '../support/database';
import { monday, people, reportIn, rowCounts } from '../support/factories';

let db: Db;

beforeEach(async () => {
	db = await freshDatabase();
});

async function lines(many: number) {
	for (let n = 1; n <= many; n++) {
		await record(db, { ...guest, address: '192.0.2.1' }, 'test', `thing:${n}`, monday + n, { n });
	}
}

/** What only someone with the file in hands could do. */
const disarm = () => db.run(sql`DROP TRIGGER audit_log_update`);
const disarmDeletion = () => db.run(sql`DROP TRIGGER audit_log_delete`);

describe('the chain', () => {
	it('of nothing holds', async () => {
		expect(await verifyChain(db)).toMatchObject({ checked: 0, brokenAt: null });
	});

	it('holds over more lines than are read at a time', async () => {
		await db.transaction(async (tx) => {
			for (let n = 1; n <= 1005; n++) await record(tx, theSystem, 'test', 'thing:1', monday, { n });
		});
		expect(await verifyChain(db)).toMatchObject({ checked: 1005, brokenAt: null });
	});

	it('holds over all that the house does', async () => {
		const town = await freshTown();
		await reportIn(town, await people(town), 'closed');
		const { checked, brokenAt } = await verifyChain(town);
		expect(brokenAt).toBeNull();
		expect(checked).toBe((await rowCounts(town)).audit_log);
		expect(checked).toBeGreaterThan(6);
	});

	it('holds when many write at the same moment', async () => {
		await Promise.all(
			Array.from({ length: 40 }, (_, n) =>
				db.transaction((tx) => record(tx, theSystem, 'test', `thing:${n}`, monday))
			)
		);
		expect(await verifyChain(db)).toMatchObject({ checked: 40, brokenAt: null });
	});

	it.each<[string, object]>([
		['time', { at: 1 }],
		['account', { accountId: 7 }],
		['role', { role: 'system_admin' }],
		['address', { address: null }],
		['action', { action: 'nothing' }],
		['object', { object: 'thing:9' }],
		['detail', { detail: '{}' }],
		['hash of the line before', { previousHash: 'f'.repeat(64) }],
		['hash', { hash: 'f'.repeat(64) }]
	])('is broken at the line whose %s was changed', async (_, change) => {
		await lines(6);
		await disarm();
		await db.update(auditLog).set(change).where(eq(auditLog.id, 4));
		expect(await verifyChain(db)).toMatchObject({ checked: 3, brokenAt: 4 });
	});

	it('is broken behind a line that was taken out', async () => {
		await lines(6);
		await disarmDeletion();
		await db.delete(auditLog).where(eq(auditLog.id, 3));
		expect(await verifyChain(db)).toMatchObject({ checked: 2, brokenAt: 4 });
	});

	it('is broken at the beginning when that was taken out', async () => {
		await lines(3);
		await disarmDeletion();
		await db.delete(auditLog).where(eq(auditLog.id, 1));
		expect(await verifyChain(db)).toMatchObject({ checked: 0, brokenAt: 2 });
	});

	it('is broken at a line that was moved on, as if others had been before it', async () => {
		await lines(3);
		await disarm();
		await db.update(auditLog).set({ id: 9 }).where(eq(auditLog.id, 3));
		expect(await verifyChain(db)).toMatchObject({ checked: 2, brokenAt: 9 });
	});

	it('is broken where two lines changed places', async () => {
		await lines(5);
		await disarm();
		for (const [from, to] of [
			[2, 99],
			[3, 2],
			[99, 3]
		] as const) {
			await db.update(auditLog).set({ id: to }).where(eq(auditLog.id, from));
		}
		expect(await verifyChain(db)).toMatchObject({ brokenAt: 2 });
	});
});

describe('a line', () => {
	it('can be neither changed nor deleted', async () => {
		await lines(2);
		const before = await db.select().from(auditLog);
		for (const attempt of [
			() => db.update(auditLog).set({ detail: '{}' }).where(eq(auditLog.id, 1)),
			() => db.update(auditLog).set({ detail: '{}' }),
			() => db.delete(auditLog).where(eq(auditLog.id, 2)),
			() => db.delete(auditLog)
		]) {
			const problem = await attempt().then(
				() => null,
				(error: Error) => error
			);
			expect(String(problem?.cause)).toContain('the audit log is append-only');
		}
		expect(await db.select().from(auditLog)).toEqual(before);
	});

	it('is written with what it records, or not at all', async () => {
		await lines(1);
		const broken = db.transaction(async (tx) => {
			await record(tx, theSystem, 'test', 'thing:2', monday);
			throw new Error('something else failed');
		});
		await expect(broken).rejects.toThrow('something else failed');
		expect(await rowCounts(db)).toMatchObject({ audit_log: 1 });
		await lines(1);
		expect(await verifyChain(db)).toMatchObject({ checked: 2, brokenAt: null });
	});

	it('is found by what it is about, the oldest first', async () => {
		await lines(3);
		await record(db, theSystem, 'again', 'thing:2', monday);
		expect(await auditOf(db, 'thing:2')).toMatchObject([
			{ id: 2, action: 'test', detail: '{"n":2}', address: '192.0.2.1', role: 'guest' },
			{ id: 4, action: 'again', detail: '{}', role: 'system' }
		]);
	});
});
