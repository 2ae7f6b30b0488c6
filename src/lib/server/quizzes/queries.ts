import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { questionOfDay, shuffled } from '../../quizzes/draw';
import type { ToldQuestion, Topic } from '../../quizzes/question';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { quizQuestions } from './schema';

const told = {
	code: quizQuestions.code,
	topic: quizQuestions.topic,
	kind: quizQuestions.kind,
	text: quizQuestions.text,
	options: quizQuestions.options,
	answer: quizQuestions.answer,
	why: quizQuestions.why,
	basis: quizQuestions.basis,
	source: quizQuestions.source
};

/** The whole bank, for the desk: what is retired too. */
export const listQuestions = (db: Db) =>
	db.select().from(quizQuestions).orderBy(asc(quizQuestions.topic), asc(quizQuestions.id));
export type KeptQuestion = Awaited<ReturnType<typeof listQuestions>>[number];

/** @throws Refusal('missing') */
export async function getQuestion(db: Db, id: number): Promise<KeptQuestion> {
	const [row] = await db.select().from(quizQuestions).where(eq(quizQuestions.id, id));
	if (!row) throw new Refusal('missing', '没有这道题');
	return row;
}

/** The question of a day, the same for everyone; null while the bank is empty. */
export async function dailyQuestion(db: Db, day: string): Promise<ToldQuestion | null> {
	const bank = await db
		.select({
			id: quizQuestions.id,
			dailyFrom: quizQuestions.dailyFrom,
			retiredAt: quizQuestions.retiredAt
		})
		.from(quizQuestions)
		.orderBy(asc(quizQuestions.id));
	const turn = questionOfDay(
		day,
		bank.map(({ retiredAt, ...rest }) => ({ ...rest, retired: retiredAt !== null }))
	);
	if (!turn) return null;
	const [row] = await db.select(told).from(quizQuestions).where(eq(quizQuestions.id, turn.id));
	return row ?? null;
}

/** As many as `most` of those in use, of one topic or of all: the same for the same `set`. */
export async function drawnQuestions(
	db: Db,
	{ topic, set, most }: { topic?: Topic; set: number; most: number }
): Promise<ToldQuestion[]> {
	const rows = await db
		.select(told)
		.from(quizQuestions)
		.where(and(isNull(quizQuestions.retiredAt), topic && eq(quizQuestions.topic, topic)))
		.orderBy(asc(quizQuestions.id));
	return shuffled(rows, set).slice(0, most);
}

/** How many questions in use each topic has; topics without one are left out. */
export async function topicCounts(db: Db): Promise<{ topic: Topic; many: number }[]> {
	const rows = await db
		.select({ topic: quizQuestions.topic })
		.from(quizQuestions)
		.where(isNull(quizQuestions.retiredAt));
	const counts = new Map<Topic, number>();
	for (const { topic } of rows) counts.set(topic, (counts.get(topic) ?? 0) + 1);
	return [...counts].map(([topic, many]) => ({ topic, many }));
}

/** Those in use of these codes. */
export const questionsCalled = (db: Db, codes: readonly string[]): Promise<ToldQuestion[]> =>
	db
		.select(told)
		.from(quizQuestions)
		.where(and(inArray(quizQuestions.code, [...codes]), isNull(quizQuestions.retiredAt)))
		.orderBy(asc(quizQuestions.id));
