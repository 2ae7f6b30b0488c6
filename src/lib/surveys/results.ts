import type { Dispositions } from './estimate/planning';
import { withSecond } from './estimate/small-numbers';
import { formulaOf, type FormulaId } from './formulas';
import type { WaveMode } from './waves';

export const groupings = {
	all: '全体',
	age: '年龄段',
	sex: '性别',
	town: '镇街',
	grid: '网格'
} as const;
export type Grouping = keyof typeof groupings;

/** One figure with all that it rests on. */
export type Figure = {
	formula: FormulaId;
	by: Grouping;
	group: string;
	/** Answers in the denominator. */
	n: number;
	/** 0 to 1; of an index 0 to 100. */
	value: number;
	/** With 不清楚 in the denominator; null for an index. */
	withUnsure: number | null;
	/** How many said 不清楚, and how many were asked and said nothing. */
	unsure: number;
	unanswered: number;
	se: number;
	df: number;
	nEff: number;
	deff: number;
	/** Null where people were not drawn by chance, or nothing can be said. */
	interval: readonly [number, number] | null;
	show: boolean;
	review: boolean;
	why: string;
};

export const weightings = {
	none: '只用抽样权重',
	rake: '按人口逐项加权（迭代）',
	post: '按人口交叉分组加权'
} as const;
export type Weighting = keyof typeof weightings;
export const weightingNames = Object.keys(weightings) as [Weighting, ...Weighting[]];

export type WeightingReport = {
	method: Weighting;
	iterations: number;
	smallest: number;
	largest: number;
	largestRatio: number;
	deff: number;
	capped: number;
	capHolds: boolean;
};

/** One question as it was answered. */
export type AnswerTable = {
	question: string;
	text: string;
	n: number;
	unanswered: number;
	options: { label: string; n: number; share: number }[];
};

export type WaveResult = {
	/** Answers that came in, and how many of them a reviewer set aside. */
	came: number;
	aside: number;
	flagged: number;
	/** Without those set aside. */
	figures: Figure[];
	/** Of everybody, those set aside too. */
	withAll: Figure[];
	weighting: WeightingReport;
	tables: AnswerTable[];
	/** Of drawn addresses; null where nobody was drawn. */
	response: { dispositions: Dispositions; ineligible: number; rate: number | null } | null;
};

/** How residents rated what became of their reports, in some days; another thing than any survey. */
export type HandlingRatings = {
	days: number;
	satisfied: number;
	basicallySatisfied: number;
	dissatisfied: number;
};

/** As the public reads it: what is hidden has no number. */
export type PublicFigure =
	| (Pick<
			Figure,
			'formula' | 'by' | 'group' | 'n' | 'value' | 'withUnsure' | 'interval' | 'review'
	  > & {
			nEff: number;
			deff: number;
			unsure: number;
			unanswered: number;
			hidden: false;
	  })
	| { formula: FormulaId; by: Grouping; group: string; hidden: true; why: string };

const publicGroupings: readonly Grouping[] = ['all', 'age', 'sex', 'town'];
/** Between so few that the difference of two figures would tell what one of them said. */
const fewest = 5;

/**
 * What of a result may be read by all: nothing by grid, no group of fewer than 30 effective answers, and
 * no group that the others give away. The figures with everybody stand beside only where those set
 * aside are none or too many to be worked out.
 */
export function publicFigures({ figures, withAll, aside }: WaveResult): {
	figures: PublicFigure[];
	withAll: PublicFigure[];
} {
	const shown = publicGroupings.flatMap((by) => ofGrouping(figures, by));
	return {
		figures: shown,
		withAll:
			aside >= fewest ? withAll.map((figure) => (figure.show ? open(figure) : shut(figure))) : []
	};
}

function ofGrouping(figures: readonly Figure[], by: Grouping): PublicFigure[] {
	const here = figures.filter((figure) => figure.by === by);
	// a group too small in one figure is too small in all of them
	const small = new Set(here.filter(({ nEff }) => nEff < 30).map(({ group }) => group));
	const ids = [...new Set(here.map(({ formula }) => formula))];
	return ids.flatMap((id) => {
		const line = here.filter(({ formula }) => formula === id);
		const hidden = withSecond(
			line.map(({ n }) => n),
			line.map(({ show, group }) => by !== 'all' && (!show || small.has(group)))
		);
		return line.map((figure, i) =>
			hidden[i] || !figure.show
				? shut(figure, figure.show && !small.has(figure.group))
				: open(figure)
		);
	});
}

const open = (figure: Figure): PublicFigure => {
	const { formula, by, group, n, value, withUnsure, interval, review } = figure;
	const { nEff, deff, unsure, unanswered } = figure;
	return {
		...{ formula, by, group, n, value, withUnsure, interval, review },
		...{ nEff, deff, hidden: false },
		// counts of one to four would point at people
		unsure: small(unsure),
		unanswered: small(unanswered)
	};
};

const small = (count: number) => (count > 0 && count < fewest ? -1 : count);

const shut = ({ formula, by, group, why }: Figure, second = false): PublicFigure => ({
	...{ formula, by, group, hidden: true },
	why: second ? '为了不让别的组被推算出来' : why || '答的人太少'
});

/** A count that may be hidden. */
export const countInWords = (count: number): string => (count < 0 ? '不到 5 人' : `${count} 人`);

export const isIndex = (id: FormulaId): boolean => formulaOf(id).scores !== undefined;

/** 0.8731 → 87.3%; an index as it is. */
export const inWords = (id: FormulaId, value: number): string =>
	isIndex(id) ? value.toFixed(1) : `${(value * 100).toFixed(1)}%`;

/** What may be said beside a figure of people who were not drawn. */
export const intervalInWords = (
	id: FormulaId,
	interval: readonly [number, number] | null,
	mode: WaveMode
): string =>
	interval
		? `${inWords(id, interval[0])}–${inWords(id, interval[1])}`
		: mode === 'open'
			? '自愿参与者，不给误差范围'
			: '没有';
