import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../src/lib/accounts/roles';
import type { Db } from '../../src/lib/server/db';
import { countServed } from '../../src/lib/server/volunteering/hours';
import { shifts, signups } from '../../src/lib/server/volunteering/schema';

/** Has somebody come and go on a shift as if it had been so, and counts it. @returns the sign-up's id */
export async function serve(
	db: Db,
	by: Actor,
	code: string,
	volunteer: Actor,
	times: { from: number; to: number; known?: 'number' | 'word' }
): Promise<number> {
	const [shift] = await db.select().from(shifts).where(eq(shifts.code, code));
	const accountId = volunteer.accountId!;
	const came = {
		state: 'completed' as const,
		checkedInAt: times.from,
		checkedInBy: times.known ?? ('number' as const),
		leftAt: times.to,
		leftBy: times.known ?? ('number' as const),
		stateSince: times.to
	};
	const mine = and(eq(signups.shiftId, shift!.id), eq(signups.accountId, accountId));
	const [known] = await db.update(signups).set(came).where(mine).returning({ id: signups.id });
	const [made] = known
		? [known]
		: await db
				.insert(signups)
				.values({ shiftId: shift!.id, accountId, at: times.from, ...came })
				.returning({ id: signups.id });
	await db.transaction((tx) => countServed(tx, by, made!.id, times.to));
	return made!.id;
}
