export const questionKinds = {
	single: '单选',
	several: '多选',
	truth: '判断',
	order: '排序'
} as const;
export type QuestionKind = keyof typeof questionKinds;
export const questionKindNames = Object.keys(questionKinds) as [QuestionKind, ...QuestionKind[]];

export const topics = {
	traffic: '文明交通',
	waste: '垃圾分类',
	fire: '消防安全',
	neighbours: '邻里之间',
	noise: '安静生活',
	dogs: '文明养犬',
	minors: '关爱未成年人',
	thrift: '节约粮食',
	volunteering: '志愿服务',
	privacy: '个人信息',
	order: '公共秩序'
} as const;
export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as [Topic, ...Topic[]];
export const isTopic = (text: string): text is Topic => text in topics;

/** What a question rests on: an article of law, or what the town holds to be good manners. */
export const bases = { law: '法律规定', town: '文明常识' } as const;
export type Basis = keyof typeof bases;
export const basisNames = Object.keys(bases) as [Basis, ...Basis[]];

export const truths: readonly string[] = ['对', '错'];
export const letters = 'ABCDEF';

export type Question = {
	kind: QuestionKind;
	options: readonly string[];
	/** Places in `options`: those that are right, or, of `order`, all of them in the right order. */
	answer: readonly number[];
};

export type ToldQuestion = Question & {
	code: string;
	topic: Topic;
	text: string;
	why: string;
	source: string;
	basis: Basis;
};

/**
 * Whether what was chosen is right. `given` are places in `options`; of `order` it is for each option,
 * as they stand, at which place (from 1) it was put.
 */
export function isRight({ kind, answer }: Question, given: readonly number[]): boolean {
	if (kind === 'order') {
		return (
			given.length === answer.length && answer.every((option, place) => given[option] === place + 1)
		);
	}
	const chosen = new Set(given);
	return chosen.size === answer.length && answer.every((option) => chosen.has(option));
}

/** Whether anything was chosen; an order is whole or it is nothing. */
export function isAnswered({ kind, options }: Question, given: readonly number[]): boolean {
	return kind === 'order'
		? given.filter((place) => place > 0).length === options.length
		: given.length > 0;
}

/** The right answer as it is read out: 'B. 系好绳', '对', '先停车，再救人，最后报告'. */
export function answerInWords({ kind, options, answer }: Question): string {
	const said = answer.map((option) => options[option] ?? '');
	if (kind === 'truth') return said.join('');
	if (kind === 'order') return said.map((words, i) => `${i + 1}. ${words}`).join('；');
	return answer.map((option, i) => `${letters[option]}. ${said[i]}`).join('；');
}

/** What was chosen of a form, by the code of its question; what is no place of its is left out. */
export function givenIn({ kind, options }: Question, values: readonly (string | File)[]): number[] {
	const numbers = values.map((value) => (/^\d$/.test(String(value)) ? Number(value) : NaN));
	if (kind === 'order') return numbers.slice(0, options.length).map((n) => (n >= 1 ? n : 0));
	return numbers.filter((n) => n < options.length);
}
