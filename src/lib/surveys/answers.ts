import { longestText, optionsOf, type Question, type Questionnaire } from './questions';

/** The number of an option, several of them, one for each row of a matrix (null: none), or words. */
export type Answer = number | number[] | (number | null)[] | string;
export type Answers = Record<string, Answer>;

export type Checked =
	| { ok: true; answers: Answers }
	/** By question, a sentence for whoever answers. */
	| { ok: false; problems: Record<string, string> };

/** Whether somebody who gave `answers` so far is asked this question. */
export function isShown({ showIf }: Question, answers: Readonly<Record<string, unknown>>): boolean {
	if (!showIf) return true;
	const given = answers[showIf.question];
	const numbers: unknown[] = Array.isArray(given) ? given : [given];
	return numbers.some((one) => typeof one === 'number' && showIf.is.includes(one));
}

/**
 * What of `raw` answers the questions of this version. What was not asked of them is left out, what is
 * of no question of it is refused: it was written for another version.
 */
export function checkAnswers({ questions }: Questionnaire, raw: unknown): Checked {
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
		return { ok: false, problems: { '': '没有收到答案' } };
	}
	const given = raw as Record<string, unknown>;
	const problems: Record<string, string> = {};
	const answers: Answers = {};
	const known = new Set(questions.map(({ id }) => id));
	if (Object.keys(given).some((id) => !known.has(id))) {
		problems[''] = '这份答卷是按另一个版本的问卷填的，请刷新页面再填';
	}
	for (const question of questions) {
		if (!isShown(question, answers)) continue;
		const answer = given[question.id];
		if (isEmpty(answer)) {
			if (question.required) problems[question.id] = '请回答这一题';
			continue;
		}
		const read = readAnswer(question, answer);
		if (typeof read === 'object' && 'problem' in read) problems[question.id] = read.problem;
		else answers[question.id] = read;
	}
	return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, answers };
}

const isEmpty = (answer: unknown): boolean =>
	answer === undefined ||
	answer === null ||
	(typeof answer === 'string' && answer.trim() === '') ||
	(Array.isArray(answer) && answer.every((one) => one === null));

const outside = { problem: '这个选项不在题目里，请重新选择' };

function readAnswer(question: Question, answer: unknown): Answer | { problem: string } {
	const options = optionsOf(question);
	const isOption = (n: unknown): n is number =>
		typeof n === 'number' && Number.isInteger(n) && n >= 0 && n < options.length;
	if (question.kind === 'text') {
		if (typeof answer !== 'string') return outside;
		const words = answer.trim();
		return words.length > longestText ? { problem: `最多 ${longestText} 字` } : words;
	}
	if (question.kind === 'several') {
		if (!Array.isArray(answer) || !answer.every(isOption)) return outside;
		const chosen = [...new Set(answer)].sort((a, b) => a - b);
		const { most } = question;
		if (most !== undefined && chosen.length > most) return { problem: `最多选 ${most} 项` };
		const alone = chosen.find((n) => options[n]!.alone);
		return alone !== undefined && chosen.length > 1
			? { problem: `选了“${options[alone]!.label}”就不能再选别的` }
			: chosen;
	}
	if (question.kind === 'matrix') {
		const rows = question.rows ?? [];
		if (!Array.isArray(answer) || answer.length !== rows.length) return outside;
		if (!answer.every((one) => one === null || isOption(one))) return outside;
		return question.required && answer.includes(null)
			? { problem: '请把每一行都选上' }
			: (answer as (number | null)[]);
	}
	return isOption(answer) ? answer : outside;
}

/** The name of the form's field for a question, and for one of its rows or boxes. */
export const fieldOf = (id: string, part?: number): string =>
	part === undefined ? `q.${id}` : `q.${id}.${part}`;

/** What a form holds, by the names of `fieldOf`, in the shape that `checkAnswers` takes. */
export function answersFromForm(
	{ questions }: Questionnaire,
	values: Readonly<Record<string, string>>
): Record<string, unknown> {
	const given: Record<string, unknown> = {};
	const numberAt = (name: string) =>
		values[name] === undefined || values[name] === '' ? null : Number(values[name]);
	for (const question of questions) {
		const { id, kind } = question;
		if (kind === 'several') {
			const chosen = optionsOf(question).flatMap((_, i) =>
				values[fieldOf(id, i)] === undefined ? [] : [i]
			);
			if (chosen.length > 0) given[id] = chosen;
		} else if (kind === 'matrix') {
			given[id] = (question.rows ?? []).map((_, i) => numberAt(fieldOf(id, i)));
		} else if (values[fieldOf(id)] !== undefined) {
			given[id] = kind === 'text' ? values[fieldOf(id)] : numberAt(fieldOf(id));
		}
	}
	return given;
}
