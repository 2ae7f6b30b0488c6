import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../db';
import { acts } from './on-site-schema';
import { shifts, signups } from './schema';
import { forgetTeamPhotos } from './team-photo';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** When someone came and went, and all that was sent of it from the spot, by whom. */
export async function ownOnSite(db: Db, accountId: number) {
	const presence = await db
		.select({
			shift: shifts.code,
			checkedInAt: signups.checkedInAt,
			checkedInBy: signups.checkedInBy,
			leftAt: signups.leftAt,
			leftBy: signups.leftBy
		})
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.where(and(eq(signups.accountId, accountId), isNotNull(signups.checkedInAt)))
		.orderBy(asc(signups.id));
	const sent = await db
		.select({
			shift: shifts.code,
			act: acts.act,
			by: acts.by,
			at: acts.at,
			receivedAt: acts.receivedAt,
			clockAheadMs: acts.driftMs,
			answer: acts.answer,
			reason: acts.reason
		})
		.from(acts)
		.innerJoin(shifts, eq(shifts.id, acts.shiftId))
		.where(eq(acts.accountId, accountId))
		.orderBy(asc(acts.id));
	return {
		presence: presence.map((row) => ({
			...row,
			checkedInAt: iso(row.checkedInAt),
			leftAt: iso(row.leftAt)
		})),
		acts: sent.map((row) => ({ ...row, at: iso(row.at), receivedAt: iso(row.receivedAt) }))
	};
}

/** That someone was there stays with the shift; what was said of the person goes, and every picture. */
export async function forgetOnSite(tx: Db, accountId: number): Promise<void> {
	await tx.update(acts).set({ reason: '' }).where(eq(acts.accountId, accountId));
	await forgetTeamPhotos(tx, accountId);
}
