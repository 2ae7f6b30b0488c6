import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { basisNames, questionKindNames, topicNames } from '../../quizzes/question';

/**
 * 应知应会: what is asked to learn from, never to measure. Nobody's answer is kept here: it stays on
 * the phone. A question is never deleted, since nobody can know who has answered it.
 */
export const quizQuestions = sqliteTable(
	'quiz_questions',
	{
		id: integer().primaryKey(),
		code: text().notNull().unique(),
		topic: text({ enum: topicNames }).notNull(),
		kind: text({ enum: questionKindNames }).notNull(),
		text: text().notNull().unique(),
		options: text({ mode: 'json' }).$type<string[]>().notNull(),
		/** Places in `options`; of an order all of them, in the right order. */
		answer: text({ mode: 'json' }).$type<number[]>().notNull(),
		why: text().notNull(),
		basis: text({ enum: basisNames }).notNull(),
		source: text().notNull(),
		addedAt: integer().notNull(),
		/** Of Shanghai, from which on it may be the question of the day. */
		dailyFrom: text().notNull(),
		retiredAt: integer()
	},
	(t) => [index('quiz_questions_topic').on(t.topic)]
);
