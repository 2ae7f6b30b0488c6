import { dayMs, hourMs, minuteMs } from '../time/shanghai';
import { mustProve } from './policy';
import { roles, type Role } from './roles';

/** Residents stay signed in as long as they come this often. */
export const sessionMs = 30 * dayMs;

/** How long staff may be away, and how long one sign-in lasts. */
const staffIdle = 30 * minuteMs;
const administratorIdle = 15 * minuteMs;
const staffAbsolute = 12 * hourMs;
const administrators: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];

/** How long a password alone opens the way to the second factor: enough to set it up unhurried. */
const untilProven = 15 * minuteMs;

/** How long after a sign-in dangerous things may be done without another. */
const recently = 10 * minuteMs;

/** Whether whoever signed in at `signedInAt` need not do so again before a dangerous thing. */
export const isRecent = (signedInAt: number | null, at: number): boolean =>
	signedInAt !== null && at - signedInAt <= recently;

export type SessionTimes = { createdAt: number; seenAt: number; provenAt: number | null };

/**
 * Whether a session of staff is over: too long away, too long at work, or the second factor, where
 * it is `asked`, not shown in time. Those of residents end by `expiresAt` alone.
 */
export function isOver(role: Role, session: SessionTimes, asked: boolean, at: number): boolean {
	if (!roles[role].staff) return false;
	const idle = administrators.includes(role) ? administratorIdle : staffIdle;
	const age = at - session.createdAt;
	if (mustProve({ role }, session, asked) && age > untilProven) return true;
	return at - session.seenAt > idle || age > staffAbsolute;
}
