import { eq, lt, sql } from 'drizzle-orm';
import { dayMs, minuteMs } from '../../time/shanghai';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { signInFailures } from './schema';

const allowed = 5;
const lockMs = 15 * minuteMs;

/** @throws Refusal('limited') while the subject is locked, whether it exists or not */
export async function refuseIfLocked(db: Db, subject: string, at: number): Promise<void> {
	const [row] = await db
		.select()
		.from(signInFailures)
		.where(eq(signInFailures.subject, subject))
		.limit(1);
	if (!row || row.lockedUntil <= at) return;
	const minutes = Math.ceil((row.lockedUntil - at) / minuteMs);
	throw new Refusal(
		'limited',
		`多次输入不对，已锁定，请 ${minutes} 分钟后再试`,
		undefined,
		Math.ceil((row.lockedUntil - at) / 1000)
	);
}

/**
 * Counts an answer as wrong; the fifth within the lock time locks.
 * @throws Refusal('limited') when others at the same moment have used the tries up
 */
export async function countFailure(db: Db, subject: string, at: number): Promise<void> {
	const fresh = sql`${signInFailures.lastAt} <= ${at - lockMs}`;
	const [row] = await db
		.insert(signInFailures)
		.values({ subject, failures: 1, lastAt: at })
		.onConflictDoUpdate({
			target: signInFailures.subject,
			set: {
				failures: sql`CASE WHEN ${fresh} THEN 1 ELSE ${signInFailures.failures} + 1 END`,
				lockedUntil: sql`CASE WHEN ${fresh} THEN 0 WHEN ${signInFailures.failures} + 1 >= ${allowed} THEN ${at + lockMs} ELSE ${signInFailures.lockedUntil} END`,
				lastAt: at
			}
		})
		.returning({ failures: signInFailures.failures });
	if (row && row.failures > allowed) await refuseIfLocked(db, subject, at);
}

export async function forgetFailures(db: Db, subject: string): Promise<void> {
	await db.delete(signInFailures).where(eq(signInFailures.subject, subject));
}

export async function sweepFailures(db: Db, at: number): Promise<void> {
	await db.delete(signInFailures).where(lt(signInFailures.lastAt, at - dayMs));
}
