import { and, eq, isNull, lt } from 'drizzle-orm';
import { mayManagePeople } from '../../accounts/policy';
import { roles, theSystem, type Actor } from '../../accounts/roles';
import { keyBytes, keyFrom, keyText, stepOf } from '../../accounts/totp';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { countFailure, forgetFailures, refuseIfLocked } from './locks';
import { replaceProven } from './own-sessions';
import {
	forgetRecoveryCodes,
	recoveryCodesLeft,
	replaceRecoveryCodes,
	useRecoveryCode
} from './recovery-codes';
import { accounts, sessions } from './schema';

/** Staff whose sign-in is under way, or who signed in: an actor with an account. */
type Person = Actor & { accountId: number };

/**
 * The key to set up in this session. It is derived from the session's secret, and so outlives a
 * reload without being kept anywhere; and whoever else learned the password and signs in first sees
 * another key than the one that the right person then confirms.
 */
export const keyOffered = (seal: Sealing, secret: string): Uint8Array =>
	Buffer.from(seal.index('second factor', secret), 'base64url').subarray(0, keyBytes);

export async function secondFactorOf(db: Db, accountId: number) {
	const [account] = await db
		.select({ totpSealed: accounts.totpSealed, loginName: accounts.loginName })
		.from(accounts)
		.where(eq(accounts.id, accountId))
		.limit(1);
	return {
		setUp: account?.totpSealed != null,
		codesLeft: await recoveryCodesLeft(db, accountId),
		loginName: account?.loginName ?? ''
	};
}

/**
 * Keeps the offered key once a code shows that the app has it. Wrong codes are not counted: there is
 * nothing to guess for whoever sees the key.
 */
export async function enrolSecondFactor(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: { code: string; secret: string },
	at: number
): Promise<{ secret: string; codes: string[] }> {
	const { accountId } = person(actor);
	const key = keyOffered(seal, input.secret);
	const step = stepOf(key, input.code, at);
	if (step === null) throw wrongCode('验证码不对，请看验证器上现在的数字，并核对手机的时间');
	return db.transaction(async (tx) => {
		const kept = await tx
			.update(accounts)
			.set({ totpSealed: seal.seal(keyText(key)), totpStep: step })
			.where(and(eq(accounts.id, accountId), isNull(accounts.totpSealed)))
			.returning({ id: accounts.id });
		if (kept.length === 0) throw new Refusal('conflict', '已经设置过了，请输入验证码');
		const codes = await replaceRecoveryCodes(tx, seal, accountId);
		await record(tx, actor, 'enrol_second_factor', `account:${accountId}`, at);
		return { secret: await replaceProven(tx, accountId, input.secret, at), codes };
	});
}

/** Takes a code of the app and returns the secret of the session that counts. */
export async function proveByCode(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: { code: string; secret: string },
	at: number
): Promise<string> {
	return counted(db, seal, person(actor), at, async (tx, { accountId }) => {
		await takeCode(tx, seal, accountId, input.code, at);
		await record(tx, actor, 'prove_second_factor', `account:${accountId}`, at);
		return replaceProven(tx, accountId, input.secret, at);
	});
}

/** The same by a recovery code, which is then used up; `left` are those that remain. */
export async function proveByRecoveryCode(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: { recovery: string; secret: string },
	at: number
): Promise<{ secret: string; left: number }> {
	return counted(db, seal, person(actor), at, async (tx, { accountId }) => {
		await useRecoveryCode(tx, seal, accountId, input.recovery, at);
		const left = await recoveryCodesLeft(tx, accountId);
		await record(tx, actor, 'use_recovery_code', `account:${accountId}`, at, { left });
		return { secret: await replaceProven(tx, accountId, input.secret, at), left };
	});
}

/** Ten new recovery codes for a code of the app; the earlier ones are worth nothing any more. */
export async function renewRecoveryCodes(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: { code: string },
	at: number
): Promise<string[]> {
	return counted(db, seal, person(actor), at, async (tx, { accountId }) => {
		await takeCode(tx, seal, accountId, input.code, at);
		await record(tx, actor, 'renew_recovery_codes', `account:${accountId}`, at);
		return replaceRecoveryCodes(tx, seal, accountId);
	});
}

/** For a colleague who lost phone and codes: the next sign-in sets the second factor up anew. */
export async function resetSecondFactor(
	db: Db,
	actor: Actor,
	input: { id: number },
	at: number
): Promise<void> {
	if (actor.role !== theSystem.role && !mayManagePeople(actor)) {
		throw new Refusal('forbidden', '只有系统管理员可以管理人员');
	}
	// else a session left open for a moment is enough to put another phone in place of the right one
	if (input.id === actor.accountId) {
		throw new Refusal('conflict', '不能重置自己的两步验证，请另一位系统管理员来办');
	}
	await db.transaction(async (tx) => {
		const [account] = await tx
			.update(accounts)
			.set({ totpSealed: null })
			.where(eq(accounts.id, input.id))
			.returning({ role: accounts.role });
		if (!account || !roles[account.role].staff) throw new Refusal('missing', '没有这个人员');
		await forgetRecoveryCodes(tx, input.id);
		await tx.delete(sessions).where(eq(sessions.accountId, input.id));
		await record(tx, actor, 'reset_second_factor', `account:${input.id}`, at);
	});
}

/** Takes a code for the first time that its step, or a later one, is taken: none works twice. */
async function takeCode(tx: Db, seal: Sealing, accountId: number, code: string, at: number) {
	const [account] = await tx
		.select({ totpSealed: accounts.totpSealed })
		.from(accounts)
		.where(eq(accounts.id, accountId))
		.limit(1);
	if (!account?.totpSealed) throw new Refusal('conflict', '还没有设置两步验证');
	const step = stepOf(keyFrom(seal.open(account.totpSealed)), code, at);
	if (step === null) throw wrongCode('验证码不对，请看验证器上现在的数字');
	const taken = await tx
		.update(accounts)
		.set({ totpStep: step })
		.where(and(eq(accounts.id, accountId), lt(accounts.totpStep, step)))
		.returning({ id: accounts.id });
	if (taken.length === 0) throw wrongCode('这个验证码已经用过，请等验证器换下一个');
}

const wrongCode = (message: string) => new Refusal('unauthenticated', message, { code: message });

/** A try that counts: the fifth wrong one locks, as with passwords. */
async function counted<Result>(
	db: Db,
	seal: Sealing,
	actor: Person,
	at: number,
	work: (tx: Db, actor: Person) => Promise<Result>
): Promise<Result> {
	// of its own, so that a right password does not make room for more tries
	const subject = seal.index('second factor tries', String(actor.accountId));
	await refuseIfLocked(db, subject, at);
	// counted before it is checked, so that tries at the same time cannot slip past the limit
	await countFailure(db, subject, at);
	try {
		return await db.transaction(async (tx) => {
			await forgetFailures(tx, subject);
			return work(tx, actor);
		});
	} catch (problem) {
		if (problem instanceof Refusal && problem.reason === 'unauthenticated') {
			const object = `account:${actor.accountId}`;
			await db.transaction((tx) => record(tx, actor, 'second_factor_failed', object, at));
		}
		throw problem;
	}
}

function person(actor: Actor): Person {
	const { accountId } = actor;
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	return { ...actor, accountId };
}
