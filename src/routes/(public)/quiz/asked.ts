import { randomInt } from 'node:crypto';
import { givenIn, type ToldQuestion } from '$lib/quizzes/question';
import { readCode } from '$lib/reports/code';

const sets = 1_000_000;

/** How many questions a round has. */
export const roundLength = 10;

/** Which set of questions is asked for, or any; and another one to go on with. */
export function setIn({ searchParams }: URL): { set: number; next: number } {
	const asked = searchParams.get('set') ?? '';
	return { set: /^\d{1,6}$/.test(asked) ? Number(asked) : randomInt(sets), next: randomInt(sets) };
}

/** The codes of what is to be practised again, a round at most. */
export const againIn = ({ searchParams }: URL): string[] =>
	(searchParams.get('again') ?? '')
		.split(',')
		.flatMap((text) => readCode(text) ?? [])
		.slice(0, roundLength);

/** What was answered by a phone without a script, whose form says `told`; null when it was only opened. */
export function answersIn({ searchParams }: URL, questions: readonly ToldQuestion[]) {
	if (!searchParams.has('told')) return null;
	return Object.fromEntries(
		questions.map((question) => [
			question.code,
			givenIn(question, searchParams.getAll(question.code))
		])
	);
}
