import * as v from 'valibot';
import {
	basisNames,
	letters,
	questionKindNames,
	topicNames,
	truths,
	type QuestionKind
} from './question';

const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
const option = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80, '选项最多 80 字')), '');

type Written = {
	kind: QuestionKind;
	options: string[];
	answer: string;
};

/** 'BAC', '对' or '错', as places in the options; anything else is null. */
function readAnswer(kind: QuestionKind, written: string, options: readonly string[]) {
	if (kind === 'truth') {
		const place = truths.indexOf(written === 'A' ? '对' : written === 'B' ? '错' : written);
		return place < 0 ? null : [place];
	}
	const places = [...written].map((letter) => letters.indexOf(letter));
	const fit = places.every((place) => place >= 0 && place < options.length);
	return places.length > 0 && fit && new Set(places).size === places.length ? places : null;
}

const answerProblems: Record<QuestionKind, (many: number, of: number) => string | null> = {
	single: (many) => (many === 1 ? null : '单选题的答案只能是一个字母'),
	truth: (many) => (many === 1 ? null : '判断题的答案写“对”或“错”'),
	several: (many) => (many >= 2 ? null : '多选题至少要有两个正确答案，只有一个就选“单选”'),
	order: (many, of) => (many === of ? null : '排序题的答案要把每个选项的字母都写一遍')
};

/** What is wrong with options and answer, in a sentence; null when nothing is. */
function problemOf({ kind, options, answer }: Written): string | null {
	if (kind !== 'truth' && options.length < 2) return '至少要有两个选项';
	if (new Set(options).size < options.length) return '有两个选项一样';
	const places = readAnswer(kind, answer, options);
	if (!places) {
		return kind === 'truth' ? '判断题的答案写“对”或“错”' : '答案要用选项的字母来写，例如 B 或 ACD';
	}
	return answerProblems[kind](places.length, options.length);
}

const entries = {
	topic: v.picklist(topicNames, '请选择主题'),
	kind: v.picklist(questionKindNames, '请选择题型'),
	text: words(120, '请写题目'),
	optionA: option,
	optionB: option,
	optionC: option,
	optionD: option,
	optionE: option,
	optionF: option,
	answer: v.pipe(
		v.string('请写答案'),
		v.trim(),
		v.minLength(1, '请写答案'),
		v.transform((text) => text.toUpperCase().replace(/[\s,，、.]/g, ''))
	),
	why: words(300, '请写解释，答错的人要看到为什么'),
	basis: v.picklist(basisNames, '请选择依据'),
	source: words(100, '请写出处，例如《消防法》第二十八条')
};

/** Options stand without a gap, so that the letters of the answer mean what was read. */
const hasGap = (options: readonly string[]) =>
	options.some((text, i) => text === '' && options.slice(i).some((later) => later !== ''));

export const QuestionForm = v.pipe(
	v.object(entries),
	v.transform(({ optionA, optionB, optionC, optionD, optionE, optionF, ...rest }) => {
		const six = [optionA, optionB, optionC, optionD, optionE, optionF];
		const truth = rest.kind === 'truth';
		const options = truth ? [...truths] : six.filter((text) => text !== '');
		return { ...rest, options, gap: !truth && hasGap(six) };
	}),
	v.rawCheck(({ dataset, addIssue }) => {
		if (!dataset.typed) return;
		const message = dataset.value.gap ? '选项中间有空，请从 A 起挨着写' : problemOf(dataset.value);
		if (message) addIssue({ message });
	}),
	v.transform(({ gap: _, answer, ...rest }) => ({
		...rest,
		answer: readAnswer(rest.kind, answer, rest.options) ?? []
	}))
);
export type QuestionForm = v.InferOutput<typeof QuestionForm>;

const id = v.pipe(v.string(), v.regex(/^\d{1,9}$/, '请选择'), v.transform(Number));
export const ChangeQuestion = v.intersect([QuestionForm, v.object({ id })]);
export const NamedQuestion = v.object({ id });
