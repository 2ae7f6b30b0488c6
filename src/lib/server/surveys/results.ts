import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import { countingOf, type Computed } from '../../surveys/compute';
import type { HandlingRatings, WaveResult, Weighting } from '../../surveys/results';
import { record } from '../audit/record';
import type { Db } from '../db';
import { ratingsBetween } from '../reports/queries/ratings';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { answersOf, peopleOf, setEach } from './answers';
import { marginRows } from './margins';
import { getQuestionnaire } from './questionnaires';
import { responseOf } from './response';
import { waveResults, waves } from './schema';
import { flagResponses, getWave, step, type Wave } from './waves';

/** How far back ratings of handled reports go that stand beside a survey, days. */
const handlingDays = 90;

type HowWeighted = { weighting: Weighting; marginsId: number | null };

/**
 * Computes a closed wave and keeps what comes of it; pages show that and compute nothing.
 * @throws Refusal('invalid') with the reason where the weights cannot be had
 */
export async function computeResult(
	db: Db,
	actor: Actor,
	slug: string,
	input: HowWeighted,
	at: number
): Promise<WaveResult> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.state !== 'closed') throw new Refusal('conflict', '调查结束以后、发布以前才能计算');
		// what came late from a phone has not been looked through yet
		await flagResponses(tx, wave);
		const { ids, computed } = await estimateWave(tx, wave, input);
		const { weights, ...figures } = computed;
		await setEach(tx, 'weight', ids, (i) => weights[i] ?? null);
		const result: WaveResult = { ...figures, response: await responseOf(tx, wave, ids.length) };
		const handling = await handlingAt(tx, wave.closedAt ?? at);
		const kept = { computedAt: at, result, handling };
		await tx
			.insert(waveResults)
			.values({ waveId: wave.id, ...kept })
			.onConflictDoUpdate({ target: waveResults.waveId, set: kept });
		// who asked to release it saw other figures
		await step(tx, wave, 'closed', { releaseAskedById: null });
		await record(tx, actor, 'compute_wave', `wave:${slug}`, at, { ...input, rows: ids.length });
		return result;
	});
}

/**
 * Reads all answers of a wave, some at a time, and estimates from them; writes nothing.
 * @throws Refusal('invalid') with the reason where the weights cannot be had
 */
export async function estimateWave(
	db: Db,
	wave: Wave,
	{ weighting, marginsId }: HowWeighted
): Promise<{ ids: number[]; computed: Computed }> {
	const { content: questionnaire } = await getQuestionnaire(db, wave.questionnaireId);
	const margins = marginsId === null ? [] : await marginRows(db, marginsId);
	const people = await peopleOf(db, wave.id);
	const counting = countingOf({ questionnaire, mode: wave.mode, people, weighting, margins });
	if ('problem' in counting) throw new Refusal('invalid', counting.problem);
	for await (const answered of answersOf(db, wave.id)) {
		for (const { answers } of answered) counting.take(answers);
	}
	return { ids: people.map(({ id }) => id), computed: counting.computed() };
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
