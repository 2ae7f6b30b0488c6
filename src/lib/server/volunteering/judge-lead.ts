import { eq } from 'drizzle-orm';
import { readCode } from '../../reports/code';
import type { LeadInput } from '../../volunteering/act-forms';
import { actsOfShift, vouchReasonNames, vouchReasons, type LeadAct } from '../../volunteering/acts';
import { outOfHours } from '../../volunteering/check-in';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { endShift } from './close-shifts';
import { vouchMinutes } from './hours';
import { isClosed, judgePlaced, type AskedAct } from './judge-volunteer';
import type { Judged } from './on-site';
import { hasPlace, saidOf, type Signup } from './on-site-state';
import { signupOf } from './queries';
import { giveRoom, whyNotHere } from './room-on-site';
import { shifts, volunteers } from './schema';
import { move } from './sign-ups';

/** What the lead or the office says of someone, or of the shift. */
export async function judgeLead(tx: Db, asked: AskedAct, input: LeadInput): Promise<Judged> {
	const { shift, rules, actor, by, at } = asked;
	if (actsOfShift.includes(input.act)) return judgeOfShift(tx, asked, input);
	const accountId = await accountOf(tx, input.volunteer);
	if (accountId === null) return { answer: 'unknown', accountId, reason: input.volunteer };
	if (accountId === actor.accountId) return { answer: 'own', accountId };
	// of the lead only the office speaks, also when the lead has sent everyone home
	const ofLead = by === 'office' && accountId === shift.leadId;
	const timed = ofLead ? { ...shift, finishedAt: null } : shift;
	const untimely = outOfHours(input.act, timed, rules, at);
	if (untimely) return { answer: untimely, accountId };
	const signup = await signupOf(tx, shift.id, accountId);
	return await judgments[input.act](tx, asked, { input, accountId, signup });
}

type Someone = { input: LeadInput; accountId: number; signup: Signup | undefined };
type Judgment = (tx: Db, asked: AskedAct, someone: Someone) => Promise<Judged>;

const ofPlaced: Judgment = async (tx, asked, { input, accountId, signup }) => {
	if (!signup || !hasPlace(signup)) return { answer: 'not_possible', accountId };
	const { act, reason } = input;
	if (act === 'finish' || act === 'note') return { answer: 'not_possible', accountId };
	return judgePlaced(tx, asked, signup, act, reason);
};

const comes: Judgment = async (tx, asked, someone) => {
	const { input, accountId, signup } = someone;
	if (hasPlace(signup)) return ofPlaced(tx, asked, someone);
	const { shift, rules, receivedAt } = asked;
	const why = await whyNotHere(tx, shift, accountId, { rules, risks: input.risks }, receivedAt);
	if (why) return { answer: 'not_possible', reason: why, accountId };
	if (!(await giveRoom(tx, shift, accountId, signup, receivedAt))) {
		return { answer: 'full', accountId };
	}
	const placed = await signupOf(tx, shift.id, accountId);
	return ofPlaced(tx, asked, { ...someone, signup: placed });
};

const admit: Judgment = async (tx, asked, someone) => {
	const { accountId, signup } = someone;
	const { shift, receivedAt } = asked;
	if (hasPlace(signup)) return { answer: 'already', accountId };
	if (!signup) return { answer: 'not_possible', accountId };
	if (shift.finishedAt !== null || isClosed(asked)) return { answer: 'over', accountId };
	if (!(await giveRoom(tx, shift, accountId, signup, receivedAt))) {
		return { answer: 'full', accountId };
	}
	const placed = await signupOf(tx, shift.id, accountId);
	return { ...(await ofPlaced(tx, asked, { ...someone, signup: placed })), answer: 'done' };
};

const judgments: Record<LeadAct, Judgment> = {
	here: comes,
	walk_in: comes,
	admit,
	left: ofPlaced,
	miss: ofPlaced,
	not_here: ofPlaced,
	turn_away: async (tx, { receivedAt }, { input, accountId, signup }) => {
		if (signup?.state !== 'asking') return { answer: 'not_possible', accountId };
		await move(tx, signup, 'turn_away', receivedAt);
		return { answer: 'done', accountId, reason: input.reason };
	},
	vouch: async (tx, { shift, actor, receivedAt }, { input, accountId, signup }) => {
		const said = await saidOf(tx, shift.id);
		if (said.some((each) => each.act === 'vouch' && each.accountId === accountId)) {
			return { answer: 'already', accountId };
		}
		if (signup?.state !== 'completed' || signup.leftAt !== null) {
			return { answer: 'not_possible', accountId };
		}
		const reason = vouchReasonNames.find((name) => name === input.reason);
		if (!reason) throw new Refusal('invalid', '请选择原因', { reason: '请选择原因' });
		const minutes = input.minutes ?? 0;
		const vouched = { signupId: signup.id, minutes, reason: vouchReasons[reason] };
		const carryOut = () => vouchMinutes(tx, actor, vouched, receivedAt);
		return { answer: 'done', accountId, reason, carryOut };
	},
	finish: ofPlaced,
	note: ofPlaced
};

async function judgeOfShift(tx: Db, asked: AskedAct, input: LeadInput): Promise<Judged> {
	const { shift, rules, actor, at, receivedAt } = asked;
	const accountId = null;
	const { finishedAt } = shift;
	const timed = { ...shift, finishedAt: null };
	const untimely = outOfHours(input.act, timed, rules, at);
	if (untimely) return { answer: untimely, accountId };
	if (input.act === 'note') {
		const newer = (await saidOf(tx, shift.id)).some((each) => each.act === 'note' && each.at > at);
		const carryOut = async () => {
			if (newer) return;
			await tx.update(shifts).set({ leadNote: input.words }).where(eq(shifts.id, shift.id));
		};
		return { answer: 'done', accountId, reason: input.words, carryOut };
	}
	const carryOut = async () => {
		if (finishedAt !== null && finishedAt <= at) return;
		await tx.update(shifts).set({ finishedAt: at }).where(eq(shifts.id, shift.id));
		await endShift(tx, actor, shift.id, receivedAt, isClosed(asked));
	};
	return { answer: finishedAt === null ? 'done' : 'already', accountId, carryOut };
}

async function accountOf(tx: Db, typed: string): Promise<number | null> {
	const number = readCode(typed);
	if (number === null) return null;
	const [row] = await tx
		.select({ accountId: volunteers.accountId })
		.from(volunteers)
		.where(eq(volunteers.number, number));
	return row?.accountId ?? null;
}
