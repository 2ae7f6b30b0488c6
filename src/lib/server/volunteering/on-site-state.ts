import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { standingAnswers } from '../../volunteering/acts';
import {
	presenceOf,
	samePresence,
	type Presence,
	type StandingAct
} from '../../volunteering/check-in';
import { holdingStates, type SignupState } from '../../volunteering/signups';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { countServed } from './hours';
import { acts } from './on-site-schema';
import { signups } from './schema';

export type Signup = typeof signups.$inferSelect;
/** What was said of whom and holds; `accountId` null: of everybody. */
export type Said = StandingAct & { accountId: number | null; actorId: number | null };

/** What was sent of a shift and not refused. */
export const saidOf = (db: Db, shiftId: number): Promise<Said[]> =>
	db
		.select({ act: acts.act, at: acts.at, accountId: acts.accountId, actorId: acts.actorId })
		.from(acts)
		.where(and(eq(acts.shiftId, shiftId), inArray(acts.answer, [...standingAnswers])))
		.orderBy(asc(acts.id));

/** What of it is about someone. Whoever ends the shift does not say so of themselves. */
const about = (said: readonly Said[], accountId: number) =>
	said.filter((each) =>
		each.act === 'finish' ? each.actorId !== accountId : each.accountId === accountId
	);

/** What became of someone with a place, by all that was said. */
export const presenceFrom = (said: readonly Said[], accountId: number, closed: boolean): Presence =>
	presenceOf(about(said, accountId), closed);

const onTheirPlace: readonly SignupState[] = [...holdingStates, 'no_show'];
/** Whether a sign-up has a place of its own, taken or missed. */
export const hasPlace = (signup: Pick<Signup, 'state'> | undefined): boolean =>
	signup !== undefined && signup.state !== 'offered' && onTheirPlace.includes(signup.state);

/** Writes what became of someone, and the hours of it. @returns whether it changed */
export async function settle(
	tx: Db,
	actor: Actor,
	signup: Signup,
	presence: Presence,
	at: number
): Promise<boolean> {
	if (samePresence(signup, presence)) return false;
	const { state, checkedInAt, checkedInBy, leftAt, leftBy } = presence;
	const moved = await tx
		.update(signups)
		.set({
			...{ state, checkedInAt, checkedInBy, leftAt, leftBy },
			stateSince: state === signup.state ? signup.stateSince : at
		})
		.where(and(eq(signups.id, signup.id), eq(signups.state, signup.state)))
		.returning({ id: signups.id });
	if (moved.length === 0) throw new Refusal('conflict', '刚刚有变动，请刷新');
	if (leftAt !== null || signup.leftAt !== null) await countServed(tx, actor, signup.id, at);
	return true;
}
