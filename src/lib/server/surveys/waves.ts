import { randomBytes } from 'node:crypto';
import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { flagsOf, noteOf, type Noted } from '../../surveys/review';
import type { WaveMode } from '../../surveys/waves';
import { record } from '../audit/record';
import { isUniqueBreach, type Db } from '../db';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { reviewedOf, setEach } from './answers';
import { forgetLetters, forgetOldNumbers, mergeSmall } from './forget-letters';
import { assertUsable, getQuestionnaire } from './questionnaires';
import { frameGrids, invitations, questionnaires, responses, visits, waves } from './schema';

export type Wave = typeof waves.$inferSelect;

/** As a page may have it: without what device marks are made with. */
export const shownWave = ({
	id,
	slug,
	title,
	mode,
	state,
	opensAt,
	closesAt,
	seed,
	releaseAskedById
}: Wave) => ({
	...{ id, slug, title, mode, state, opensAt, closesAt, seed, releaseAskedById }
});

/** @throws Refusal('missing') */
export async function getWave(db: Db, slug: string): Promise<Wave> {
	const [wave] = await db.select().from(waves).where(eq(waves.slug, slug));
	if (!wave) throw new Refusal('missing', '没有这次调查');
	return wave;
}

export const listWaves = (db: Db): Promise<Wave[]> =>
	db.select().from(waves).orderBy(desc(waves.opensAt), desc(waves.id));

/** What anybody may take part in now. */
export const openWaves = (db: Db, at: number) =>
	db
		.select({ slug: waves.slug, title: waves.title, closesAt: waves.closesAt })
		.from(waves)
		.where(
			and(
				eq(waves.state, 'running'),
				eq(waves.mode, 'open'),
				lte(waves.opensAt, at),
				sql`${waves.closesAt} > ${at}`
			)
		)
		.orderBy(waves.closesAt);

/** @throws Refusal('conflict') when the slug is taken, 'invalid' for an end before the beginning */
export async function addWave(
	db: Db,
	actor: Actor,
	input: {
		slug: string;
		title: string;
		questionnaireId: number;
		mode: WaveMode;
		opensAt: number;
		closesAt: number;
	},
	at: number
): Promise<Wave> {
	assertRuns(actor);
	if (input.closesAt <= input.opensAt) {
		throw new Refusal('invalid', '结束日期不能早于开始日期', { closes: '要晚于开始日期' });
	}
	try {
		return await db.transaction(async (tx) => {
			await getQuestionnaire(tx, input.questionnaireId);
			const [wave] = await tx
				.insert(waves)
				.values({ ...input, state: 'draft' })
				.returning();
			await record(tx, actor, 'add_wave', `wave:${input.slug}`, at, { mode: input.mode });
			return wave!;
		});
	} catch (problem) {
		if (!isUniqueBreach(problem)) throw problem;
		throw new Refusal('conflict', '这个网址已经有别的调查用了', { slug: '请换一个' });
	}
}

/** From now on people can answer, and the questionnaire is what it is. */
export async function publishWave(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		const stored = await getQuestionnaire(tx, wave.questionnaireId);
		assertUsable(stored.content);
		await assertAsked(tx, wave);
		if (wave.closesAt <= at) throw new Refusal('invalid', '结束日期已经过了，请改期再开始');
		await tx
			.update(questionnaires)
			.set({ frozenAt: at })
			.where(and(eq(questionnaires.id, stored.id), isNull(questionnaires.frozenAt)));
		await step(tx, wave, 'draft', {
			state: 'running',
			salt: randomBytes(32).toString('base64url')
		});
		await record(tx, actor, 'publish_wave', `wave:${slug}`, at);
	});
}

async function assertAsked(tx: Db, { id, mode }: Wave): Promise<void> {
	if (mode === 'invited' && (await tx.$count(invitations, eq(invitations.waveId, id))) === 0) {
		throw new Refusal('conflict', '还没有生成邀请');
	}
	if (mode === 'visited' && (await tx.$count(visits, eq(visits.waveId, id))) === 0) {
		throw new Refusal('conflict', '还没有抽取样本');
	}
}

/** @throws Refusal('conflict') when somebody was faster */
export async function step(
	tx: Db,
	{ id }: Pick<Wave, 'id'>,
	from: Wave['state'],
	change: Partial<Wave>
): Promise<void> {
	const changed = await tx
		.update(waves)
		.set(change)
		.where(and(eq(waves.id, id), eq(waves.state, from)))
		.returning({ id: waves.id });
	if (changed.length === 0) throw new Refusal('conflict', '这次调查的状态已经变了，请刷新再看');
}

/** Nobody answers any more; by what a device was known is destroyed, and what looks odd is flagged. */
export async function closeWave(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		await step(tx, wave, 'running', { state: 'closed', salt: null, closedAt: at });
		await tx.update(responses).set({ deviceMark: null }).where(eq(responses.waveId, wave.id));
		if (wave.mode === 'invited') {
			await forgetLetters(tx, wave.id);
			await mergeSmall(tx, wave.id);
		}
		await flagResponses(tx, wave);
		await record(tx, actor, 'close_wave', `wave:${slug}`, at);
	});
}

/** Looks through all answers of a wave and notes what a reviewer should see. */
export async function flagResponses(tx: Db, wave: Wave): Promise<void> {
	const { content } = await getQuestionnaire(tx, wave.questionnaireId);
	const ids: number[] = [];
	const noted: Noted[] = [];
	for await (const answered of reviewedOf(tx, wave.id)) {
		for (const { id, ...reviewed } of answered) {
			ids.push(id);
			noted.push(noteOf(content, reviewed));
		}
	}
	const flags = flagsOf(noted);
	await setEach(tx, 'flags', ids, (i) => JSON.stringify(flags[i]));
}

/** How a wave stands: answers, letters, addresses. */
export async function standingOf(db: Db, { id, mode }: Pick<Wave, 'id' | 'mode'>) {
	const answers = await db.$count(responses, eq(responses.waveId, id));
	const letters = mode === 'invited' ? await db.$count(invitations, eq(invitations.waveId, id)) : 0;
	const calls =
		mode === 'visited'
			? await db
					.select({ outcome: visits.outcome, n: sql<number>`count(*)` })
					.from(visits)
					.where(eq(visits.waveId, id))
					.groupBy(visits.outcome)
			: [];
	const frame = mode === 'open' ? 0 : await db.$count(frameGrids, eq(frameGrids.waveId, id));
	return { answers, letters, calls, frame };
}

/** Waves whose end has passed close by themselves, and numbers that nobody will be written to go. */
export async function closeDue(db: Db, by: Actor, at: number): Promise<void> {
	const due = await db
		.select({ slug: waves.slug })
		.from(waves)
		.where(and(inArray(waves.state, ['running']), lte(waves.closesAt, at)));
	for (const { slug } of due) await closeWave(db, by, slug, at);
	await forgetOldNumbers(db, at);
}
