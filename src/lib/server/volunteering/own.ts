import { asc, eq, inArray, and, gt } from 'drizzle-orm';
import type { Db } from '../db';
import { groupMembers, shiftFeeds, volunteerGroups } from './groups-schema';
import { passOn, move } from './sign-ups';
import { posts, risksAccepted, shifts, signups, volunteers } from './schema';

/** What is known of someone as a volunteer. */
export async function ownVolunteerData(db: Db, accountId: number) {
	const [volunteer] = await db.select().from(volunteers).where(eq(volunteers.accountId, accountId));
	const shiftsOf = await db
		.select({
			code: shifts.code,
			post: posts.name,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			state: signups.state,
			signedUpAt: signups.at
		})
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(eq(signups.accountId, accountId))
		.orderBy(asc(signups.id));
	const groups = await db
		.select({ name: volunteerGroups.name, agreedAt: groupMembers.agreedAt })
		.from(groupMembers)
		.innerJoin(volunteerGroups, eq(volunteerGroups.id, groupMembers.groupId))
		.where(eq(groupMembers.accountId, accountId));
	const coordinates = await db
		.select({ name: volunteerGroups.name })
		.from(volunteerGroups)
		.where(eq(volunteerGroups.coordinatorId, accountId));
	const [feed] = await db
		.select({ at: shiftFeeds.at })
		.from(shiftFeeds)
		.where(eq(shiftFeeds.accountId, accountId));
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return {
		volunteer: volunteer
			? {
					number: volunteer.number,
					ageBand: volunteer.ageBand,
					guardianAgreedAt: iso(volunteer.consentAt),
					trainedAt: iso(volunteer.trainedAt),
					joinedAt: iso(volunteer.joinedAt)
				}
			: null,
		groups: groups.map(({ name, agreedAt }) => ({ name, agreedAt: iso(agreedAt) })),
		coordinates: coordinates.map(({ name }) => name),
		calendarSince: iso(feed?.at ?? null),
		shifts: shiftsOf.map(({ startsAt, endsAt, signedUpAt, ...shift }) => ({
			...shift,
			startsAt: iso(startsAt),
			endsAt: iso(endsAt),
			signedUpAt: iso(signedUpAt)
		}))
	};
}

/** Gives back what is still to come, and forgets the person; that someone served stays with the shift. */
export async function leaveVolunteers(tx: Db, accountId: number, at: number): Promise<void> {
	const open = await tx
		.select({ id: signups.id, state: signups.state, shiftId: signups.shiftId })
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.where(
			and(
				eq(signups.accountId, accountId),
				inArray(signups.state, ['confirmed', 'offered', 'waitlisted']),
				gt(shifts.startsAt, at)
			)
		);
	for (const signup of open) {
		await move(tx, signup, 'cancel', at);
		await passOn(tx, signup.shiftId, at);
	}
	await tx.delete(groupMembers).where(eq(groupMembers.accountId, accountId));
	await tx.delete(shiftFeeds).where(eq(shiftFeeds.accountId, accountId));
	await tx
		.update(volunteerGroups)
		.set({ coordinatorId: null })
		.where(eq(volunteerGroups.coordinatorId, accountId));
	await tx.delete(risksAccepted).where(eq(risksAccepted.accountId, accountId));
	await tx.delete(volunteers).where(eq(volunteers.accountId, accountId));
}
