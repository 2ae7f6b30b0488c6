import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { mayKeepSecure, mustProve } from '../../accounts/policy';
import type { Actor, Role } from '../../accounts/roles';
import { isOver, sessionMs } from '../../accounts/session-limits';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { sha256 } from '../sealing';
import { accounts, sessions } from './schema';
import { newSecret } from './sessions';

/** The sessions of one account that still open something, the newest first. */
export async function ownSessions(
	db: Db,
	accountId: number,
	{ secret, secondFactor }: { secret: string; secondFactor: boolean },
	at: number
) {
	const rows = await db
		.select({ session: sessions, role: accounts.role })
		.from(sessions)
		.innerJoin(accounts, eq(accounts.id, sessions.accountId))
		.where(and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, at)))
		.orderBy(desc(sessions.createdAt));
	const open = ({ session, role }: { session: typeof sessions.$inferSelect; role: Role }) =>
		!isOver(role, session, secondFactor, at);
	return rows.filter(open).map(({ session, role }) => ({
		id: session.id,
		createdAt: session.createdAt,
		seenAt: session.seenAt,
		device: session.device,
		here: session.id === sha256(secret),
		unproven: mustProve({ role }, session, secondFactor)
	}));
}

/** Ends one session of the actor's own. */
export async function endSession(
	db: Db,
	actor: Actor,
	input: { id: string },
	at: number
): Promise<void> {
	const accountId = own(actor);
	await db.transaction(async (tx) => {
		const ended = await tx
			.delete(sessions)
			.where(and(eq(sessions.id, input.id), eq(sessions.accountId, accountId)))
			.returning({ id: sessions.id });
		if (ended.length === 0) throw new Refusal('missing', '这个登录已经结束了');
		await record(tx, actor, 'end_session', `account:${accountId}`, at);
	});
}

/** Ends all sessions of the actor's own but the one of `secret`; returns how many there were. */
export async function endOtherSessions(
	db: Db,
	actor: Actor,
	{ secret }: { secret: string },
	at: number
): Promise<number> {
	const accountId = own(actor);
	return db.transaction(async (tx) => {
		const ended = await tx
			.delete(sessions)
			.where(and(eq(sessions.accountId, accountId), ne(sessions.id, sha256(secret))))
			.returning({ id: sessions.id });
		const count = ended.length;
		if (count > 0) await record(tx, actor, 'end_sessions', `account:${accountId}`, at, { count });
		return count;
	});
}

/**
 * Ends the session in which the second factor was shown and opens the one that counts: a secret
 * that somebody learned or planted before is worth nothing after.
 * @throws Refusal('conflict') when that session is not there any more
 */
export const replaceProven = (
	tx: Db,
	accountId: number,
	secret: string,
	at: number
): Promise<string> => replaceSession(tx, accountId, secret, at, at);

/** The same where no second factor was shown, as when its owner signs in again. */
export async function replaceSession(
	tx: Db,
	accountId: number,
	secret: string,
	at: number,
	provenAt: number | null = null
): Promise<string> {
	const ended = await tx
		.delete(sessions)
		.where(and(eq(sessions.id, sha256(secret)), eq(sessions.accountId, accountId)))
		.returning({ device: sessions.device });
	if (ended.length === 0) throw new Refusal('conflict', '登录已过期，请重新登录');
	const fresh = newSecret();
	await tx.insert(sessions).values({
		id: sha256(fresh),
		accountId,
		createdAt: at,
		seenAt: at,
		provenAt,
		device: ended[0]!.device,
		expiresAt: at + sessionMs
	});
	return fresh;
}

/** Ends all sessions of any account: of a lost phone, of one who left; returns how many there were. */
export async function endSessionsOf(
	db: Db,
	actor: Actor,
	input: { id: number },
	at: number
): Promise<number> {
	if (!mayKeepSecure(actor)) throw new Refusal('forbidden', '只有安全管理员可以结束别人的登录');
	return db.transaction(async (tx) => {
		const ended = await tx
			.delete(sessions)
			.where(eq(sessions.accountId, input.id))
			.returning({ id: sessions.id });
		const count = ended.length;
		await record(tx, actor, 'end_sessions', `account:${input.id}`, at, { count });
		return count;
	});
}

function own({ accountId }: Actor): number {
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	return accountId;
}
