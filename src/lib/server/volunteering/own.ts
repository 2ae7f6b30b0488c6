import { asc, eq, inArray, and, gt } from 'drizzle-orm';
import type { Db } from '../db';
import type { Sealing } from '../sealing';
import { endCertificates } from './certificates';
import { endClaims } from './claims';
import { certificates, hourClaims, hours } from './hours-schema';
import { forgetOnSite, ownOnSite } from './own-on-site';
import { calledOf, personOf } from './persons';
import { passOn, move } from './sign-ups';
import { posts, risksAccepted, shifts, signups, volunteers } from './schema';

/** What is known of someone as a volunteer. */
export async function ownVolunteerData(db: Db, seal: Sealing, accountId: number) {
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
	const rows = await db
		.select({ hours, code: shifts.code })
		.from(hours)
		.innerJoin(shifts, eq(shifts.id, hours.shiftId))
		.where(eq(hours.accountId, accountId))
		.orderBy(asc(hours.id));
	const claims = await db
		.select({ claim: hourClaims, code: shifts.code })
		.from(hourClaims)
		.innerJoin(shifts, eq(shifts.id, hourClaims.shiftId))
		.where(eq(hourClaims.accountId, accountId))
		.orderBy(asc(hourClaims.id));
	const issued = await db
		.select()
		.from(certificates)
		.where(eq(certificates.accountId, accountId))
		.orderBy(asc(certificates.id));
	const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
	return {
		volunteer: volunteer
			? {
					number: volunteer.number,
					ageBand: volunteer.ageBand,
					guardianAgreedAt: iso(volunteer.consentAt),
					trainedAt: iso(volunteer.trainedAt),
					joinedAt: iso(volunteer.joinedAt),
					called: calledOf(seal, volunteer),
					person: personOf(seal, volunteer)
				}
			: null,
		shifts: shiftsOf.map(({ startsAt, endsAt, signedUpAt, ...shift }) => ({
			...shift,
			startsAt: iso(startsAt),
			endsAt: iso(endsAt),
			signedUpAt: iso(signedUpAt)
		})),
		onSite: await ownOnSite(db, accountId),
		hours: rows.map(({ hours: { kind, minutes, counted, rounding, day, reason, at }, code }) => ({
			...{ shift: code, day, kind, minutes, counted, rounding, reason },
			at: iso(at)
		})),
		hourClaims: claims.map(({ claim, code }) => ({
			...{ shift: code, minutes: claim.minutes, words: claim.words, at: iso(claim.at) },
			...{ answeredAt: iso(claim.answeredAt), granted: claim.granted, answer: claim.answer }
		})),
		certificates: issued.map((one) => ({
			...{ number: one.number, code: one.code, from: one.fromDay, to: one.toDay },
			...{ measuredMinutes: one.measuredMinutes, vouchedMinutes: one.vouchedMinutes },
			holder:
				one.holderSealed === null ? null : (JSON.parse(seal.open(one.holderSealed)) as unknown),
			issuedAt: iso(one.issuedAt),
			revokedAt: iso(one.revokedAt),
			revokeReason: one.revokeReason
		}))
	};
}

/**
 * Gives back what is still to come, and forgets the person. That someone served stays with the shift, and
 * the ledger as it was, of an account that leads to nobody.
 */
export async function leaveVolunteers(tx: Db, accountId: number, at: number): Promise<void> {
	const open = await tx
		.select({ id: signups.id, state: signups.state, shiftId: signups.shiftId })
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.where(
			and(
				eq(signups.accountId, accountId),
				inArray(signups.state, ['confirmed', 'offered', 'waitlisted', 'asking']),
				gt(shifts.startsAt, at)
			)
		);
	for (const signup of open) {
		await move(tx, signup, 'cancel', at);
		await passOn(tx, signup.shiftId, at);
	}
	await forgetOnSite(tx, accountId);
	await endClaims(tx, accountId, at);
	await endCertificates(tx, accountId, at);
	await tx.delete(risksAccepted).where(eq(risksAccepted.accountId, accountId));
	await tx.delete(volunteers).where(eq(volunteers.accountId, accountId));
}
