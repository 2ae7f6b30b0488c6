import { and, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Db } from '../db';
import { letterSends } from './letter-schema';
import { invitations, responses, visits, visitSends, waves } from './schema';

const old = (db: Db, before: number) =>
	db
		.select({ id: waves.id })
		.from(waves)
		.where(and(isNotNull(waves.closedAt), lt(waves.closedAt, before), isNull(waves.erasedAt)));

/** Answers of waves that were closed before `before` (ms). */
export const countOldAnswers = (db: Db, before: number): Promise<number> =>
	db.$count(responses, inArray(responses.waveId, old(db, before)));

/** Erases the answers, letters and addresses of those waves; what was computed of them stays. */
export async function eraseOldAnswers(db: Db, at: number, before: number): Promise<number> {
	let gone = 0;
	for (const { id } of await old(db, before)) {
		gone += await db.transaction(async (tx) => {
			const many = await tx.$count(responses, eq(responses.waveId, id));
			await tx.delete(responses).where(eq(responses.waveId, id));
			await tx.delete(invitations).where(eq(invitations.waveId, id));
			await tx.delete(letterSends).where(eq(letterSends.waveId, id));
			const theirs = tx.select({ id: visits.id }).from(visits).where(eq(visits.waveId, id));
			await tx.delete(visitSends).where(inArray(visitSends.visitId, theirs));
			await tx.delete(visits).where(eq(visits.waveId, id));
			await tx.update(waves).set({ erasedAt: at }).where(eq(waves.id, id));
			return many;
		});
	}
	return gone;
}
