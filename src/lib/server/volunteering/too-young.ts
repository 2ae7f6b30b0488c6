import { and, eq, gt, inArray } from 'drizzle-orm';
import { ageAgainst } from '../../volunteering/sign-up';
import type { Db } from '../db';
import { tell } from './letters';
import { shiftById } from './queries';
import { posts, shifts, signups, volunteers } from './schema';
import { move, passOn } from './sign-ups';

/**
 * Whoever signed up at a post before it asked for more years is told so and expected no more.
 * @returns how many
 */
export async function releaseTooYoung(tx: Db, postId: number, at: number): Promise<number> {
	const expected = await tx
		.select({
			id: signups.id,
			state: signups.state,
			accountId: signups.accountId,
			shiftId: shifts.id,
			ageBand: volunteers.ageBand,
			minimumAge: posts.minimumAge,
			hazardous: posts.hazardous
		})
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.innerJoin(signups, eq(signups.shiftId, shifts.id))
		.innerJoin(volunteers, eq(volunteers.accountId, signups.accountId))
		.where(
			and(
				eq(shifts.postId, postId),
				gt(shifts.startsAt, at),
				inArray(signups.state, ['confirmed', 'offered', 'waitlisted'])
			)
		);
	const released = expected.filter((signup) => ageAgainst(signup, signup.ageBand) !== null);
	for (const signup of released) {
		await move(tx, signup, 'call_off', at);
		await tell(tx, [signup.accountId], 'unfit', await shiftById(tx, signup.shiftId), at);
	}
	for (const shiftId of new Set(released.map((signup) => signup.shiftId))) {
		await passOn(tx, shiftId, at);
	}
	return released.length;
}
