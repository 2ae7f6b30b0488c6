import { randomInt, timingSafeEqual } from 'node:crypto';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { guest, type Actor } from '../../accounts/roles';
import { minuteMs } from '../../time/shanghai';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import type { Sender } from '../sender';
import { countFailure, forgetFailures, refuseIfLocked } from './locks';
import { checkPassword } from './passwords';
import { accounts, loginCodes } from './schema';

const codeLife = 5 * minuteMs;
const codeEvery = minuteMs;
const codeTries = 5;

/** Returns the account's id. @throws Refusal with the same words for a wrong name and password */
export async function signInStaff(
	db: Db,
	seal: Sealing,
	input: { name: string; password: string },
	address: string | null,
	at: number
): Promise<number> {
	const subject = seal.index('sign-in', input.name);
	await refuseIfLocked(db, subject, at);
	// counted before it is checked, so that tries at the same time cannot slip past the limit
	await countFailure(db, subject, at);

	const [account] = await db
		.select()
		.from(accounts)
		.where(eq(accounts.loginName, input.name))
		.limit(1);
	const right = await checkPassword(account?.passwordHash ?? null, input.password);
	if (!account || !right || !account.active) {
		const object = account ? `account:${account.id}` : 'account:unknown';
		await db.transaction((tx) => record(tx, { ...guest, address }, 'sign_in_failed', object, at));
		throw new Refusal('unauthenticated', '用户名或密码不对', { password: '用户名或密码不对' });
	}
	await db.transaction(async (tx) => {
		await forgetFailures(tx, subject);
		const actor: Actor = { ...guest, accountId: account.id, role: account.role, address };
		await record(tx, actor, 'sign_in', `account:${account.id}`, at);
	});
	return account.id;
}

/**
 * Sends a six-digit code, once a minute to each number. Returns the code for senders that show it
 * (demo and development), else null.
 */
export async function sendCode(
	db: Db,
	seal: Sealing,
	sender: Sender,
	phone: string,
	at: number
): Promise<string | null> {
	const phoneIndex = seal.index('phone', phone);
	await refuseIfLocked(db, seal.index('code', phone), at);
	const code = String(randomInt(1_000_000)).padStart(6, '0');
	const row = {
		codeHash: seal.index('sign-in code', `${phone}:${code}`),
		sentAt: at,
		expiresAt: at + codeLife,
		tries: 0
	};
	const written = await db
		.insert(loginCodes)
		.values({ phoneIndex, ...row })
		.onConflictDoUpdate({
			target: loginCodes.phoneIndex,
			set: row,
			setWhere: lt(loginCodes.sentAt, at - codeEvery + 1)
		})
		.returning({ sentAt: loginCodes.sentAt });
	if (written.length === 0) {
		throw new Refusal('limited', '验证码一分钟只能发一次，请稍候', undefined, 60);
	}
	try {
		await sender.sendCode(phone, code);
	} catch (problem) {
		// what did not go out must not stand in the way of the next try
		await db.delete(loginCodes).where(eq(loginCodes.phoneIndex, phoneIndex));
		throw new Refusal('limited', '短信暂时发不出去，请稍后再试', undefined, 60, problem);
	}
	return sender.shows ? code : null;
}

/** Returns the resident's account, made at the first sign-in. */
export async function signInResident(
	db: Db,
	seal: Sealing,
	input: { phone: string; code: string },
	at: number
): Promise<number> {
	const phoneIndexes = seal.indexes('phone', input.phone);
	const phoneIndex = phoneIndexes[0]!;
	const subject = seal.index('code', input.phone);
	await refuseIfLocked(db, subject, at);
	const [tried] = await db
		.update(loginCodes)
		.set({ tries: sql`${loginCodes.tries} + 1` })
		.where(and(eq(loginCodes.phoneIndex, phoneIndex), lt(loginCodes.tries, codeTries)))
		.returning();
	const given = seal.index('sign-in code', `${input.phone}:${input.code}`);
	const right =
		tried !== undefined &&
		tried.expiresAt > at &&
		timingSafeEqual(Buffer.from(tried.codeHash), Buffer.from(given));
	if (!right) {
		await countFailure(db, subject, at);
		throw new Refusal('unauthenticated', '验证码不对或已过期，请重新获取', {
			code: '验证码不对或已过期'
		});
	}
	return db.transaction(async (tx) => {
		const used = await tx
			.delete(loginCodes)
			.where(and(eq(loginCodes.phoneIndex, phoneIndex), eq(loginCodes.codeHash, given)))
			.returning({ phoneIndex: loginCodes.phoneIndex });
		if (used.length === 0) throw new Refusal('unauthenticated', '验证码已用过，请重新获取');
		await forgetFailures(tx, subject);
		const [known] = await tx
			.select({ id: accounts.id, active: accounts.active, role: accounts.role })
			.from(accounts)
			.where(inArray(accounts.phoneIndex, phoneIndexes))
			.limit(1);
		if (known && !known.active) throw new Refusal('forbidden', '这个账号已停用，请联系文明办');
		const [account] = known
			? [known]
			: await tx
					.insert(accounts)
					.values({
						phoneSealed: seal.seal(input.phone),
						phoneIndex,
						role: 'resident',
						createdAt: at
					})
					.returning({ id: accounts.id, role: accounts.role });
		const id = account!.id;
		await record(
			tx,
			{ ...guest, accountId: id, role: account!.role },
			known ? 'sign_in' : 'register',
			`account:${id}`,
			at
		);
		return id;
	});
}
