import { and, asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { Answer } from '../../surveys/answers';
import { crossTable, type CrossTable } from '../../surveys/tables';
import { flagNames, type Flag } from '../../surveys/estimate/flags';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { answersOf } from './answers';
import { getQuestionnaire } from './questionnaires';
import { responses } from './schema';
import { getWave } from './waves';

/** What a reviewer should look at, those of one flag or all, with how many there are of each. */
export async function flaggedAnswers(db: Db, waveId: number, flag: Flag | null, most = 100) {
	const wanted = flag
		? sql`EXISTS (SELECT 1 FROM json_each(${responses.flags}) WHERE value = ${flag})`
		: sql`${responses.flags} <> '[]'`;
	const rows = await db
		.select({
			id: responses.id,
			answers: responses.answers,
			seconds: responses.seconds,
			flags: responses.flags,
			setAside: responses.setAside,
			setAsideWhy: responses.setAsideWhy
		})
		.from(responses)
		.where(and(eq(responses.waveId, waveId), wanted))
		.orderBy(asc(responses.id))
		.limit(most);
	const all = await db
		.select({ flags: responses.flags })
		.from(responses)
		.where(and(eq(responses.waveId, waveId), sql`${responses.flags} <> '[]'`));
	const counts = Object.fromEntries(
		flagNames.map((name) => [name, all.filter(({ flags }) => flags.includes(name)).length])
	) as Record<Flag, number>;
	return { rows, counts };
}

/** Figures are then computed without it, and beside them with it; nothing is deleted. */
export async function setAside(
	db: Db,
	actor: Actor,
	slug: string,
	{ id, aside, why }: { id: number; aside: boolean; why: string },
	at: number
): Promise<void> {
	assertRuns(actor);
	if (aside && why === '') {
		throw new Refusal('invalid', '请写明为什么排除', { why: '请写明为什么排除' });
	}
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.state !== 'closed') throw new Refusal('conflict', '调查结束以后、发布以前才能复核');
		const changed = await tx
			.update(responses)
			.set({ setAside: aside, setAsideWhy: aside ? why : '' })
			.where(and(eq(responses.id, id), eq(responses.waveId, wave.id)))
			.returning({ id: responses.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这份答卷');
		await record(tx, actor, 'set_aside_answer', `wave:${slug}`, at, { aside });
	});
}

/** One question by another. @throws Refusal('invalid') for what has no single answer */
export async function crossOf(
	db: Db,
	slug: string,
	down: string,
	across: string
): Promise<CrossTable> {
	const wave = await getWave(db, slug);
	const { questions } = (await getQuestionnaire(db, wave.questionnaireId)).content;
	const [first, second] = [down, across].map((id) =>
		questions.find((one) => one.id === id && ['single', 'scale', 'yesno'].includes(one.kind))
	);
	if (!first || !second || first === second) {
		throw new Refusal('invalid', '请选两道不同的单选题');
	}
	const said: [Answer | undefined, Answer | undefined][] = [];
	for await (const answered of answersOf(db, wave.id)) {
		for (const { answers, setAside } of answered) {
			if (!setAside) said.push([answers[first.id], answers[second.id]]);
		}
	}
	return crossTable(first, second, said);
}

/** What people wrote, without anything else that they said; those that hold `words`. */
export async function openTexts(db: Db, slug: string, words: string, most = 200) {
	const wave = await getWave(db, slug);
	const { questions } = (await getQuestionnaire(db, wave.questionnaireId)).content;
	const texts = questions.filter(({ kind }) => kind === 'text');
	const found = texts.map(({ id, text }) => ({ id, text, written: [] as string[] }));
	for await (const answered of answersOf(db, wave.id)) {
		for (const { answers } of answered) {
			for (const { id, written } of found) {
				const answer = answers[id];
				if (typeof answer === 'string' && answer.includes(words)) written.push(answer);
			}
		}
	}
	return found.map(({ id, text, written }) => ({
		...{ id, text },
		many: written.length,
		written: written.sort().slice(0, most)
	}));
}
