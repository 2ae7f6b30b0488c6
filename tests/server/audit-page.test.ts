import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import * as v from 'valibot';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { AuditFilter } from '../../src/lib/audit/forms';
import { dayMs } from '../../src/lib/time/shanghai';
import { checkAudit, exportAudit, readAudit } from '../../src/lib/server/accounts/audit';
import { checkStanding } from '../../src/lib/server/audit/check';
import { lastLine } from '../../src/lib/server/audit/queries';
import { record } from '../../src/lib/server/audit/record';
import type { Connection } from '../../src/lib/server/db';
import { openReporterPhone } from '../../src/lib/server/reports/commands/open-contact';
import { freshTown } from '../support/database';
import { account, monday, people, seal, submitted, type People } from '../support/factories';

let db: Connection['db'];
let who: People;
let audit: Actor;
const filter = (changes: Partial<AuditFilter> = {}) => v.parse(AuditFilter, changes);

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	audit = await account(db, 'audit_admin');
});

const noted = (actor: Actor, action: string, object: string, at: number) =>
	db.transaction((tx) => record(tx, actor, action, object, at));

describe('the audit', () => {
	it('is the audit administrator’s alone', async () => {
		const security = await account(db, 'security_admin');
		for (const actor of [who.administrator, security, who.moderator, who.supervisor, guest]) {
			await expect(readAudit(db, actor, filter())).rejects.toMatchObject({ reason: 'forbidden' });
			await expect(exportAudit(db, actor, filter(), monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
			await expect(checkAudit(db, actor, { hash: '' }, monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
	});

	it('is found by account, event, object and day, a page at a time, each line once', async () => {
		for (let i = 0; i < 120; i++) {
			const actor = i % 3 === 0 ? who.moderator : who.supervisor;
			await noted(
				actor,
				i % 2 === 0 ? 'sign_in' : 'release',
				`report:${i % 5}`,
				monday + i * dayMs
			);
		}
		const all = async (changes: Partial<AuditFilter>) => {
			const found = [];
			for (let page = await readAudit(db, audit, filter(changes)); ;) {
				found.push(...page.lines);
				if (!page.next) return found;
				page = await readAudit(db, audit, filter(changes), page.next);
			}
		};
		const mine = { account: String(who.moderator.accountId) };
		expect(await all(mine)).toHaveLength(40);
		expect(await all({ ...mine, action: 'release' })).toHaveLength(20);
		expect(await all({ object: 'report:3' })).toHaveLength(24);
		const days = await all({ from: '2026-01-06', to: '2026-03-31' });
		expect(days).toHaveLength(85);
		expect(days.map(({ at }) => at)).toEqual(days.map(({ at }) => at).sort((a, b) => b - a));
		expect(new Set(days.map(({ id }) => id)).size).toBe(85);
		expect(await all({ ...mine, from: '2026-01-06', to: '2026-01-31' })).toHaveLength(8);
		expect(await all({ account: 'nobody.such' })).toEqual([]);
	});

	it('shows each look at a reporter’s number with the reason that was given', async () => {
		const { code } = await submitted(db, guest, { contact: { phone: '13900001234' } });
		const why = { reason: 'danger', words: '井盖缺了' } as const;
		await openReporterPhone(db, seal, who.moderator, code, why, monday);
		const { lines } = await readAudit(db, audit, filter({ action: 'personal' }));
		expect(lines).toMatchObject([
			{
				who: 'moderator',
				role: '值守员',
				label: '查看联系方式',
				object: `report:${code}`,
				detail: '涉及安全，要马上联系：井盖缺了'
			}
		]);
	});

	it('is exported whole, and that it was is its newest line', async () => {
		for (let i = 0; i < 1200; i++) await noted(who.moderator, 'sign_in', 'account:1', monday + i);
		const before = (await lastLine(db))!.id;
		const rows = [];
		for await (const batch of await exportAudit(db, audit, filter(), monday)) rows.push(...batch);
		expect(rows.map(({ id }) => id)).toEqual(
			Array.from({ length: before + 1 }, (_, i) => before + 1 - i)
		);
		expect(rows[0]).toMatchObject({ action: 'export_audit', accountId: audit.accountId });
	}, 30_000);
});

describe('the chain', () => {
	async function check(hash = '') {
		const { begun, done } = await checkAudit(db, audit, { hash }, monday);
		expect(begun).toBe(true);
		await done;
		return checkStanding()!;
	}

	it('that is whole is said to be, and a hash that was noted is found on it', async () => {
		await noted(who.moderator, 'sign_in', 'account:1', monday);
		const { hash } = (await lastLine(db))!;
		await noted(who.moderator, 'sign_in', 'account:1', monday);
		expect(await check(hash)).toMatchObject({ result: { brokenAt: null, found: true } });
		expect(await check('f'.repeat(64))).toMatchObject({ result: { brokenAt: null, found: false } });
	});

	it('whose end was cut off is whole, and tells by the hash that was noted', async () => {
		await noted(who.moderator, 'sign_in', 'account:1', monday);
		await noted(who.moderator, 'release', 'report:1', monday);
		const { id, hash } = (await lastLine(db))!;
		await db.run(sql`DROP TRIGGER audit_log_delete`);
		await db.run(sql`DELETE FROM audit_log WHERE id = ${id}`);
		expect(await check(hash)).toMatchObject({ result: { brokenAt: null, found: false } });
	});

	it('that was changed is said to be broken, and where', async () => {
		for (let i = 0; i < 5; i++) await noted(who.moderator, 'sign_in', 'account:1', monday + i);
		const { id } = (await lastLine(db))!;
		await db.run(sql`DROP TRIGGER audit_log_update`);
		await db.run(sql`UPDATE audit_log SET account_id = 999 WHERE id = ${id - 2}`);
		expect(await check()).toMatchObject({ result: { brokenAt: id - 2, checked: id - 3 } });
	});
});
