import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../../accounts/roles';
import { mayTriage } from '../../../accounts/policy';
import type { Ordered } from '../../../reports/orders';
import type { State } from '../../../reports/workflow';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { suggestedUnit } from '../suggested-unit';
import { Refusal } from '../../refusal';
import { getReport } from '../queries/casework';
import { refuseIfTaken } from '../queries/takes';
import { assignReport } from './takes';
import {
	acceptReport,
	askVerification,
	dispatchReport,
	mergeReport,
	noteReport,
	rejectReport
} from './triage';

/** Does to one report what was ordered, by the commands that its own page uses. @throws Refusal */
export async function perform(
	tx: Db,
	actor: Actor,
	ordered: Ordered,
	code: string,
	at: number
): Promise<void> {
	await refuseIfTaken(tx, actor, code, at);
	const { category } = await getReport(tx, code);
	switch (ordered.action) {
		case 'accept':
			await acceptReport(tx, actor, code, { category }, at);
			if (ordered.input.send) await sendOn(tx, actor, code, ordered.input.unitId, at);
			return;
		case 'note':
			return noteReport(tx, actor, code, { category, note: ordered.input.note }, at);
		case 'dispatch':
			return dispatchReport(tx, actor, code, ordered.input, at);
		case 'ask_verify':
			return askVerification(tx, actor, code, ordered.input, at);
		case 'merge':
			return mergeReport(tx, actor, code, ordered.input, at);
		case 'reject':
			return rejectReport(tx, actor, code, ordered.input, at);
		case 'assign':
			return assignReport(tx, actor, code, ordered.input, at);
	}
}

// To the unit that a duty names. Where none does a person has to choose, and it stays filed.
async function sendOn(tx: Db, actor: Actor, code: string, expected: number, at: number) {
	const suggested = await suggestedUnit(tx, await getReport(tx, code));
	if (expected > 0 && suggested?.unitId !== expected) {
		throw new Refusal('conflict', '建议的责任单位刚刚变了，请重新看过再派遣');
	}
	if (!suggested || suggested.gap) return;
	const { unitId, basis, document } = suggested;
	await dispatchReport(tx, actor, code, { unitId, basis, document, note: '' }, at);
}

/** Whoever ordered, as the account is now. @throws Refusal('forbidden') if it may no longer */
export async function orderedBy(tx: Db, accountId: number): Promise<Actor> {
	const [row] = await tx.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
	const actor = row?.active
		? { ...guest, accountId, role: row.role, unitId: row.unitId, name: row.name }
		: null;
	if (!actor || !mayTriage(actor)) {
		throw new Refusal('forbidden', '下达的人已经不在岗，没有办理');
	}
	return actor;
}

export type Outcome = { state: State; unitId: number | null };

class Rehearsed extends Error {
	constructor(readonly outcome: Outcome) {
		super('taken back');
	}
}

/** What would become of one report, or why it cannot be done: the work itself, done and taken back. */
export async function rehearse(
	db: Db,
	actor: Actor,
	ordered: Ordered,
	code: string,
	at: number
): Promise<Refusal | Outcome> {
	try {
		return await db.transaction(async (tx) => {
			await perform(tx, actor, ordered, code, at);
			const { state, unitId } = await getReport(tx, code);
			throw new Rehearsed({ state, unitId });
		});
	} catch (problem) {
		if (problem instanceof Rehearsed) return problem.outcome;
		if (problem instanceof Refusal) return problem;
		throw problem;
	}
}

/** The same for many, one after the other, giving way between them. */
export async function rehearseAll(
	db: Db,
	actor: Actor,
	ordered: Ordered,
	codes: readonly string[],
	at: number
): Promise<Map<string, Refusal | Outcome>> {
	const outcomes = new Map<string, Refusal | Outcome>();
	for (const code of codes) {
		outcomes.set(code, await rehearse(db, actor, ordered, code, at));
		await pause(1);
	}
	return outcomes;
}
