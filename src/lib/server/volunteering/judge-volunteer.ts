import type { Actor } from '../../accounts/roles';
import type { VolunteerInput } from '../../volunteering/act-forms';
import { type Act, type ActorKind } from '../../volunteering/acts';
import { hoursOf, outOfHours, samePresence, withoutEffect } from '../../volunteering/check-in';
import { leads } from '../../volunteering/policy';
import type { Rules } from '../../volunteering/sign-up';
import type { Db } from '../db';
import type { Sealing } from '../sealing';
import type { Judged } from './on-site';
import { hasPlace, presenceFrom, saidOf, settle, type Signup } from './on-site-state';
import { signupOf, type AskedRow } from './queries';
import { askLead, whyNotHere } from './room-on-site';
import { numberHolds } from './shift-secrets';

export type AskedAct = {
	shift: AskedRow;
	rules: Rules;
	actor: Actor;
	by: ActorKind;
	/** When it was done, and when we heard of it; both by our clock. */
	at: number;
	receivedAt: number;
};

/** Nobody ended it, and its time is over. */
export const isClosed = ({ shift, rules, receivedAt }: AskedAct): boolean =>
	receivedAt > hoursOf(shift, rules).outUntil;

/** A number from the lead's phone, typed or scanned by a volunteer. */
export async function judgeVolunteer(
	tx: Db,
	seal: Sealing,
	asked: AskedAct,
	input: VolunteerInput
): Promise<Judged> {
	const { shift, rules, actor, at } = asked;
	const accountId = actor.accountId!;
	if (leads(actor, shift)) return { answer: 'own', accountId };
	const untimely = outOfHours(input.act, shift, rules, at);
	if (untimely) return { answer: untimely, accountId };
	if (!(await numberHolds(tx, seal, shift.id, input.digits, at))) {
		return { answer: 'wrong_number', accountId };
	}
	const signup = await signupOf(tx, shift.id, accountId);
	if (signup && hasPlace(signup)) return judgePlaced(tx, asked, signup, input.act);
	if (input.act === 'check_out') {
		return { answer: signup?.state === 'asking' ? 'awaits' : 'not_here', accountId };
	}
	return judgeUnannounced(tx, asked, signup, input.risks);
}

async function judgeUnannounced(
	tx: Db,
	asked: AskedAct,
	signup: Signup | undefined,
	risks: boolean
): Promise<Judged> {
	const { shift, rules, actor, receivedAt } = asked;
	const accountId = actor.accountId!;
	// nobody is there any more who could say yes
	if (shift.finishedAt !== null || isClosed(asked)) return { answer: 'over', accountId };
	const why = await whyNotHere(tx, shift, accountId, { rules, risks }, receivedAt);
	if (why) return { answer: 'not_possible', reason: why, accountId };
	await askLead(tx, shift, accountId, signup, receivedAt);
	return { answer: 'asking', accountId };
}

/** An act about someone with a place: what it changes, together with all that was said before. */
export async function judgePlaced(
	tx: Db,
	asked: AskedAct,
	signup: Signup,
	act: Exclude<Act, 'finish' | 'note'>,
	reason = ''
): Promise<Judged> {
	const { shift, actor, at, receivedAt } = asked;
	const { accountId } = signup;
	const said = await saidOf(tx, shift.id);
	const closed = isClosed(asked);
	const before = presenceFrom(said, accountId, closed);
	const now = { act, at, accountId, actorId: actor.accountId };
	const after = presenceFrom([...said, now], accountId, closed);
	const answer = samePresence(before, after) ? withoutEffect(act, before.state) : 'done';
	const carryOut = async () => void (await settle(tx, actor, signup, after, receivedAt));
	return { answer, accountId, reason, carryOut: answer === 'is_here' ? undefined : carryOut };
}
