import { eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import type { Sender } from '../sender';
import { replaceSession } from './own-sessions';
import { accounts } from './schema';
import { proveByCode } from './second-factor';
import { sendCode, signInResident, signInStaff } from './sign-in';

/** How this account signs in: what is asked of it when it does so again. */
export async function waysOf(db: Db, actor: Actor) {
	const account = await accountOf(db, actor);
	return {
		name: account.name || (account.loginName ?? ''),
		password: account.passwordHash !== null,
		phone: account.phoneSealed !== null,
		factor: account.totpSealed !== null
	};
}

/**
 * Password, and the second factor where it is set up, once more: ends the session and returns the
 * secret of the one in its place, which counts as signed in at `at`.
 */
export async function signInAgain(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: { password: string; code: string; secret: string },
	at: number
): Promise<string> {
	const { id, loginName, totpSealed } = await accountOf(db, actor);
	const { password, code, secret } = input;
	await signInStaff(db, seal, { name: loginName ?? '', password }, actor.address, at);
	if (totpSealed !== null) return proveByCode(db, seal, actor, { code, secret }, at);
	return db.transaction((tx) => replaceSession(tx, id, secret, at));
}

/** Sends a resident a code to the phone that the account has. */
export async function sendCodeAgain(
	db: Db,
	seal: Sealing,
	sender: Sender,
	actor: Actor,
	at: number
): Promise<string | null> {
	return sendCode(db, seal, sender, await ownPhone(db, seal, actor), at);
}

export async function signInAgainByPhone(
	db: Db,
	seal: Sealing,
	actor: Actor,
	{ code, secret }: { code: string; secret: string },
	at: number
): Promise<string> {
	const phone = await ownPhone(db, seal, actor);
	const id = await signInResident(db, seal, { phone, code }, at);
	return db.transaction((tx) => replaceSession(tx, id, secret, at));
}

async function ownPhone(db: Db, seal: Sealing, actor: Actor): Promise<string> {
	const { phoneSealed } = await accountOf(db, actor);
	if (phoneSealed === null) throw new Refusal('conflict', '这个账号没有手机号');
	return seal.open(phoneSealed);
}

async function accountOf(db: Db, { accountId }: Actor) {
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
	if (!account) throw new Refusal('unauthenticated', '请先登录');
	return account;
}
