import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { addDays, dayMs, dayOf, hourMs, startOfDay } from '../../time/shanghai';
import type { Db } from '../db';
import { tell } from './letters';
import { shiftById } from './queries';
import { shifts, signups } from './schema';

/** Of the evening before, on the clock of Shanghai. */
const eveningHour = 19;
const soonMs = 2 * hourMs;

/**
 * Reminds whoever is expected, the evening before and two hours before: what fell due after `from`, up
 * to and with `to`. What was missed during a stop and has begun meanwhile is not told any more.
 */
export async function remind(tx: Db, from: number, to: number): Promise<void> {
	await tellThose(tx, 'soon', Math.max(from + soonMs, to), to + soonMs, to);
	const evening = lastEvening(to);
	if (evening <= from) return;
	const tomorrow = startOfDay(addDays(dayOf(evening), 1));
	await tellThose(tx, 'tomorrow', Math.max(tomorrow - 1, to), tomorrow + dayMs - 1, to);
}

/** The latest time of the evening's reminder that is not after `at`. */
function lastEvening(at: number): number {
	const today = startOfDay(dayOf(at)) + eveningHour * hourMs;
	return today <= at ? today : today - dayMs;
}

async function tellThose(
	tx: Db,
	kind: 'soon' | 'tomorrow',
	after: number,
	upTo: number,
	at: number
): Promise<void> {
	const expected = await tx
		.select({ shiftId: shifts.id, accountId: signups.accountId })
		.from(shifts)
		.innerJoin(signups, and(eq(signups.shiftId, shifts.id), eq(signups.state, 'confirmed')))
		.where(and(gt(shifts.startsAt, after), lte(shifts.startsAt, upTo), isNull(shifts.calledOffAt)));
	for (const shiftId of new Set(expected.map((row) => row.shiftId))) {
		const accountIds = expected
			.filter((row) => row.shiftId === shiftId)
			.map(({ accountId }) => accountId);
		await tell(tx, accountIds, kind, await shiftById(tx, shiftId), at);
	}
}
