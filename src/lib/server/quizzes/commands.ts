import { randomBytes } from 'node:crypto';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { mayEdit } from '../../accounts/policy';
import { theSystem, type Actor } from '../../accounts/roles';
import type { QuestionForm } from '../../quizzes/forms';
import { checkQuestionRows, type QuestionRow } from '../../quizzes/import';
import { letters, type QuestionKind } from '../../quizzes/question';
import seeds from '../../quizzes/questions.json';
import { codeFrom } from '../../reports/code';
import { addDays, dayOf } from '../../time/shanghai';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { quizQuestions } from './schema';

export function assertEdits(actor: Actor): void {
	if (!mayEdit(actor)) throw new Refusal('forbidden', '只有宣传编辑和文明办可以改题库');
}

type Values = Pick<
	typeof quizQuestions.$inferInsert,
	'topic' | 'kind' | 'text' | 'options' | 'answer' | 'why' | 'basis' | 'source'
>;

/** A new one waits for the next day, so that today's question stays what it is. */
const asNew = (values: Values, at: number, dailyFrom = addDays(dayOf(at), 1)) => ({
	...values,
	code: codeFrom(randomBytes(8)),
	addedAt: at,
	dailyFrom
});

/** Into an empty bank the questions that the product brings along; into any other nothing. */
export async function plantQuestions(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const [any] = await tx.select({ id: quizQuestions.id }).from(quizQuestions).limit(1);
		if (any) return 0;
		const rows = seeds.map((seed) => {
			const answer = [...seed.answer].map((letter) => letters.indexOf(letter));
			const values = { ...seed, answer, kind: seed.kind as QuestionKind } as Values;
			return asNew(values, at, dayOf(at));
		});
		await tx.insert(quizQuestions).values(rows);
		await record(tx, theSystem, 'plant_questions', 'quiz', at, { added: rows.length });
		return rows.length;
	});
}

export async function addQuestion(
	db: Db,
	actor: Actor,
	form: QuestionForm,
	at: number
): Promise<number> {
	assertEdits(actor);
	return db.transaction(async (tx) => {
		await assertIsNew(tx, form.text);
		const [made] = await tx
			.insert(quizQuestions)
			.values(asNew(form, at))
			.returning({ id: quizQuestions.id });
		await record(tx, actor, 'add_question', `question:${made!.id}`, at);
		return made!.id;
	});
}

export async function changeQuestion(
	db: Db,
	actor: Actor,
	id: number,
	form: QuestionForm,
	at: number
): Promise<void> {
	assertEdits(actor);
	const { topic, kind, text, options, answer, why, basis, source } = form;
	await db.transaction(async (tx) => {
		await assertIsNew(tx, text, id);
		const changed = await tx
			.update(quizQuestions)
			.set({ topic, kind, text, options, answer, why, basis, source })
			.where(eq(quizQuestions.id, id))
			.returning({ id: quizQuestions.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这道题');
		await record(tx, actor, 'change_question', `question:${id}`, at);
	});
}

async function assertIsNew(tx: Db, text: string, own?: number): Promise<void> {
	const [twin] = await tx
		.select({ id: quizQuestions.id })
		.from(quizQuestions)
		.where(eq(quizQuestions.text, text));
	if (!twin || twin.id === own) return;
	throw new Refusal('invalid', '题库里已经有这道题', { text: '题库里已经有这道题' });
}

/** It is asked no more, and stays for those who have answered it. */
export async function retireQuestion(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	assertEdits(actor);
	await db.transaction(async (tx) => {
		const retired = await tx
			.update(quizQuestions)
			.set({ retiredAt: at })
			.where(and(eq(quizQuestions.id, id), isNull(quizQuestions.retiredAt)))
			.returning({ id: quizQuestions.id });
		if (retired.length === 0) throw new Refusal('conflict', '这道题已经停用');
		await record(tx, actor, 'retire_question', `question:${id}`, at);
	});
}

/** From tomorrow it may be the question of the day again. */
export async function restoreQuestion(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	assertEdits(actor);
	await db.transaction(async (tx) => {
		const restored = await tx
			.update(quizQuestions)
			.set({ retiredAt: null, dailyFrom: addDays(dayOf(at), 1) })
			.where(and(eq(quizQuestions.id, id), isNotNull(quizQuestions.retiredAt)))
			.returning({ id: quizQuestions.id });
		if (restored.length === 0) throw new Refusal('conflict', '这道题正在使用');
		await record(tx, actor, 'restore_question', `question:${id}`, at);
	});
}

export type QuestionCount = { added: number; changed: number; unchanged: number };

/** What an import would do; writes nothing. */
export async function previewQuestions(db: Db, actor: Actor, rows: readonly QuestionRow[]) {
	assertEdits(actor);
	const { count, problems } = await planOf(db, rows);
	return { ...count, problems };
}

/**
 * Adds and updates every row, or none; a question is the same when its words are.
 * @throws Refusal('invalid') naming the first bad row
 */
export async function importQuestions(
	db: Db,
	actor: Actor,
	rows: readonly QuestionRow[],
	at: number
): Promise<QuestionCount> {
	assertEdits(actor);
	return db.transaction(async (tx) => {
		const { count, problems, fresh, changed } = await planOf(tx, rows);
		const [bad] = problems;
		if (bad) {
			const others = problems.length > 1 ? `（共 ${problems.length} 处有问题）` : '';
			throw new Refusal('invalid', `第 ${bad.row} 行：${bad.message}${others}。一题也没有导入。`);
		}
		for (let i = 0; i < fresh.length; i += 100) {
			const some = fresh.slice(i, i + 100).map((value) => asNew(value, at));
			await tx.insert(quizQuestions).values(some);
		}
		for (const { id, value } of changed) {
			await tx.update(quizQuestions).set(value).where(eq(quizQuestions.id, id));
		}
		await record(tx, actor, 'import_questions', 'quiz', at, count);
		return count;
	});
}

async function planOf(db: Db, rows: readonly QuestionRow[]) {
	const { questions, problems } = checkQuestionRows(rows);
	const known = new Map((await db.select().from(quizQuestions)).map((row) => [row.text, row]));
	const fresh: Values[] = [];
	const changed: { id: number; value: Values }[] = [];
	const count: QuestionCount = { added: 0, changed: 0, unchanged: 0 };
	for (const { value } of questions) {
		const before = known.get(value.text);
		if (!before) fresh.push(value);
		else if (isSame(before, value)) count.unchanged++;
		else changed.push({ id: before.id, value });
	}
	return {
		count: { ...count, added: fresh.length, changed: changed.length },
		problems,
		fresh,
		changed
	};
}

const isSame = (before: Values, value: Values): boolean =>
	(Object.keys(value) as (keyof Values)[]).every(
		(name) => JSON.stringify(before[name]) === JSON.stringify(value[name])
	);
