import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ChangeStaff, NewStaff } from '../../src/lib/accounts/forms';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import {
	addStaff,
	changeStaff,
	listStaff,
	makeFirstAdministrator
} from '../../src/lib/server/accounts/people';
import { sessionsIn } from '../../src/lib/server/accounts/sessions';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { addUnit } from '../../src/lib/server/places/commands/units';
import { freshDatabase } from '../support/database';

const noon = Date.UTC(2026, 2, 2, 4);
const password = 'a-long-enough-one';

async function house() {
	const db = await freshDatabase();
	const id = await makeFirstAdministrator(db, { loginName: 'first', name: '甲', password }, noon);
	const admin: Actor = { ...guest, accountId: id, role: 'system_admin', name: '甲' };
	return { db, admin };
}

const newOne = (change: Record<string, string> = {}) =>
	v.parse(NewStaff, { loginName: 'zhiban', name: '值守', role: 'moderator', password, ...change });
const change = (values: Record<string, string>) =>
	v.parse(ChangeStaff, { name: '值守', role: 'moderator', active: 'on', ...values });
const names = async (db: Db) => (await listStaff(db)).map(({ loginName }) => loginName);

describe('a colleague is added', () => {
	it('appears in the list, with a trace that holds no password', async () => {
		const { db, admin } = await house();
		const id = await addStaff(db, admin, newOne(), noon);
		expect(await names(db)).toEqual(['first', 'zhiban']);
		const trail = await auditOf(db, `account:${id}`);
		expect(trail).toMatchObject([{ action: 'add_staff', accountId: admin.accountId }]);
		expect(JSON.stringify(trail)).not.toContain(password);
	});

	it.each(['moderator', 'supervisor', 'unit_handler', 'security_admin'] as const)(
		'but not by a %s',
		async (role) => {
			const { db, admin } = await house();
			await expect(addStaff(db, { ...admin, role }, newOne(), noon)).rejects.toMatchObject({
				reason: 'forbidden'
			});
			expect(await names(db)).toEqual(['first']);
		}
	);

	it('is refused when the name is taken', async () => {
		const { db, admin } = await house();
		await addStaff(db, admin, newOne(), noon);
		await expect(addStaff(db, admin, newOne(), noon)).rejects.toMatchObject({
			reason: 'conflict',
			fields: { loginName: '这个用户名已经有了' }
		});
		expect(await names(db)).toEqual(['first', 'zhiban']);
	});

	it('as a handler needs a unit', async () => {
		const { db, admin } = await house();
		const handler = newOne({ role: 'unit_handler' });
		await expect(addStaff(db, admin, handler, noon)).rejects.toMatchObject({
			reason: 'invalid',
			fields: { unitId: '请选择所属单位' }
		});
		const unit = { code: 'hw', name: '环卫', kind: 'sanitation' } as const;
		const unitId = await addUnit(db, admin, unit, noon);
		await addStaff(db, admin, { ...handler, unitId }, noon);
		expect(await listStaff(db)).toMatchObject([{}, { unit: '环卫' }]);
	});
});

describe('a colleague is changed', () => {
	it.each([
		['is switched off', { active: undefined }],
		['gets another role', { role: 'supervisor' }],
		['gets another password', { password: 'another-long-one' }]
	])('whoever %s is signed out', async (_, values) => {
		const { db, admin } = await house();
		const id = await addStaff(db, admin, newOne(), noon);
		const sessions = sessionsIn(db, { secure: false });
		const secret = await sessions.open(id, noon);
		const { active, ...rest } = change({ id: String(id) });
		await changeStaff(db, admin, { ...rest, active, ...values } as typeof rest, noon);
		expect(await sessions.read(secret, noon)).toBeNull();
	});

	it('a new name leaves the session open', async () => {
		const { db, admin } = await house();
		const id = await addStaff(db, admin, newOne(), noon);
		const sessions = sessionsIn(db, { secure: false });
		const secret = await sessions.open(id, noon);
		await changeStaff(db, admin, change({ id: String(id), name: '新岗位' }), noon);
		expect((await sessions.read(secret, noon))?.actor.name).toBe('新岗位');
	});

	it('is refused for a stranger, and by one who may not', async () => {
		const { db, admin } = await house();
		await expect(changeStaff(db, admin, change({ id: '99' }), noon)).rejects.toMatchObject({
			reason: 'missing'
		});
		const moderator: Actor = { ...admin, role: 'moderator' };
		const self = change({ id: String(admin.accountId) });
		await expect(changeStaff(db, moderator, self, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});
});

describe('the last administrator', () => {
	const leaving = (id: number, how: Record<string, string | undefined>) => ({
		...change({ id: String(id), role: 'system_admin' }),
		...how
	});

	it.each([
		['switched off', { active: undefined }],
		['made a moderator', { role: 'moderator' }]
	])('cannot be %s', async (_, how) => {
		const { db, admin } = await house();
		const input = leaving(admin.accountId!, how) as v.InferOutput<typeof ChangeStaff>;
		await expect(changeStaff(db, admin, input, noon)).rejects.toMatchObject({ reason: 'conflict' });
		expect(await listStaff(db)).toMatchObject([{ role: 'system_admin', active: true }]);
	});

	it('is not the last when another is in use', async () => {
		const { db, admin } = await house();
		const other = newOne({ loginName: 'second', role: 'system_admin' });
		const otherId = await addStaff(db, admin, other, noon);
		const off = { active: undefined };
		const input = leaving(admin.accountId!, off) as v.InferOutput<typeof ChangeStaff>;
		await changeStaff(db, admin, input, noon);
		expect((await listStaff(db)).map(({ active }) => active)).toEqual([false, true]);

		const second = leaving(otherId, off) as v.InferOutput<typeof ChangeStaff>;
		await expect(changeStaff(db, admin, second, noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
	});
});
