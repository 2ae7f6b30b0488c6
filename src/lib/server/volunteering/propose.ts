import { and, eq, isNotNull } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { ofTheShift, type ProposalAnswer } from '../../volunteering/groups';
import { proposalUntil, whyNot, type Rules } from '../../volunteering/sign-up';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { coordinatedBy, membersByNumber, type Group } from './groups';
import { tell } from './letters';
import { engagements, getShift, signupOf, volunteerOf, type AskedRow } from './queries';
import { shiftRules } from './rules';
import { signups } from './schema';
import { takePlace } from './sign-ups';

export type Proposed = { number: string; answer: ProposalAnswer };

/**
 * A coordinator asks members for a shift: a place is kept for each while there is room, and it is theirs
 * only once they confirm it themselves. Nobody is asked past those who wait, nor twice for one shift.
 * @returns the answer for each 志愿者编号, in the order given
 */
export async function propose(
	db: Db,
	actor: Actor,
	groupCode: string,
	{ shift: code, numbers }: { shift: string; numbers: readonly string[] },
	at: number
): Promise<Proposed[]> {
	if (numbers.length === 0) throw new Refusal('invalid', '请至少选一位成员');
	return db.transaction(async (tx) => {
		const group = await coordinatedBy(tx, actor, groupCode);
		if (!group.active) throw new Refusal('conflict', '这个团队已经停用');
		const shift = await getShift(tx, code);
		const rules = await shiftRules(tx);
		const members = await membersByNumber(tx, group.id, numbers);
		const answers: Proposed[] = [];
		for (const number of new Set(numbers)) {
			const accountId = members.get(number);
			const answer =
				accountId === undefined ? 'not_member' : await ask(tx, group, shift, accountId, rules, at);
			answers.push({ number, answer });
		}
		const asked = answers.filter(({ answer }) => answer === 'asked').length;
		await record(tx, actor, 'propose_shift', `shift:${code}`, at, { group: group.name, asked });
		return answers;
	});
}

async function ask(
	tx: Db,
	{ name, coordinatorId }: Group,
	shift: AskedRow,
	accountId: number,
	rules: Rules,
	at: number
): Promise<ProposalAnswer> {
	const asking = {
		...(await volunteerOf(tx, accountId))!,
		// read and accepted at confirming
		risksAccepted: true,
		already: (await signupOf(tx, shift.id, accountId)) !== undefined,
		others: await engagements(tx, accountId, shift)
	};
	const no = whyNot({ ...shift, calledOff: shift.calledOffAt !== null }, asking, rules, at);
	if (no) return ofTheShift[no] ?? 'not_suitable';
	const offeredUntil = proposalUntil(shift, rules, at);
	if (offeredUntil === null) return 'too_near';
	if (await wasAsked(tx, shift.id, accountId)) return 'asked_before';
	const taker = {
		accountId,
		state: 'offered',
		offeredUntil,
		proposedById: coordinatorId!
	} as const;
	if (!(await takePlace(tx, shift.id, taker, at, { past: false }))) return 'full';
	await tell(tx, [accountId], 'proposed', shift, at, name, offeredUntil);
	return 'asked';
}

// whoever said no, or nothing, is left in peace
async function wasAsked(tx: Db, shiftId: number, accountId: number): Promise<boolean> {
	const found = await tx
		.select({ id: signups.id })
		.from(signups)
		.where(
			and(
				eq(signups.accountId, accountId),
				eq(signups.shiftId, shiftId),
				isNotNull(signups.proposedById)
			)
		)
		.limit(1);
	return found.length > 0;
}
