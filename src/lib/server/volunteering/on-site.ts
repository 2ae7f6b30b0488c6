import { and, count, eq, gt } from 'drizzle-orm';
import { mayVolunteer } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import type { ActInput } from '../../volunteering/act-forms';
import {
	actAnswers,
	standingAnswers,
	type ActAnswer,
	type ActorKind
} from '../../volunteering/acts';
import { timeOfAct, triesAtMost, triesWithin } from '../../volunteering/check-in';
import { actsAs } from '../../volunteering/policy';
import { record } from '../audit/record';
import { isUniqueBreach, type Db } from '../db';
import { Refusal } from '../refusal';
import { sha256, type Sealing } from '../sealing';
import { replyTo, type ActReply } from './act-replies';
import type { DistanceHints } from './distance-hints';
import { judgeLead } from './judge-lead';
import { judgeVolunteer } from './judge-volunteer';
import { acts } from './on-site-schema';
import { getShift, type AskedRow } from './queries';
import { shiftRules } from './rules';

export { refusalOf, type ActReply } from './act-replies';

export type OnSite = { seal: Sealing; hints: DistanceHints };

/** What was judged of an act: about whom it is and what it is answered. */
export type Judged = {
	answer: ActAnswer;
	accountId: number | null;
	/** What was said with it, or why not: a name of a list or the lead's own words. */
	reason?: string;
	/** Done once the act is written down. */
	carryOut?: () => Promise<void>;
};

/**
 * What was sent from the spot, taken in once per `key`; sent again it is answered the same. A refusal by
 * rule is an answer and is kept with the rest.
 * @throws Refusal('conflict') for another act under a used key; 'limited' after too many wrong numbers
 */
export async function act(
	db: Db,
	deps: OnSite,
	actor: Actor,
	code: string,
	key: string,
	input: ActInput,
	at: number
): Promise<ActReply> {
	const work = () =>
		db.transaction(async (tx) => {
			const shift = await getShift(tx, code);
			const by = partOf(actor, shift, input);
			const contentHash = contentOf(code, input);
			const earlier = await actOf(tx, key);
			if (earlier) {
				if (earlier.actorId === actor.accountId && earlier.contentHash === contentHash) {
					return replyTo(tx, earlier);
				}
				throw new Refusal('conflict', '这个编号已经用于另一次提交');
			}
			return takeIn(tx, deps, actor, { shift, by, key, contentHash, input }, at);
		});
	try {
		return await work();
	} catch (problem) {
		// another process took the same one in meanwhile
		if (isUniqueBreach(problem)) return work();
		throw problem;
	}
}

function partOf(actor: Actor, shift: AskedRow, input: ActInput): ActorKind {
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	if ('digits' in input) {
		if (mayVolunteer(actor)) return 'volunteer';
		throw new Refusal('forbidden', '工作账号不能签到，请用您自己的手机号登录');
	}
	const part = actsAs(actor, shift);
	if (!part) throw new Refusal('forbidden', '只有这个班次的队长和文明办可以这样记');
	return part;
}

/** When it is sent differs each time, and how far away the phone is leaves no trace. */
function contentOf(code: string, input: ActInput): string {
	const said =
		'digits' in input
			? [input.digits, input.risks]
			: [input.volunteer, input.reason, input.minutes ?? null, input.words, input.risks];
	return sha256(JSON.stringify([code, input.act, input.at, ...said]));
}

type Sent = {
	shift: AskedRow;
	by: ActorKind;
	key: string;
	contentHash: string;
	input: ActInput;
};

async function takeIn(tx: Db, deps: OnSite, actor: Actor, sent: Sent, at: number) {
	const { shift, by, key, contentHash, input } = sent;
	const time = timeOfAct(input, at);
	if (!time) throw new Refusal('invalid', '这是两天前的记录，已经不能补记，请联系文明办');
	if ('digits' in input) await assertMayTry(tx, shift.id, actor.accountId!, at);
	const rules = await shiftRules(tx);
	const asked = { shift, rules, actor, by, at: time.at, receivedAt: at };
	const judged =
		'digits' in input
			? await judgeVolunteer(tx, deps.seal, asked, input)
			: await judgeLead(tx, asked, input);
	const { answer, accountId, reason = '', carryOut } = judged;
	const row = {
		...{ key, contentHash, shiftId: shift.id, accountId, act: input.act, by },
		...{ actorId: actor.accountId, at: time.at, receivedAt: at, driftMs: time.driftMs },
		...{ answer, reason }
	};
	await tx.insert(acts).values(row);
	await carryOut?.();
	if (answer === 'done' || answer === 'asking') {
		const detail = { act: input.act, answer, accountId };
		await record(tx, actor, 'act_on_site', `shift:${shift.code}`, at, detail);
	}
	if ('digits' in input && input.metres !== undefined && standingAnswers.includes(answer)) {
		deps.hints.note(shift.id, actor.accountId!, input.metres, at);
	}
	return replyTo(tx, row);
}

/** Numbers are not for guessing: after some that were wrong there is a pause, by our clock. */
async function assertMayTry(tx: Db, shiftId: number, accountId: number, at: number) {
	const [tried] = await tx
		.select({ wrong: count() })
		.from(acts)
		.where(
			and(
				eq(acts.accountId, accountId),
				eq(acts.shiftId, shiftId),
				eq(acts.answer, 'wrong_number'),
				gt(acts.receivedAt, at - triesWithin)
			)
		);
	if (tried!.wrong < triesAtMost) return;
	throw new Refusal('limited', actAnswers.too_many_tries, undefined, triesWithin / 1000);
}

async function actOf(tx: Db, key: string) {
	const [row] = await tx.select().from(acts).where(eq(acts.key, key));
	return row;
}
