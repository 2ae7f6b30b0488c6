import {
	optionsOf,
	type Option,
	type Question,
	type Questionnaire,
	type QuestionKind,
	type Topic
} from './questions';

/** A question as it is typed: one option a line, those of 不清楚 after a `?`, those that
 * count but are not read out after a `!`, those that stand alone after a `=`. */
export type TypedQuestion = {
	kind: QuestionKind;
	topic: Topic;
	text: string;
	options: string;
	rows: string;
	required: boolean;
	shuffle: boolean;
	most: number | null;
	showQuestion: string;
	/** Numbers of options from 1, as one types them: 「1、2」. */
	showIs: string;
};

const linesOf = (text: string) =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);

function optionFrom(line: string): Option {
	const label = line.replace(/^[?？!！=]\s*/, '');
	if (/^[?？]/.test(line)) return { label, unsure: true, unread: true };
	if (/^[!！]/.test(line)) return { label, unread: true };
	return line.startsWith('=') ? { label, alone: true } : { label };
}

export const optionsAsTyped = (question: Question): string =>
	question.kind === 'yesno' && !question.options?.length
		? ''
		: optionsOf(question)
				.map(({ label, unsure, unread, alone }) =>
					unsure ? `?${label}` : unread ? `!${label}` : alone ? `=${label}` : label
				)
				.join('\n');

export function questionFrom(id: string, typed: TypedQuestion, before?: Question): Question {
	const options = linesOf(typed.options).map(optionFrom);
	const rows = linesOf(typed.rows);
	const is = [...typed.showIs.matchAll(/\d+/g)].map(([n]) => Number(n) - 1);
	// what is right stays so while its option is there
	const rightLabel = before?.right === undefined ? null : before.options?.[before.right]?.label;
	const right = options.findIndex(({ label }) => label === rightLabel);
	return {
		id,
		topic: typed.topic,
		kind: typed.kind,
		text: typed.text,
		...(options.length > 0 && typed.kind !== 'text' ? { options } : {}),
		...(typed.kind === 'matrix' ? { rows } : {}),
		...(typed.required ? { required: true } : {}),
		...(typed.shuffle ? { shuffle: true } : {}),
		...(typed.kind === 'several' && typed.most ? { most: typed.most } : {}),
		...(typed.showQuestion ? { showIf: { question: typed.showQuestion, is } } : {}),
		...(right >= 0 ? { right } : {})
	};
}

type Change = (content: Questionnaire) => Questionnaire;

export const withWords =
	(title: string, intro: string): Change =>
	(content) => ({ ...content, title, intro });

/** With a new question at the end, under an id that was never used. */
export const withNew =
	(typed: TypedQuestion): Change =>
	(content) => {
		const used = content.questions.map(({ id }) => Number(/^own_(\d+)$/.exec(id)?.[1] ?? 0));
		const id = `own_${Math.max(0, ...used) + 1}`;
		return { ...content, questions: [...content.questions, questionFrom(id, typed)] };
	};

export const withChanged =
	(id: string, typed: TypedQuestion): Change =>
	(content) => ({
		...content,
		questions: content.questions.map((one) => (one.id === id ? questionFrom(id, typed, one) : one))
	});

export const withoutQuestion =
	(id: string): Change =>
	(content) => ({ ...content, questions: content.questions.filter((one) => one.id !== id) });

/** One place up or down; at an end it stays. */
export const withMoved =
	(id: string, by: 1 | -1): Change =>
	(content) => {
		const questions = [...content.questions];
		const from = questions.findIndex((one) => one.id === id);
		const to = from + by;
		if (from < 0 || to < 0 || to >= questions.length) return content;
		[questions[from], questions[to]] = [questions[to]!, questions[from]!];
		return { ...content, questions };
	};
