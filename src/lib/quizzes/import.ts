import * as v from 'valibot';
import { UnreadableFile, maxRows, type RowProblem } from '../places/import';
import { QuestionForm } from './forms';
import { bases, letters, questionKinds, topics } from './question';

/** The columns of a workbook of questions, by the names of the form. */
export const questionColumns = {
	topic: '主题',
	kind: '题型',
	text: '题目',
	optionA: '选项A',
	optionB: '选项B',
	optionC: '选项C',
	optionD: '选项D',
	optionE: '选项E',
	optionF: '选项F',
	answer: '答案',
	why: '解释',
	basis: '依据',
	source: '出处'
} as const;
type Column = keyof typeof questionColumns;
const columnNames = Object.keys(questionColumns) as Column[];
const maybeMissing: readonly Column[] = ['optionC', 'optionD', 'optionE', 'optionF'];
const neverEmpty: readonly Column[] = ['topic', 'kind', 'text', 'answer', 'why', 'basis', 'source'];

export type QuestionRow = { row: number; values: Partial<Record<Column, string>> };

/**
 * The rows of a table whose first line names the columns, in any order.
 * @throws UnreadableFile with a sentence to show
 */
export function readQuestionRows(cells: unknown[][]): QuestionRow[] {
	const head = (cells[0] ?? []).map(cellText);
	const missing = columnNames.filter(
		(name) => !maybeMissing.includes(name) && !head.includes(questionColumns[name])
	);
	if (missing.length > 0) {
		const named = (names: readonly Column[]) =>
			names.map((name) => questionColumns[name]).join('、');
		throw new UnreadableFile(`第一行要有这些列名：${named(columnNames)}（缺少${named(missing)}）`);
	}
	const rows = cells.slice(1).flatMap((line, i): QuestionRow[] => {
		const values = Object.fromEntries(
			columnNames.map((name) => [name, cellText(line[head.indexOf(questionColumns[name])])])
		);
		return Object.values(values).some((text) => text !== '') ? [{ row: i + 2, values }] : [];
	});
	if (rows.length === 0) throw new UnreadableFile('文件里没有一道题');
	if (rows.length > maxRows) throw new UnreadableFile(`一次最多导入 ${maxRows} 道题，请分开导入`);
	return rows;
}

const cellText = (cell: unknown): string =>
	typeof cell === 'string'
		? cell.trim()
		: typeof cell === 'number'
			? String(cell)
			: cell === true
				? '对'
				: cell === false
					? '错'
					: '';

/** Every row as the form would take it, or a sentence about it; all of them, not only the first. */
export function checkQuestionRows(rows: readonly QuestionRow[]): {
	questions: { row: number; value: QuestionForm }[];
	problems: RowProblem[];
} {
	const questions: { row: number; value: QuestionForm }[] = [];
	const problems: RowProblem[] = [];
	const seen = new Map<string, number>();
	for (const { row, values } of rows) {
		const read = checkRow(values);
		const twin = typeof read === 'string' ? undefined : seen.get(read.text);
		if (typeof read === 'string') problems.push({ row, message: read });
		else if (twin !== undefined) problems.push({ row, message: `与第 ${twin} 行是同一道题` });
		else {
			seen.set(read.text, row);
			questions.push({ row, value: read });
		}
	}
	return { questions, problems };
}

function checkRow(values: QuestionRow['values']): QuestionForm | string {
	const empty = neverEmpty.filter((name) => !values[name]);
	if (empty.length > 0) {
		const named = empty.map((name) => `“${questionColumns[name]}”`).join('、');
		// of merged cells a workbook keeps the first alone
		return `${named}是空的。如果合并过单元格，请取消合并，每一行都填上`;
	}
	const known = {
		topic: keyOf(topics, values.topic),
		kind: keyOf(questionKinds, values.kind),
		basis: keyOf(bases, values.basis)
	};
	const unknown = (['topic', 'kind', 'basis'] as const).filter((name) => !known[name]);
	if (unknown.length > 0) {
		return unknown
			.map((name) => `不认识的${questionColumns[name]}“${values[name]}”，可以写：${choices[name]}`)
			.join('；');
	}
	const result = v.safeParse(QuestionForm, { ...values, ...known });
	return result.success ? result.output : result.issues.map(({ message }) => message).join('；');
}

const choices = {
	topic: Object.values(topics).join('、'),
	kind: Object.values(questionKinds).join('、'),
	basis: Object.values(bases).join('、')
};

const keyOf = (table: Record<string, string>, label = ''): string | undefined =>
	Object.keys(table).find((key) => table[key] === label);

/** A question as a row of such a workbook. */
export function questionAsRow(question: Omit<QuestionForm, never>): Record<Column, string> {
	const { topic, kind, text, options, answer, why, basis, source } = question;
	const shown = kind === 'truth' ? [] : options;
	const inOptions = Object.fromEntries(
		[...letters].map((letter, i) => [`option${letter}`, shown[i] ?? ''])
	) as Record<
		Exclude<Column, 'topic' | 'kind' | 'text' | 'answer' | 'why' | 'basis' | 'source'>,
		string
	>;
	return {
		topic: topics[topic],
		kind: questionKinds[kind],
		text,
		...inOptions,
		answer:
			kind === 'truth' ? options[answer[0] ?? 0]! : answer.map((place) => letters[place]).join(''),
		why,
		basis: bases[basis],
		source
	};
}
