import { and, eq, exists, gt, inArray, isNull, lte } from 'drizzle-orm';
import { theSystem, type Actor } from '../../accounts/roles';
import { dayMs, minuteMs } from '../../time/shanghai';
import { atTheEnd } from '../../volunteering/acts';
import { activeStates, type SignupState } from '../../volunteering/signups';
import { record } from '../audit/record';
import type { Db } from '../db';
import { hasPlace, presenceFrom, saidOf, settle } from './on-site-state';
import { shiftRules } from './rules';
import { shifts, signups } from './schema';
import { move } from './sign-ups';

/** Everyone goes home by what was said of them; whoever still waited for a place has none. */
export async function endShift(
	tx: Db,
	actor: Actor,
	shiftId: number,
	at: number,
	closed: boolean
): Promise<void> {
	const said = await saidOf(tx, shiftId);
	const rows = await tx
		.select()
		.from(signups)
		.where(and(eq(signups.shiftId, shiftId), inArray(signups.state, [...activeStates])));
	for (const signup of rows) {
		if (hasPlace(signup)) {
			await settle(tx, actor, signup, presenceFrom(said, signup.accountId, closed), at);
		} else await move(tx, signup, 'lapse', at);
	}
}

const open = Object.keys(atTheEnd) as SignupState[];

/**
 * Closes the shifts that nobody ended, once the time for checking out is over: what fell due after
 * `from`, up to and with `to`. When somebody left whom nobody saw leave is not known.
 */
export async function closeShifts(tx: Db, from: number, to: number): Promise<void> {
	const { checkOutMinutes } = await shiftRules(tx);
	const ended = to - checkOutMinutes * minuteMs;
	// a day over, for the time may have been set anew, and no shift is longer than a day
	const since = Math.min(from, to) - checkOutMinutes * minuteMs - dayMs;
	const due = await tx
		.select({ id: shifts.id, code: shifts.code })
		.from(shifts)
		.where(
			and(
				gt(shifts.startsAt, since - dayMs),
				lte(shifts.startsAt, ended),
				gt(shifts.endsAt, since),
				lte(shifts.endsAt, ended),
				isNull(shifts.calledOffAt),
				exists(
					tx
						.select({ id: signups.id })
						.from(signups)
						.where(and(eq(signups.shiftId, shifts.id), inArray(signups.state, open)))
				)
			)
		);
	for (const { id, code } of due) {
		await endShift(tx, theSystem, id, to, true);
		await record(tx, theSystem, 'close_shift', `shift:${code}`, to);
	}
}
