import { randomBytes } from 'node:crypto';
import { eq, lt, sql } from 'drizzle-orm';
import { dayOf } from '../../time/shanghai';
import type { Db } from '../db';
import { sha256 } from '../sealing';
import { posterMarks, posterReads, posterSalts } from './schema';

/**
 * Counts one reader of a poster once a day. `visitor` is whatever tells two apart, and is not kept:
 * a hash with a salt of this day is, and both are destroyed when the next day begins. After that
 * nobody can say who read what, not even whoever has the database.
 */
export async function countRead(
	db: Db,
	posterId: number,
	visitor: string,
	at: number
): Promise<void> {
	const day = dayOf(at);
	await db.transaction(async (tx) => {
		const salt = await saltOf(tx, day);
		const mark = sha256(`${salt} ${posterId} ${visitor}`);
		const fresh = await tx
			.insert(posterMarks)
			.values({ mark, day })
			.onConflictDoNothing()
			.returning({ mark: posterMarks.mark });
		if (fresh.length === 0) return;
		await tx
			.insert(posterReads)
			.values({ posterId, day, many: 1 })
			.onConflictDoUpdate({
				target: [posterReads.posterId, posterReads.day],
				set: { many: sql`${posterReads.many} + 1` }
			});
	});
}

async function saltOf(tx: Db, day: string): Promise<string> {
	const [known] = await tx.select().from(posterSalts).where(eq(posterSalts.day, day));
	if (known) return known.salt;
	await forgetReaders(tx, day);
	const salt = randomBytes(32).toString('base64url');
	await tx.insert(posterSalts).values({ day, salt });
	return salt;
}

/** Destroys the salts and marks of the days before `day`; also when nobody reads anything any more. */
export async function forgetReaders(db: Db, day: string): Promise<void> {
	await db.delete(posterSalts).where(lt(posterSalts.day, day));
	await db.delete(posterMarks).where(lt(posterMarks.day, day));
}
