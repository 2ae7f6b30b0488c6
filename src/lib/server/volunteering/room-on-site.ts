import { sql } from 'drizzle-orm';
import { whyNotOnSite } from '../../volunteering/check-in';
import type { No, Rules } from '../../volunteering/sign-up';
import { holdingStates, next } from '../../volunteering/signups';
import type { Db } from '../db';
import { hasPlace, type Signup } from './on-site-state';
import { engagements, hasAcceptedRisks, signupOf, volunteerOf, type AskedRow } from './queries';
import { signups } from './schema';
import { acceptRisks, move } from './sign-ups';

/** Why someone without a place may not serve here now; `join`: is no volunteer. */
export async function whyNotHere(
	tx: Db,
	shift: AskedRow,
	accountId: number,
	{ rules, risks }: { rules: Rules; risks: boolean },
	at: number
): Promise<No | 'join' | null> {
	const volunteer = await volunteerOf(tx, accountId);
	if (!volunteer) return 'join';
	if (risks && shift.risks !== '') await acceptRisks(tx, accountId, shift.postId, at);
	const asking = {
		...volunteer,
		risksAccepted: shift.risks === '' || (await hasAcceptedRisks(tx, accountId, shift.postId)),
		already: hasPlace(await signupOf(tx, shift.id, accountId)),
		others: await engagements(tx, accountId, shift)
	};
	return whyNotOnSite({ ...shift, calledOff: shift.calledOffAt !== null }, asking, rules);
}

/** Puts someone who came before the lead, who says yes or no. */
export async function askLead(
	tx: Db,
	shift: AskedRow,
	accountId: number,
	signup: Signup | undefined,
	at: number
): Promise<void> {
	if (signup?.state === 'asking') return;
	if (signup) await move(tx, signup, 'ask', at);
	else {
		const asking = { shiftId: shift.id, accountId, state: 'asking' as const };
		await tx.insert(signups).values({ ...asking, at, stateSince: at });
	}
}

/**
 * Gives a place to whoever came without one, if there is room: asked and taken in one statement, so that
 * there is never one too many. @returns whether there was
 */
export async function giveRoom(
	tx: Db,
	shift: AskedRow,
	accountId: number,
	signup: Signup | undefined,
	at: number
): Promise<boolean> {
	const held = (besides: number) => sql`(SELECT count(*) FROM signups
		WHERE shift_id = ${shift.id} AND state IN ${[...holdingStates]} AND id <> ${besides})
		< (SELECT most FROM shifts WHERE id = ${shift.id})`;
	if (!signup) {
		const taken = await tx.all(sql`
			INSERT INTO signups (shift_id, account_id, state, at, state_since)
			SELECT ${shift.id}, ${accountId}, 'confirmed', ${at}, ${at} WHERE ${held(0)} RETURNING id`);
		return taken.length > 0;
	}
	const to = next(signup.state, 'admit');
	if (!to) return false;
	const taken = await tx.all(sql`
		UPDATE signups SET state = ${to}, state_since = ${at}, offered_until = NULL
		WHERE id = ${signup.id} AND state = ${signup.state} AND ${held(signup.id)} RETURNING id`);
	return taken.length > 0;
}
