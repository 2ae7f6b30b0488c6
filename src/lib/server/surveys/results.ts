import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import { computeWave, type Row } from '../../surveys/compute';
import { responseRate1, type Dispositions } from '../../surveys/estimate/planning';
import type { HandlingRatings, WaveResult, Weighting } from '../../surveys/results';
import type { Outcome } from '../../surveys/waves';
import { record } from '../audit/record';
import type { Db } from '../db';
import { grids } from '../places/schema';
import { ratingsBetween } from '../reports/queries/ratings';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { returnsOf } from './letter-sample';
import { marginRows } from './margins';
import { getQuestionnaire } from './questionnaires';
import { invitations, responses, visits, waveResults, waves } from './schema';
import { flagResponses, getWave, step, type Wave } from './waves';

/** How far back ratings of handled reports go that stand beside a survey, days. */
const handlingDays = 90;

/** The answers of a wave with all that an estimate needs, by id. */
export async function rowsOf(db: Db, waveId: number): Promise<(Row & { id: number })[]> {
	const rows = await db
		.select({
			id: responses.id,
			answers: responses.answers,
			baseWeight: responses.baseWeight,
			age: responses.age,
			sex: responses.sex,
			town: responses.town,
			grid: grids.name,
			gridTown: grids.town,
			flags: responses.flags,
			setAside: responses.setAside
		})
		.from(responses)
		.leftJoin(grids, eq(grids.id, responses.gridId))
		.where(eq(responses.waveId, waveId))
		.orderBy(asc(responses.id));
	return rows.map(({ gridTown, flags, ...row }) => ({
		...row,
		// whoever was visited lives where the household was drawn
		town: gridTown ?? row.town,
		stratum: gridTown,
		flagged: flags.length > 0
	}));
}

/**
 * Computes a closed wave and keeps what comes of it; pages show that and compute nothing.
 * @throws Refusal('invalid') with the reason where the weights cannot be had
 */
export async function computeResult(
	db: Db,
	actor: Actor,
	slug: string,
	input: { weighting: Weighting; marginsId: number | null },
	at: number
): Promise<WaveResult> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.state !== 'closed') throw new Refusal('conflict', '调查结束以后、发布以前才能计算');
		// what came late from a phone has not been looked through yet
		await flagResponses(tx, wave);
		const { content } = await getQuestionnaire(tx, wave.questionnaireId);
		const rows = await rowsOf(tx, wave.id);
		const margins = input.marginsId === null ? [] : await marginRows(tx, input.marginsId);
		const computed = computeWave({
			questionnaire: content,
			mode: wave.mode,
			rows,
			weighting: input.weighting,
			margins
		});
		if ('problem' in computed) throw new Refusal('invalid', computed.problem);
		const { weights, ...figures } = computed;
		const result: WaveResult = { ...figures, response: await responseOf(tx, wave, rows.length) };
		await keepWeights(tx, rows, weights);
		const handling = await handlingAt(tx, wave.closedAt ?? at);
		const kept = { computedAt: at, result, handling };
		await tx
			.insert(waveResults)
			.values({ waveId: wave.id, ...kept })
			.onConflictDoUpdate({ target: waveResults.waveId, set: kept });
		// who asked to release it saw other figures
		await step(tx, wave, 'closed', { releaseAskedById: null });
		await record(tx, actor, 'compute_wave', `wave:${slug}`, at, { ...input, rows: rows.length });
		return result;
	});
}

async function keepWeights(tx: Db, rows: readonly { id: number }[], weights: (number | null)[]) {
	const pairs = JSON.stringify(rows.map(({ id }, i) => [id, weights[i]]));
	await tx.run(sql`UPDATE responses SET weight = found.weight
		FROM (SELECT value ->> 0 AS id, value ->> 1 AS weight FROM json_each(${pairs})) found
		WHERE responses.id = found.id`);
}

async function handlingAt(tx: Db, until: number): Promise<HandlingRatings> {
	const scores = await ratingsBetween(tx, until - handlingDays * dayMs, until);
	return {
		days: handlingDays,
		satisfied: scores.satisfied,
		basicallySatisfied: scores.fair,
		dissatisfied: scores.dissatisfied
	};
}

async function responseOf(
	tx: Db,
	{ id, mode }: Wave,
	answered: number
): Promise<WaveResult['response']> {
	if (mode === 'open') return null;
	if (mode === 'invited') {
		const letters = await tx.$count(invitations, eq(invitations.waveId, id));
		// of a letter without an answer nobody knows whether somebody lives there
		const { vacant } = await returnsOf(tx, id);
		const unknownHousehold = Math.max(0, letters - vacant - answered);
		return rated({ ...none, complete: answered, unknownHousehold }, vacant);
	}
	const counted = await tx
		.select({ outcome: visits.outcome, n: sql<number>`count(*)` })
		.from(visits)
		.where(eq(visits.waveId, id))
		.groupBy(visits.outcome);
	const of = (...names: Outcome[]) =>
		counted.reduce((sum, { outcome, n }) => sum + (names.includes(outcome) ? n : 0), 0);
	return rated(
		{
			complete: of('complete'),
			partial: of('partial'),
			refused: of('refused'),
			nonContact: of('non_contact', 'callback'),
			other: of('other'),
			unknownHousehold: of('unknown', 'pending'),
			unknownOther: 0
		},
		of('ineligible')
	);
}

const none: Dispositions = {
	complete: 0,
	partial: 0,
	refused: 0,
	nonContact: 0,
	other: 0,
	unknownHousehold: 0,
	unknownOther: 0
};
const rated = (dispositions: Dispositions, ineligible: number) => ({
	dispositions,
	ineligible,
	rate: responseRate1(dispositions)
});

/** @throws Refusal('conflict') before anything was computed */
export async function askRelease(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (!(await resultOf(tx, wave.id)))
			throw new Refusal('conflict', '请先计算，看过结果再提请发布');
		await step(tx, wave, 'closed', { releaseAskedById: actor.accountId });
		await record(tx, actor, 'ask_release_wave', `wave:${slug}`, at);
	});
}

/** A second pair of eyes: whoever asked cannot also agree. */
export async function releaseWave(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.releaseAskedById === null) throw new Refusal('conflict', '还没有人提请发布');
		if (wave.releaseAskedById === actor.accountId) {
			throw new Refusal('forbidden', '发布要两个人：提请的人不能自己同意，请另一位同事来看');
		}
		await step(tx, wave, 'closed', {
			state: 'released',
			releasedById: actor.accountId,
			releasedAt: at
		});
		await record(tx, actor, 'release_wave', `wave:${slug}`, at);
	});
}

/** Not yet: it goes back to be looked at again. */
export async function returnRelease(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.releaseAskedById === null) throw new Refusal('conflict', '还没有人提请发布');
		await step(tx, wave, 'closed', { releaseAskedById: null });
		await record(tx, actor, 'return_wave', `wave:${slug}`, at);
	});
}

export async function resultOf(db: Db, waveId: number) {
	const [row] = await db.select().from(waveResults).where(eq(waveResults.waveId, waveId));
	return row;
}

/** What was released, the newest first. */
export const releasedResults = (db: Db, most = 12) =>
	db
		.select({
			slug: waves.slug,
			title: waves.title,
			mode: waves.mode,
			opensAt: waves.opensAt,
			closesAt: waves.closesAt,
			seed: waves.seed,
			releasedAt: waves.releasedAt,
			computedAt: waveResults.computedAt,
			result: waveResults.result,
			handling: waveResults.handling
		})
		.from(waves)
		.innerJoin(waveResults, eq(waveResults.waveId, waves.id))
		.where(and(eq(waves.state, 'released')))
		.orderBy(desc(waves.opensAt))
		.limit(most);
