import { isShown, type Answer, type Answers } from './answers';
import { hiddenCells } from './estimate/small-numbers';
import { optionsOf, type Question, type Questionnaire } from './questions';
import type { AnswerTable } from './results';

/** What was said to one question so far, or to one row of a matrix. */
export type Tally = {
	question: Question;
	/** The number of the row. */
	row?: number;
	n: number;
	unanswered: number;
	/** The weights of those who answered. */
	weight: number;
	/** Of each option, how many chose it, and their weights. */
	counts: Float64Array;
	sums: Float64Array;
};

/** For each question, and the rows of a matrix one by one, before anybody has answered. */
export const talliesOf = ({ questions }: Questionnaire): Tally[] =>
	questions.flatMap((question) =>
		question.kind === 'matrix'
			? (question.rows ?? []).map((_, row) => emptyTally(question, row))
			: emptyTally(question)
	);

function emptyTally(question: Question, row?: number): Tally {
	const many = optionsOf(question).length;
	const [counts, sums] = [new Float64Array(many), new Float64Array(many)];
	return { question, row, n: 0, unanswered: 0, weight: 0, counts, sums };
}

/** Counts what somebody of such a weight answered; texts are only counted. */
export function tallyInto(tallies: readonly Tally[], answers: Answers, weight: number): void {
	for (const tally of tallies) {
		const { question, row, counts, sums } = tally;
		const given = answers[question.id];
		const answer = row !== undefined && Array.isArray(given) ? given[row] : given;
		if (answer === undefined || answer === null) {
			if (isShown(question, answers)) tally.unanswered++;
			continue;
		}
		tally.n++;
		tally.weight += weight;
		if (typeof answer === 'string') continue;
		for (const option of Array.isArray(answer) ? answer : [answer]) {
			if (option === null) continue;
			counts[option]!++;
			sums[option]! += weight;
		}
	}
}

export const tablesOf = (tallies: readonly Tally[]): AnswerTable[] =>
	tallies.map(({ question, row, n, unanswered, weight, counts, sums }) => ({
		question: question.id,
		text: row === undefined ? question.text : `${question.text}：${question.rows![row]}`,
		n,
		unanswered,
		options: optionsOf(question).map(({ label }, o) => ({
			label,
			n: counts[o]!,
			share: weight === 0 ? 0 : sums[o]! / weight
		}))
	}));

export type CrossTable = {
	rows: string[];
	columns: string[];
	/** Null: hidden, for it would point at somebody, or give away one that does. */
	counts: (number | null)[][];
};

/**
 * One question by another, counts of answers; both of one answer each.
 * @param said by each of those who answered, to the one and to the other
 */
export function crossTable(
	down: Question,
	across: Question,
	said: readonly (readonly [Answer | undefined, Answer | undefined])[]
): CrossTable {
	const [rowNames, columns] = [down, across].map((question) =>
		optionsOf(question).map(({ label }) => label)
	) as [string[], string[]];
	const counts = rowNames.map(() => columns.map(() => 0));
	for (const [r, c] of said) {
		if (typeof r === 'number' && typeof c === 'number') counts[r]![c]!++;
	}
	const hidden = hiddenCells(counts);
	return {
		rows: rowNames,
		columns,
		counts: counts.map((line, r) => line.map((n, c) => (hidden[r]![c] ? null : n)))
	};
}
