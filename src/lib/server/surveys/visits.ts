import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import { mayVisit } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { dayMs, dayOf, minuteMs } from '../../time/shanghai';
import { answersFromForm } from '../../surveys/answers';
import { traitsOf } from '../../surveys/groups';
import { lateDays, outcomes, type Outcome, type SaidOutcome } from '../../surveys/waves';
import { record } from '../audit/record';
import { isUniqueBreach, type Db } from '../db';
import { grids } from '../places/schema';
import { Refusal } from '../refusal';
import { checked, markOf, randomId } from './answering';
import { weightOf } from './frame-weight';
import { getQuestionnaire } from './questionnaires';
import { responses, visits, visitSends, waves, type Call } from './schema';

const columns = {
	code: visits.code,
	household: visits.household,
	outcome: visits.outcome,
	calls: visits.calls,
	grid: grids.name,
	town: grids.town,
	wave: waves.title,
	closesAt: waves.closesAt
};

/** Where an enumerator still has to go, and where they have been; of waves that still take answers. */
export const ownVisits = (db: Db, actor: Actor, at: number) =>
	db
		.select(columns)
		.from(visits)
		.innerJoin(grids, eq(grids.id, visits.gridId))
		.innerJoin(waves, eq(waves.id, visits.waveId))
		.where(
			and(
				eq(visits.enumeratorId, actor.accountId ?? -1),
				inArray(waves.state, ['running', 'closed']),
				or(eq(waves.state, 'running'), gt(waves.closedAt, at - lateDays * dayMs))
			)
		)
		.orderBy(asc(grids.name), asc(visits.household));

/** An address of one's own, with what is asked there. @throws Refusal('missing') for another's */
export async function getVisit(db: Db, actor: Actor, code: string) {
	const [found] = await db
		.select({ visit: visits, wave: waves, grid: grids.name, town: grids.town })
		.from(visits)
		.innerJoin(waves, eq(waves.id, visits.waveId))
		.innerJoin(grids, eq(grids.id, visits.gridId))
		.where(eq(visits.code, code));
	if (!found || !mayVisit(actor) || found.visit.enumeratorId !== actor.accountId) {
		throw new Refusal('missing', '没有这个访问地址，可能已经转给别的访问员');
	}
	const { content } = await getQuestionnaire(db, found.wave.questionnaireId);
	return { ...found, questionnaire: content };
}

export type VisitInput = {
	outcome: SaidOutcome | 'complete';
	/** Of `complete`: as `checkAnswers` takes them, and how long it took. */
	answers?: unknown;
	seconds?: number | null;
	/** When it was written, ms; null: now. */
	written: number | null;
};

/**
 * Takes in what an enumerator's phone sends, once per `key`. After the end it is still heard for a week if
 * it was written before; the answer is then marked.
 * @throws Refusal('conflict') for other content under a used key, for an address that is done, and too late
 */
export async function receiveVisit(
	db: Db,
	actor: Actor,
	{ code, key }: { code: string; key: string },
	input: VisitInput,
	at: number
): Promise<{ created: boolean }> {
	const work = () =>
		db.transaction(async (tx) => {
			const { visit, wave, questionnaire } = await getVisit(tx, actor, code);
			// without the salt only the key tells, which no other send of this phone has
			const mark = wave.salt ? markOf(wave.salt, JSON.stringify([code, input])) : '';
			const [earlier] = await tx.select().from(visitSends).where(eq(visitSends.key, key));
			if (earlier) {
				const same = earlier.visitId === visit.id && (mark === '' || earlier.mark === mark);
				if (!same) throw new Refusal('conflict', '这个编号已经用于另一次提交');
				return { created: false };
			}
			const written = Math.min(input.written ?? at, at);
			const late = lateness(wave, written, at);
			if (outcomes[visit.outcome].over) {
				throw new Refusal('conflict', `这一户已经记为“${outcomes[visit.outcome].label}”，不能再改`);
			}
			const complete = input.outcome === 'complete';
			if (complete) {
				const answers = checked(questionnaire, input.answers);
				await tx.insert(responses).values({
					id: randomId(),
					waveId: wave.id,
					answers,
					seconds: input.seconds ?? null,
					gridId: visit.gridId,
					enumeratorId: actor.accountId,
					baseWeight: await weightOf(tx, wave.id, visit.gridId),
					late,
					...traitsOf(questionnaire, answers)
				});
			}
			const calls: Call[] = [...visit.calls, { day: dayOf(written), outcome: input.outcome }];
			const outcome: Outcome = input.outcome;
			await tx.update(visits).set({ outcome, calls }).where(eq(visits.id, visit.id));
			await tx.insert(visitSends).values({ key, visitId: visit.id, mark });
			// a completed visit is not written there: its time would stand beside the answers it brought
			if (!complete) {
				await record(tx, actor, 'report_visit', `visit:${code}`, at, { outcome });
			}
			return { created: true };
		});
	try {
		return await work();
	} catch (problem) {
		if (isUniqueBreach(problem)) return work();
		throw problem;
	}
}

type Ended = Pick<typeof waves.$inferSelect, 'state' | 'opensAt' | 'closesAt' | 'closedAt'>;

/** Whether it comes after the end. @throws Refusal('conflict') when that is too late */
function lateness(
	{ state, opensAt, closesAt, closedAt }: Ended,
	written: number,
	at: number
): boolean {
	if (state === 'released') throw new Refusal('conflict', '结果已经发布，不能再补交');
	if (state === 'draft' || written < opensAt) throw new Refusal('conflict', '调查还没有开始');
	const end = Math.min(closesAt, closedAt ?? closesAt);
	if (at <= end) return false;
	// half a minute of a phone's clock is nobody's fault
	if (written > end + minuteMs / 2) throw new Refusal('conflict', '调查已经结束，不能再访问');
	if (at > end + lateDays * dayMs) {
		throw new Refusal('conflict', `调查结束已经超过 ${lateDays} 天，不能再补交`);
	}
	return true;
}

/** As a form or a phone sends it: the answers by the names of their fields. */
export async function sendVisit(
	db: Db,
	actor: Actor,
	key: string,
	sent: { code: string; outcome: VisitInput['outcome']; seconds: string } & Record<string, unknown>,
	written: number | null,
	at: number
): Promise<{ created: boolean }> {
	const { questionnaire } = await getVisit(db, actor, sent.code);
	const texts = Object.fromEntries(
		Object.entries(sent).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
	);
	const { code, outcome, seconds } = sent;
	const complete = outcome === 'complete' && {
		answers: answersFromForm(questionnaire, texts),
		seconds: seconds === '' ? null : Number(seconds)
	};
	return receiveVisit(db, actor, { code, key }, { outcome, written, ...complete }, at);
}
