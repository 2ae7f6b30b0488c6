import { isShown, type Answers } from './answers';
import { hiddenCells } from './estimate/small-numbers';
import { optionsOf, type Question, type Questionnaire } from './questions';
import type { AnswerTable } from './results';

type Answered = { answers: Answers };

/** Each question with what was chosen; the rows of a matrix one by one, texts only counted. */
export function tablesOf(
	{ questions }: Questionnaire,
	rows: readonly Answered[],
	weights: Float64Array
): AnswerTable[] {
	return questions.flatMap((question) =>
		question.kind === 'matrix'
			? (question.rows ?? []).map((row, r) => tableOf(question, rows, weights, { row, r }))
			: [tableOf(question, rows, weights)]
	);
}

function tableOf(
	question: Question,
	rows: readonly Answered[],
	weights: Float64Array,
	part?: { row: string; r: number }
): AnswerTable {
	const options = optionsOf(question);
	const counts = new Float64Array(options.length);
	const sums = new Float64Array(options.length);
	let [n, unanswered, all] = [0, 0, 0];
	for (let i = 0; i < rows.length; i++) {
		const { answers } = rows[i]!;
		const given = answers[question.id];
		const answer = part && Array.isArray(given) ? given[part.r] : given;
		if (answer === undefined || answer === null) {
			if (isShown(question, answers)) unanswered++;
			continue;
		}
		n++;
		all += weights[i]!;
		if (typeof answer === 'number') {
			counts[answer]!++;
			sums[answer]! += weights[i]!;
		} else if (Array.isArray(answer)) {
			for (const one of answer) {
				if (one === null) continue;
				counts[one]!++;
				sums[one]! += weights[i]!;
			}
		}
	}
	return {
		question: question.id,
		text: part ? `${question.text}：${part.row}` : question.text,
		n,
		unanswered,
		options: options.map(({ label }, o) => ({
			label,
			n: counts[o]!,
			share: all === 0 ? 0 : sums[o]! / all
		}))
	};
}

export type CrossTable = {
	rows: string[];
	columns: string[];
	/** Null: hidden, for it would point at somebody, or give away one that does. */
	counts: (number | null)[][];
};

/** One question by another, counts of answers; both of one answer each. */
export function crossTable(
	down: Question,
	across: Question,
	rows: readonly Answered[]
): CrossTable {
	const [rowNames, columns] = [down, across].map((question) =>
		optionsOf(question).map(({ label }) => label)
	) as [string[], string[]];
	const counts = rowNames.map(() => columns.map(() => 0));
	for (const { answers } of rows) {
		const [r, c] = [answers[down.id], answers[across.id]];
		if (typeof r === 'number' && typeof c === 'number') counts[r]![c]!++;
	}
	const hidden = hiddenCells(counts);
	return {
		rows: rowNames,
		columns,
		counts: counts.map((line, r) => line.map((n, c) => (hidden[r]![c] ? null : n)))
	};
}
