import { optionsOf, type Question, type Questionnaire } from './questions';
import type { Answer, Answers } from './answers';

export const rates = {
	awareness: '知晓率',
	support: '支持率',
	participation: '参与率',
	satisfaction: '满意率'
} as const;
export type RateName = keyof typeof rates;
export const rateNames = Object.keys(rates) as [RateName, ...RateName[]];

export type Formula = {
	rate: RateName;
	label: string;
	question: string;
	/** Options that count as yes, by what they say: a question that says something else has no such figure. */
	yes: readonly string[];
	/** For an index: what each option counts, 0 to 100. */
	scores?: Readonly<Record<string, number>>;
	/** By right answer, of a question about a fact. */
	byRight?: true;
	/** For the page of method. */
	numerator: string;
	denominator: string;
};

const valid = '回答了这一题、且没有选“说不清”一类的人';

/**
 * How each published rate is computed, by the id that it carries. A formula that changes gets another
 * id: figures of two ids are never set against each other.
 */
export const formulas = {
	'awareness/self-report/1': {
		rate: 'awareness',
		label: '知晓率（自己说知道）',
		question: 'aware_1',
		yes: ['知道'],
		numerator: '对“是否知道本地正在创建文明城市”答“知道”的人',
		denominator: '回答了这一题的人'
	},
	'awareness/right-answer/1': {
		rate: 'awareness',
		label: '知晓率（答对事实题）',
		question: 'aware_right',
		yes: [],
		byRight: true,
		numerator: '答对一道事实题的人',
		denominator: '回答了这一题的人，答“不知道”算没有答对'
	},
	'support/yes/1': {
		rate: 'support',
		label: '支持率',
		question: 'support_1',
		yes: ['支持'],
		numerator: '答“支持”的人',
		denominator: '回答了这一题的人，“无所谓”也在内'
	},
	'participation/any/1': {
		rate: 'participation',
		label: '参与率',
		question: 'part_1',
		yes: ['经常', '偶尔'],
		numerator: '过去一年“经常”或“偶尔”参加过活动的人',
		denominator: '回答了这一题的人'
	},
	'satisfaction/top-2/1': {
		rate: 'satisfaction',
		label: '满意率（满意、基本满意）',
		question: 'sat_all',
		yes: ['满意', '基本满意'],
		numerator: '总体上答“满意”或“基本满意”的人',
		denominator: valid
	},
	'satisfaction/top-3/1': {
		rate: 'satisfaction',
		label: '满意率（含“一般”）',
		question: 'sat_all',
		yes: ['满意', '基本满意', '一般'],
		numerator: '总体上答“满意”“基本满意”或“一般”的人',
		denominator: valid
	},
	'satisfaction/index/1': {
		rate: 'satisfaction',
		label: '满意度指数',
		question: 'sat_all',
		yes: [],
		scores: { 满意: 100, 基本满意: 75, 一般: 50, 不满意: 0 },
		numerator: '每人按所选计分（满意 100、基本满意 75、一般 50、不满意 0）的总和',
		denominator: valid
	}
} as const satisfies Record<string, Formula>;
export type FormulaId = keyof typeof formulas;
export const formulaIds = Object.keys(formulas) as [FormulaId, ...FormulaId[]];
export const formulaOf = (id: FormulaId): Formula => formulas[id];
export const isFormula = (id: string): id is FormulaId => Object.hasOwn(formulas, id);

/** The ids of questions that formulas count. */
export const measured = new Set(formulaIds.map((id) => formulas[id].question as string));

/** What an answer counts in a formula. */
export type Counted = {
	/** Of each option; null: 不清楚, which is not in the denominator. */
	of: (number | null)[];
	question: Question;
};

/** How the options of a questionnaire count; null where it does not ask what the formula counts. */
export function countedBy(id: FormulaId, { questions }: Questionnaire): Counted | null {
	const formula = formulaOf(id);
	const question = questions.find((one) => one.id === formula.question);
	if (!question) return null;
	const options = optionsOf(question);
	const labels = new Set(options.map(({ label }) => label));
	const needed = formula.scores ? Object.keys(formula.scores) : formula.yes;
	if (needed.some((label) => !labels.has(label))) return null;
	if (formula.byRight && question.right === undefined) return null;
	return {
		question,
		of: options.map(({ label, unsure }, i) => {
			if (unsure) return null;
			if (formula.byRight) return i === question.right ? 1 : 0;
			if (formula.scores) return formula.scores[label] ?? null;
			return formula.yes.includes(label) ? 1 : 0;
		})
	};
}

/** @returns what an answer counts; NaN for 不清楚 and for none */
export const countOf = ({ of, question }: Counted, answers: Answers): number => {
	const answer: Answer | undefined = answers[question.id];
	return typeof answer === 'number' ? (of[answer] ?? NaN) : NaN;
};
