import { randomBytes } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter } from 'lucia';
import { roles, type Actor, type Role } from '../../accounts/roles';
import { hourMs, minuteMs } from '../../time/shanghai';
import type { Db } from '../db';
import { sha256 } from '../sealing';
import { accounts, sessions } from './schema';

// Lucia is in maintenance: this file alone knows it, and is all there is to replace.

type UserRow = { role: Role; name: string; unitId: number | null; active: boolean };
type SessionRow = { createdAt: number; seenAt: number };

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionRow, UserRow>;
		UserId: number;
		DatabaseUserAttributes: UserRow;
		DatabaseSessionAttributes: SessionRow;
	}
}

/** How long staff may be away, and how long one sign-in lasts; residents have 30 sliding days. */
const staffIdle = 30 * minuteMs;
const administratorIdle = 15 * minuteMs;
const staffAbsolute = 12 * hourMs;
const administrators: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];
/** A visit is noted at most this often. */
const seenEvery = minuteMs;

export type SignedIn = { actor: Actor; expiresAt: number };
export type Sessions = ReturnType<typeof sessionsIn>;

/**
 * Sessions in `db`: the cookie holds 32 random bytes, the database only their SHA-256.
 * Lucia reads the clock itself for the expiry; all else gets the time.
 */
export function sessionsIn(db: Db, cookie: { secure: boolean }) {
	const lucia = new Lucia<SessionRow, UserRow>(hashingAdapter(db), {
		sessionExpiresIn: new TimeSpan(30, 'd'),
		sessionCookie: { name: cookie.secure ? '__Host-session' : 'session' },
		getSessionAttributes: (row) => row,
		getUserAttributes: (row) => row
	});

	return {
		cookieName: lucia.sessionCookieName,

		/** A new session's secret for the cookie. */
		async open(accountId: number, at: number): Promise<string> {
			const secret = randomBytes(32).toString('base64url');
			await lucia.createSession(accountId, { createdAt: at, seenAt: at }, { sessionId: secret });
			return secret;
		},

		/** Who holds this secret; null when it is unknown, too old, or the account is switched off. */
		async read(secret: string, at: number): Promise<SignedIn | null> {
			const { session, user } = await lucia.validateSession(secret);
			if (!session) return null;
			if (!user.active || tooOld(user.role, session, at)) {
				await lucia.invalidateSession(secret);
				return null;
			}
			if (at - session.seenAt > seenEvery) {
				await db
					.update(sessions)
					.set({ seenAt: at })
					.where(eq(sessions.id, sha256(secret)));
			}
			const { id, role, name, unitId } = user;
			return {
				actor: { accountId: id, role, name, unitId, claims: [], address: null },
				expiresAt: session.expiresAt.getTime()
			};
		},

		close: (secret: string) => lucia.invalidateSession(secret),
		closeAllOf: (accountId: number) => lucia.invalidateUserSessions(accountId),
		sweep: () => lucia.deleteExpiredSessions()
	};
}

function tooOld(role: Role, { createdAt, seenAt }: SessionRow, at: number): boolean {
	if (!roles[role].staff) return false;
	const idle = administrators.includes(role) ? administratorIdle : staffIdle;
	return at - seenAt > idle || at - createdAt > staffAbsolute;
}

function hashingAdapter(db: Db): Adapter {
	return {
		async getSessionAndUser(secret) {
			const [row] = await db
				.select()
				.from(sessions)
				.innerJoin(accounts, eq(accounts.id, sessions.accountId))
				.where(eq(sessions.id, sha256(secret)))
				.limit(1);
			if (!row) return [null, null];
			const { sessions: session, accounts: account } = row;
			return [
				{
					id: secret,
					userId: account.id,
					expiresAt: new Date(session.expiresAt),
					attributes: { createdAt: session.createdAt, seenAt: session.seenAt }
				},
				{
					id: account.id,
					attributes: {
						role: account.role,
						name: account.name,
						unitId: account.unitId,
						active: account.active
					}
				}
			];
		},
		async getUserSessions(accountId) {
			const rows = await db.select().from(sessions).where(eq(sessions.accountId, accountId));
			return rows.map(({ id, expiresAt, createdAt, seenAt }) => ({
				id,
				userId: accountId,
				expiresAt: new Date(expiresAt),
				attributes: { createdAt, seenAt }
			}));
		},
		async setSession({ id, userId, expiresAt, attributes }) {
			await db.insert(sessions).values({
				id: sha256(id),
				accountId: userId,
				expiresAt: expiresAt.getTime(),
				...attributes
			});
		},
		async updateSessionExpiration(secret, expiresAt) {
			await db
				.update(sessions)
				.set({ expiresAt: expiresAt.getTime() })
				.where(eq(sessions.id, sha256(secret)));
		},
		async deleteSession(secret) {
			await db.delete(sessions).where(eq(sessions.id, sha256(secret)));
		},
		async deleteUserSessions(accountId) {
			await db.delete(sessions).where(eq(sessions.accountId, accountId));
		},
		async deleteExpiredSessions() {
			await db.delete(sessions).where(lt(sessions.expiresAt, Date.now()));
		}
	};
}
