import { randomBytes } from 'node:crypto';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { ChangeStaff, FirstAdministrator, NewStaff } from '../../accounts/forms';
import { mayManagePeople } from '../../accounts/policy';
import { roles, staffRoles, theSystem, type Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import { isUniqueBreach, type Db } from '../db';
import { getUnit } from '../places/queries';
import { units } from '../places/schema';
import { Refusal } from '../refusal';
import { hashPassword } from './passwords';
import { accounts, sessions } from './schema';

export const listStaff = (db: Db) =>
	db
		.select({
			id: accounts.id,
			loginName: accounts.loginName,
			name: accounts.name,
			role: accounts.role,
			unitId: accounts.unitId,
			unit: units.name,
			active: accounts.active,
			secondFactor: sql<boolean>`${accounts.totpSealed} IS NOT NULL`.mapWith(Boolean)
		})
		.from(accounts)
		.leftJoin(units, eq(units.id, accounts.unitId))
		.where(inArray(accounts.role, staffRoles))
		.orderBy(asc(accounts.id));

export async function addStaff(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof NewStaff>,
	at: number
): Promise<number> {
	if (!mayManagePeople(actor)) throw new Refusal('forbidden', '只有系统管理员可以管理人员');
	const passwordHash = await hashPassword(input.password);
	try {
		return await db.transaction(async (tx) => {
			await checkUnit(tx, input.role, input.unitId);
			const [row] = await tx
				.insert(accounts)
				.values({
					loginName: input.loginName,
					passwordHash,
					name: input.name,
					role: input.role,
					unitId: input.unitId,
					createdAt: at
				})
				.returning({ id: accounts.id });
			await record(tx, actor, 'add_staff', `account:${row!.id}`, at, { role: input.role });
			return row!.id;
		});
	} catch (error) {
		if (isUniqueBreach(error)) {
			throw new Refusal('conflict', '这个用户名已经有了', { loginName: '这个用户名已经有了' });
		}
		throw error;
	}
}

/** Changes a colleague; switching off or a new role, unit or password ends that one's sessions. */
export async function changeStaff(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangeStaff>,
	at: number
): Promise<void> {
	if (!mayManagePeople(actor)) throw new Refusal('forbidden', '只有系统管理员可以管理人员');
	const passwordHash = input.password ? await hashPassword(input.password) : undefined;
	await db.transaction(async (tx) => {
		const [before] = await tx.select().from(accounts).where(eq(accounts.id, input.id)).limit(1);
		if (!before || !roles[before.role].staff) throw new Refusal('missing', '没有这个人员');
		await checkUnit(tx, input.role, input.unitId);
		const active = input.active === 'on';
		if (before.role === 'system_admin' && (!active || input.role !== 'system_admin')) {
			await keepOneAdministrator(tx, before.id);
		}
		const { name, role, unitId } = input;
		await tx
			.update(accounts)
			.set({ name, role, unitId, active, ...(passwordHash ? { passwordHash } : {}) })
			.where(eq(accounts.id, input.id));
		if (!active || role !== before.role || unitId !== before.unitId || passwordHash) {
			await tx.delete(sessions).where(eq(sessions.accountId, input.id));
		}
		await record(tx, actor, 'change_staff', `account:${input.id}`, at, {
			role,
			active,
			password: passwordHash !== undefined
		});
	});
}

async function checkUnit(tx: Db, role: string, unitId: number | null) {
	if (role === 'unit_handler' && unitId === null) {
		throw new Refusal('invalid', '处置人员要选所属单位', { unitId: '请选择所属单位' });
	}
	if (unitId !== null) await getUnit(tx, unitId);
}

async function keepOneAdministrator(tx: Db, leaving: number) {
	const others = await tx
		.select({ id: accounts.id })
		.from(accounts)
		.where(
			and(eq(accounts.role, 'system_admin'), eq(accounts.active, true), ne(accounts.id, leaving))
		)
		.limit(1);
	if (others.length === 0) throw new Refusal('conflict', '至少要留一位在用的系统管理员');
}

export async function hasAdministrator(db: Db): Promise<boolean> {
	const [row] = await db
		.select({ id: accounts.id })
		.from(accounts)
		.where(eq(accounts.role, 'system_admin'))
		.limit(1);
	return row !== undefined;
}

/** The token of the one-time address at which the first administrator is made. */
export const firstStartToken = (): string => randomBytes(24).toString('base64url');

/** @throws Refusal('conflict') when there is an administrator already */
export async function makeFirstAdministrator(
	db: Db,
	input: InferOutput<typeof FirstAdministrator>,
	at: number
): Promise<number> {
	const passwordHash = await hashPassword(input.password);
	return db.transaction(async (tx) => {
		if (await hasAdministrator(tx)) throw new Refusal('conflict', '已经有系统管理员，请直接登录');
		const [row] = await tx
			.insert(accounts)
			.values({
				loginName: input.loginName,
				passwordHash,
				name: input.name,
				role: 'system_admin',
				createdAt: at
			})
			.returning({ id: accounts.id });
		await record(tx, theSystem, 'first_administrator', `account:${row!.id}`, at);
		return row!.id;
	});
}
