/** The kinds of question, and how each is called at the desk. */
export const questionKinds = {
	single: '单选',
	several: '多选',
	scale: '评分',
	matrix: '矩阵评分',
	yesno: '是否',
	text: '文字'
} as const;
export type QuestionKind = keyof typeof questionKinds;
export const questionKindNames = Object.keys(questionKinds) as [QuestionKind, ...QuestionKind[]];

export const topics = {
	awareness: '知晓',
	support: '支持',
	participation: '参与',
	satisfaction: '满意',
	open: '意见',
	demographic: '分组'
} as const;
export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as [Topic, ...Topic[]];

export type Option = {
	label: string;
	/** 不清楚, 不愿回答, 没办过事: neither for nor against. */
	unsure?: boolean;
	/** Offered by an enumerator only to those who say it by themselves. */
	unread?: boolean;
	/** Of several, chosen with no other: 没见过. */
	alone?: boolean;
};

/** Shown only to those who answered an earlier question so; options by number, from 0. */
export type Condition = { question: string; is: readonly number[] };

export type Question = {
	/** Stable over the versions of a questionnaire: what formulas and waves are compared by. */
	id: string;
	topic: Topic;
	kind: QuestionKind;
	text: string;
	/** From the best to the worst for `scale` and `matrix`; none for `text` and `yesno`. */
	options?: readonly Option[];
	/** What a `matrix` asks about, one after the other, with the same options. */
	rows?: readonly string[];
	required?: boolean;
	/** Another order of options for each who answers; those of `unsure` and `alone` stay last. */
	shuffle?: boolean;
	/** Of `several`, how many at the most. */
	most?: number;
	showIf?: Condition;
	/** Of a question about a fact, the option that is right. Never shown to those who answer. */
	right?: number;
};

export type Questionnaire = { title: string; intro: string; questions: readonly Question[] };

const yesno: readonly Option[] = [{ label: '是' }, { label: '否' }];

export const optionsOf = ({ kind, options }: Question): readonly Option[] =>
	kind === 'yesno' ? (options?.length ? options : yesno) : kind === 'text' ? [] : (options ?? []);

export const longestText = 500;

/**
 * What is asked about age, sex and town has these ids: by them answers are grouped and weighted.
 */
export const groupQuestions = { age: 'demo_age', sex: 'demo_sex', town: 'demo_town' } as const;
export type GroupTrait = keyof typeof groupQuestions;
export const traitLabels: Record<GroupTrait, string> = { age: '年龄段', sex: '性别', town: '镇街' };

/** The options in the order in which one person sees them: the same for the same `seed`. */
export function inShownOrder(question: Question, seed: number): number[] {
	const options = optionsOf(question);
	const order = options.map((_, i) => i);
	if (!question.shuffle) return order;
	const stays = (i: number) => Boolean(options[i]?.unsure || options[i]?.alone);
	const free = order.filter((i) => !stays(i));
	let state = (seed ^ hashOf(question.id)) >>> 0 || 1;
	for (let i = free.length - 1; i > 0; i--) {
		// xorshift: enough to mix a handful of options
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		const j = (state >>> 0) % (i + 1);
		[free[i], free[j]] = [free[j]!, free[i]!];
	}
	return [...free, ...order.filter(stays)];
}

function hashOf(text: string): number {
	let hash = 2166136261;
	for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 16777619);
	return hash;
}

/** What is wrong with a questionnaire, as sentences for whoever builds it; none: it can be used. */
export function questionnaireProblems({ title, questions }: Questionnaire): string[] {
	const problems: string[] = [];
	if (title.trim() === '') problems.push('请填写问卷名称');
	if (questions.length === 0) problems.push('还没有题目');
	const before = new Map<string, Question>();
	for (const [i, question] of questions.entries()) {
		const say = (what: string) => problems.push(`第 ${i + 1} 题：${what}`);
		if (before.has(question.id)) say('编号和前面的题重复');
		if (question.text.trim() === '') say('请填写题目');
		const options = optionsOf(question);
		if (question.kind !== 'text' && options.length < 2) say('至少要有两个选项');
		if (new Set(options.map(({ label }) => label)).size < options.length) say('有两个选项相同');
		if (question.kind === 'matrix' && (question.rows?.length ?? 0) === 0) say('请写明评价哪几项');
		if (question.showIf) {
			const other = before.get(question.showIf.question);
			if (!other) say('显示条件只能依据前面的题');
			else if (question.showIf.is.some((n) => n >= optionsOf(other).length)) {
				say('显示条件里的选项不存在');
			} else if (question.showIf.is.length === 0) say('显示条件没有选项，谁也看不到这一题');
		}
		before.set(question.id, question);
	}
	return problems;
}

/** To whom a question is put, where all of them stand on one page; undefined: to everybody. */
export function conditionInWords(
	{ questions }: Questionnaire,
	{ showIf }: Question
): string | undefined {
	const other = questions.find(({ id }) => id === showIf?.question);
	if (!showIf || !other) return undefined;
	const options = optionsOf(other);
	const chosen = showIf.is.map((i) => `“${options[i]?.label}”`).join('或');
	return `前面“${other.text}”选${chosen}的人回答；没选的请跳过。`;
}
