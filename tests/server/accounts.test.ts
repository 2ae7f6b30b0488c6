import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, roleNames, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import { sweepFailures } from '../../src/lib/server/accounts/locks';
import { checkPassword, hashPassword } from '../../src/lib/server/accounts/passwords';
import {
	addStaff,
	changeStaff,
	firstStartToken,
	hasAdministrator,
	listStaff,
	makeFirstAdministrator
} from '../../src/lib/server/accounts/people';
import { accounts, loginCodes } from '../../src/lib/server/accounts/schema';
import { sendCode, signInResident, signInStaff } from '../../src/lib/server/accounts/sign-in';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { Refusal } from '../../src/lib/server/refusal';
import type { Sender } from '../../src/lib/server/sender';
import { freshTown } from '../support/database';
import { account, monday, people, rowCounts, seal, type People } from '../support/factories';

const password = 'a long password';
const phone = '13900001234';
let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const colleague = (changes: object = {}) => ({
	loginName: 'li.wei',
	name: '值守一岗',
	role: 'moderator' as const,
	unitId: null,
	password,
	...changes
});
const add = (changes: object = {}, actor: Actor = who.administrator) =>
	addStaff(db, actor, colleague(changes), monday);

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
	const problem = await work.catch((error: unknown) => error);
	expect(problem).toBeInstanceOf(Refusal);
	return problem as Refusal;
}

describe('signing in with a password', () => {
	const signIn = (given: string, at = monday, name = 'li.wei') =>
		signInStaff(db, seal, { name, password: given }, '192.0.2.7', at);
	const wrong = async (times: number, at = monday, name = 'li.wei') => {
		for (let n = 0; n < times; n++) await refusalOf(signIn('wrong', at + n, name));
	};

	it('lets the right one in and records it', async () => {
		const id = await add();
		expect(await signIn(password)).toBe(id);
		expect((await auditOf(db, `account:${id}`)).at(-1)).toMatchObject({
			action: 'sign_in',
			accountId: id,
			address: '192.0.2.7'
		});
	});

	it('answers a wrong password and an unknown name in the same words', async () => {
		await add();
		const [known, unknown] = [
			await refusalOf(signIn('wrong')),
			await refusalOf(signIn('wrong', monday, 'no.such'))
		];
		expect(known).toMatchObject({ reason: 'unauthenticated', message: '用户名或密码不对' });
		expect({ ...unknown, message: unknown.message }).toEqual({ ...known, message: known.message });
	});

	it('works as long on an unknown name as on a known one', async () => {
		const hash = await hashPassword(password);
		const time = async (against: string | null) => {
			const start = performance.now();
			for (let n = 0; n < 5; n++) await checkPassword(against, 'wrong');
			return performance.now() - start;
		};
		await time(null);
		const [known, unknown] = [await time(hash), await time(null)];
		// argon2 takes tens of milliseconds; without it the ratio would be a thousandth
		expect(unknown / known).toBeGreaterThan(0.2);
		expect(await checkPassword(null, 'no such account')).toBe(false);
	});

	it.each(['li.wei', 'no.such'])(
		'locks %s after five wrong answers for 15 minutes',
		async (name) => {
			await add();
			await wrong(5, monday, name);
			const locked = await refusalOf(signIn(password, monday + minuteMs, name));
			expect(locked).toMatchObject({
				reason: 'limited',
				message: '多次输入不对，已锁定，请 15 分钟后再试',
				retryAfter: 14 * 60 + 1
			});
			const last = monday + 4 + 15 * minuteMs - 1;
			expect(await refusalOf(signIn(password, last, name))).toMatchObject({ reason: 'limited' });
		}
	);

	it('opens again after 15 minutes to the millisecond, with five new tries', async () => {
		const id = await add();
		await wrong(5);
		const open = monday + 4 + 15 * minuteMs;
		await refusalOf(signIn('wrong', open));
		expect(await signIn(password, open + 1)).toBe(id);
	});

	it('does not lock after four, and forgets them with the right one', async () => {
		const id = await add();
		await wrong(4);
		expect(await signIn(password, monday + minuteMs)).toBe(id);
		await wrong(4, monday + 2 * minuteMs);
		expect(await signIn(password, monday + 3 * minuteMs)).toBe(id);
	});

	it('locks one name and no other', async () => {
		const id = await add();
		await add({ loginName: 'wang' });
		await wrong(5, monday, 'wang');
		expect(await signIn(password)).toBe(id);
	});

	it('of twenty at once tries five passwords at most', async () => {
		await add();
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, n) => refusalOf(signIn(`wrong ${n}`)))
		);
		const reasons = outcomes.map(({ reason }) => reason);
		expect(reasons.filter((reason) => reason === 'unauthenticated')).toHaveLength(5);
		expect(reasons.filter((reason) => reason === 'limited')).toHaveLength(15);
		expect(await refusalOf(signIn(password, monday + 1))).toMatchObject({ reason: 'limited' });
	});

	it('is refused to whoever was switched off, in the same words', async () => {
		const id = await add();
		await db.update(accounts).set({ active: false }).where(eq(accounts.id, id));
		expect(await refusalOf(signIn(password))).toMatchObject({
			reason: 'unauthenticated',
			message: '用户名或密码不对'
		});
	});

	it('is refused to residents, who have no password', async () => {
		expect(await refusalOf(signIn('', monday, ''))).toMatchObject({ reason: 'unauthenticated' });
	});

	it('leaves neither the name nor the password of a failed try anywhere', async () => {
		await refusalOf(signIn('CANARY-PASSWORD', monday, 'canary.name'));
		const rows = await db.values(
			sql`SELECT action || object || detail FROM audit_log UNION ALL SELECT subject FROM sign_in_failures`
		);
		expect(JSON.stringify(rows)).toContain('sign_in_failed');
		expect(JSON.stringify(rows)).not.toMatch(/canary/i);
	});

	it('forgets wrong answers after a day', async () => {
		await wrong(1);
		await sweepFailures(db, monday + dayMs);
		expect(await rowCounts(db)).toMatchObject({ sign_in_failures: 1 });
		await sweepFailures(db, monday + dayMs + 1);
		expect(await rowCounts(db)).toMatchObject({ sign_in_failures: 0 });
	});
});

describe('signing in with a code', () => {
	let sent: string[];
	const sender: Sender = {
		shows: true,
		available: true,
		sendCode: async (to, code) => void sent.push(`${to} ${code}`)
	};
	const ask = async (at = monday, to = phone) => (await sendCode(db, seal, sender, to, at))!;
	const enter = (code: string, at = monday, from = phone) =>
		signInResident(db, seal, { phone: from, code }, at);
	const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

	beforeEach(() => {
		sent = [];
	});

	it('makes an account the first time and finds it later', async () => {
		const id = await enter(await ask());
		const later = monday + 2 * dayMs;
		expect(await enter(await ask(later), later)).toBe(id);
		const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
		expect(row).toMatchObject({ role: 'resident', name: '', loginName: null });
		expect(seal.open(row!.phoneSealed!)).toBe(phone);
		expect((await auditOf(db, `account:${id}`)).map(({ action }) => action)).toEqual([
			'register',
			'sign_in'
		]);
	});

	it('sends six digits to the number, and keeps only their hash', async () => {
		const code = await ask();
		expect(code).toMatch(/^\d{6}$/);
		expect(sent).toEqual([`${phone} ${code}`]);
		const kept = JSON.stringify(await db.select().from(loginCodes));
		expect(kept).not.toContain(code);
		expect(kept).not.toContain(phone);
	});

	it('does not show the code where it is really sent', async () => {
		expect(await sendCode(db, seal, { ...sender, shows: false }, phone, monday)).toBeNull();
		expect(sent).toHaveLength(1);
	});

	it('is good for five minutes', async () => {
		const code = await ask();
		expect(await refusalOf(enter(code, monday + 5 * minuteMs))).toMatchObject({
			reason: 'unauthenticated'
		});
		const next = await ask(monday + 6 * minuteMs);
		expect(await enter(next, monday + 11 * minuteMs - 1)).toEqual(expect.any(Number));
	});

	it('is good once, also for two at the same moment', async () => {
		const code = await ask();
		const outcomes = await Promise.allSettled([enter(code), enter(code), enter(code)]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await refusalOf(enter(code, monday + 1))).toMatchObject({ reason: 'unauthenticated' });
		const residents = await db.select().from(accounts).where(eq(accounts.role, 'resident'));
		expect(residents).toHaveLength(3);
	});

	it('takes five tries and locks then, the right code included', async () => {
		const code = await ask();
		for (let n = 0; n < 5; n++) {
			expect(await refusalOf(enter(another(code)))).toMatchObject({ reason: 'unauthenticated' });
		}
		expect(await refusalOf(enter(code, monday + 1))).toMatchObject({ reason: 'limited' });
		expect(await refusalOf(ask(monday + 2 * minuteMs))).toMatchObject({ reason: 'limited' });
	});

	it('takes five tries of twenty at once', async () => {
		const code = await ask();
		const wrongs = Array.from({ length: 20 }, () => enter(another(code)));
		const outcomes = await Promise.all(wrongs.map(refusalOf));
		expect(outcomes).toHaveLength(20);
		const [row] = await db.select().from(loginCodes);
		expect(row!.tries).toBeLessThanOrEqual(5);
		expect(await refusalOf(enter(code))).toMatchObject({ reason: 'limited' });
	});

	it('is sent once a minute to each number', async () => {
		const first = await ask();
		expect(await refusalOf(ask(monday + minuteMs - 1))).toMatchObject({
			reason: 'limited',
			retryAfter: 60
		});
		await ask(monday, '13900005678');
		const second = await ask(monday + minuteMs);
		expect(sent).toHaveLength(3);
		if (first !== second) {
			expect(await refusalOf(enter(first, monday + minuteMs))).toMatchObject({
				reason: 'unauthenticated'
			});
		}
		expect(await enter(second, monday + minuteMs)).toEqual(expect.any(Number));
	});

	it('is of its own number alone', async () => {
		const code = await ask();
		const other = '13900005678';
		await ask(monday, other);
		const [kept] = sent.slice(-1);
		if (!kept!.endsWith(code)) {
			expect(await refusalOf(enter(code, monday, other))).toMatchObject({
				reason: 'unauthenticated'
			});
		}
		expect(await enter(code)).toEqual(expect.any(Number));
	});

	it('is refused to whoever was switched off', async () => {
		const id = await enter(await ask());
		await db.update(accounts).set({ active: false }).where(eq(accounts.id, id));
		const later = monday + dayMs;
		expect(await refusalOf(enter(await ask(later), later))).toMatchObject({
			reason: 'forbidden',
			message: expect.stringContaining('已停用')
		});
	});

	it('opens no account for a number that asked for none', async () => {
		expect(await refusalOf(enter('000000'))).toMatchObject({ reason: 'unauthenticated' });
		expect(await rowCounts(db)).toMatchObject({ accounts: 10 });
	});
});

describe('the people of the office', () => {
	const change = (id: number, changes: object = {}, actor: Actor = who.administrator) =>
		changeStaff(
			db,
			actor,
			{
				id,
				name: '值守一岗',
				role: 'moderator',
				unitId: null,
				active: 'on',
				password: '',
				...changes
			},
			monday
		);

	it('are added with a hashed password and listed', async () => {
		const id = await add();
		const [row] = await db.select().from(accounts).where(eq(accounts.id, id));
		expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(await listStaff(db)).toContainEqual(
			expect.objectContaining({ id, loginName: 'li.wei', name: '值守一岗', role: 'moderator' })
		);
	});

	it('are no residents', async () => {
		const listed = (await listStaff(db)).map(({ id }) => id);
		expect(listed).not.toContain(who.resident.accountId);
		expect(listed).toContain(who.moderator.accountId);
	});

	it('have a name of their own, and a handler has a unit that there is', async () => {
		await add();
		const before = await rowCounts(db);
		expect(await refusalOf(add())).toMatchObject({
			reason: 'conflict',
			fields: { loginName: '这个用户名已经有了' }
		});
		const handler = { loginName: 'wang', role: 'unit_handler' };
		expect(await refusalOf(add(handler))).toMatchObject({
			reason: 'invalid',
			fields: { unitId: '请选择所属单位' }
		});
		expect(await refusalOf(add({ ...handler, unitId: 99_999 }))).toMatchObject({
			reason: 'missing'
		});
		expect(await rowCounts(db)).toEqual(before);
	});

	it('are managed by the system administrator alone', async () => {
		const id = await add();
		for (const role of roleNames.filter((name) => name !== 'system_admin')) {
			const actor: Actor = { ...guest, accountId: 1, role };
			expect((await refusalOf(add({ loginName: 'wang' }, actor))).reason, role).toBe('forbidden');
			expect((await refusalOf(change(id, {}, actor))).reason, role).toBe('forbidden');
		}
		expect((await refusalOf(add({ loginName: 'wang' }, guest))).reason).toBe('forbidden');
	});

	it('are changed by their number, residents not', async () => {
		expect(await refusalOf(change(who.resident.accountId!))).toMatchObject({ reason: 'missing' });
		expect(await refusalOf(change(99_999))).toMatchObject({ reason: 'missing' });
	});

	it('keep at least one administrator who can sign in', async () => {
		const only = who.administrator.accountId!;
		const asAdministrator = { role: 'system_admin' };
		for (const changes of [{ ...asAdministrator, active: undefined }, { role: 'moderator' }]) {
			expect(await refusalOf(change(only, changes))).toMatchObject({ reason: 'conflict' });
		}
		const second = await account(db, 'system_admin');
		await change(only, { role: 'moderator' });
		expect(await refusalOf(change(second.accountId!))).toMatchObject({ reason: 'conflict' });
	});

	it('keep their password unless a new one is given, and the audit holds none', async () => {
		const id = await add();
		const hashOf = async () =>
			(await db.select().from(accounts).where(eq(accounts.id, id)))[0]!.passwordHash!;
		const before = await hashOf();
		await change(id);
		expect(await hashOf()).toBe(before);
		await change(id, { password: 'another long one' });
		expect(await checkPassword(await hashOf(), 'another long one')).toBe(true);
		expect(JSON.stringify(await auditOf(db, `account:${id}`))).not.toContain('another');
	});
});

describe('the first administrator', () => {
	const first = { loginName: 'first', name: '系统管理员', password };

	it('is made once, also when two try at the same moment', async () => {
		await db.delete(accounts);
		expect(await hasAdministrator(db)).toBe(false);
		const outcomes = await Promise.allSettled([
			makeFirstAdministrator(db, first, monday),
			makeFirstAdministrator(db, { ...first, loginName: 'second' }, monday)
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await hasAdministrator(db)).toBe(true);
		expect(await rowCounts(db)).toMatchObject({ accounts: 1, audit_log: 1 + (await townAudit()) });
	});

	it('is not made where there is one', async () => {
		expect(await refusalOf(makeFirstAdministrator(db, first, monday))).toMatchObject({
			reason: 'conflict'
		});
	});

	it('is made at an address that cannot be guessed', () => {
		const tokens = Array.from({ length: 100 }, firstStartToken);
		expect(new Set(tokens).size).toBe(100);
		for (const token of tokens) expect(token).toMatch(/^[\w-]{32}$/);
	});

	const townAudit = async () => (await rowCounts(await freshTown())).audit_log!;
});
