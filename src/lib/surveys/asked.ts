import type { Questionnaire } from './questions';

/** As it goes to whoever answers: without what would be right. */
export const asAsked = ({ questions, ...words }: Questionnaire): Questionnaire => ({
	...words,
	questions: questions.map(({ right: _, ...question }) => question)
});
