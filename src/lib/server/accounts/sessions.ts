import { randomBytes } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter } from 'lucia';
import { mustProve } from '../../accounts/policy';
import type { Actor, Role } from '../../accounts/roles';
import { isOver, sessionMs, type SessionTimes } from '../../accounts/session-limits';
import { minuteMs } from '../../time/shanghai';
import type { Db } from '../db';
import { sha256 } from '../sealing';
import { accounts, sessions } from './schema';

// Lucia is in maintenance: this file alone knows it, and is all there is to replace.

type SessionRow = SessionTimes & { device: string };
type UserRow = { role: Role; name: string; unitId: number | null; active: boolean };

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionRow, UserRow>;
		UserId: number;
		DatabaseUserAttributes: UserRow;
		DatabaseSessionAttributes: SessionRow;
	}
}

/** A visit is noted at most this often. */
const seenEvery = minuteMs;

export type SignedIn = {
	actor: Actor;
	expiresAt: number;
	/** When the password or code was given last: what is dangerous asks that it was of late. */
	signedInAt: number;
	/** The second factor was asked for and is not shown yet: whoever this is may do nothing. */
	unproven: boolean;
};
export type Sessions = ReturnType<typeof sessionsIn>;

/**
 * Sessions in `db`: the cookie holds 32 random bytes, the database only their SHA-256.
 * Lucia reads the clock itself for the expiry; all else gets the time.
 */
export function sessionsIn(db: Db, house: { secure: boolean; secondFactor?: boolean }) {
	const asked = house.secondFactor ?? false;
	const lucia = new Lucia<SessionRow, UserRow>(hashingAdapter(db), {
		sessionExpiresIn: new TimeSpan(sessionMs, 'ms'),
		sessionCookie: { name: house.secure ? '__Host-session' : 'session' },
		getSessionAttributes: (row) => row,
		getUserAttributes: (row) => row
	});

	return {
		cookieName: lucia.sessionCookieName,

		/** A new session's secret for the cookie; `device` in words for its owner. */
		async open(accountId: number, at: number, device = ''): Promise<string> {
			const secret = newSecret();
			const row = { createdAt: at, seenAt: at, provenAt: null, device };
			await lucia.createSession(accountId, row, { sessionId: secret });
			return secret;
		},

		/** Who holds this secret; null when it is unknown, too old, or the account is switched off. */
		async read(secret: string, at: number): Promise<SignedIn | null> {
			const { session, user } = await lucia.validateSession(secret);
			if (!session) return null;
			if (!user.active || isOver(user.role, session, asked, at)) {
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
				expiresAt: session.expiresAt.getTime(),
				signedInAt: session.createdAt,
				unproven: mustProve(user, session, asked)
			};
		},

		close: (secret: string) => lucia.invalidateSession(secret),
		closeAllOf: (accountId: number) => lucia.invalidateUserSessions(accountId),
		sweep: () => lucia.deleteExpiredSessions()
	};
}

/** 32 random bytes. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const attributesOf = ({ createdAt, seenAt, provenAt, device }: SessionRow): SessionRow => ({
	createdAt,
	seenAt,
	provenAt,
	device
});

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
					attributes: attributesOf(session)
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
			return rows.map((row) => ({
				id: row.id,
				userId: accountId,
				expiresAt: new Date(row.expiresAt),
				attributes: attributesOf(row)
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
