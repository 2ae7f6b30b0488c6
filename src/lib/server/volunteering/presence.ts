import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { servedMinutes, type Presence } from '../../volunteering/hours';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { acts } from './on-site-schema';
import { shifts, signups } from './schema';

type Shift = typeof shifts.$inferSelect;
type Signup = typeof signups.$inferSelect;

/** @throws Refusal('missing') */
export async function servedOn(
	tx: Db,
	signupId: number
): Promise<{ signup: Signup; shift: Shift }> {
	const [found] = await tx
		.select({ signup: signups, shift: shifts })
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.where(eq(signups.id, signupId));
	if (!found) throw new Refusal('missing', '没有这个报名');
	return found;
}

/** How long someone was there; null where it is not known, or nobody may answer for it. */
export function presenceOf(signup: Signup, shift: Shift, voucherId: number | null): Presence {
	const { checkedInAt, checkedInBy, leftAt, state } = signup;
	if (checkedInAt === null || leftAt === null || state === 'no_show') return null;
	const minutes = servedMinutes(shift, checkedInAt, leftAt);
	// the number is on the lead's own phone: it measures nothing of the lead
	const measured = checkedInBy === 'number' && signup.accountId !== shift.leadId;
	if (measured) return { kind: 'measured', minutes };
	return voucherId === null ? null : { kind: 'vouched', minutes };
}

/** Who answers for someone's coming: whoever said so on the spot, and for the lead the office alone. */
export async function whoSaw(tx: Db, actor: Actor, signup: Signup, leadId: number | null) {
	const { shiftId, accountId } = signup;
	const [said] = await tx
		.select({ actorId: acts.actorId, by: acts.by })
		.from(acts)
		.where(
			and(
				eq(acts.accountId, accountId),
				eq(acts.shiftId, shiftId),
				inArray(acts.act, ['here', 'admit', 'walk_in']),
				eq(acts.answer, 'done'),
				ne(acts.actorId, accountId)
			)
		)
		.orderBy(desc(acts.id))
		.limit(1);
	const isLead = accountId === leadId;
	if (said && (said.by === 'office' || !isLead)) return said.actorId;
	if (mayPlanShifts(actor)) return actor.accountId;
	return isLead ? null : leadId;
}
