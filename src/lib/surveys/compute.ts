import type { Answers } from './answers';
import { isShown } from './answers';
import { designOf, withWeights, type Design } from './estimate/design';
import { intervalOf, meanInterval } from './estimate/intervals';
import { deffOfMean, meanOf, rateOf } from './estimate/rate';
import { showing } from './estimate/small-numbers';
import type { WeightingProblem } from './estimate/weighting';
import { countedBy, formulaIds, formulaOf, type Counted, type FormulaId } from './formulas';
import type { Questionnaire } from './questions';
import type { MarginRow } from './margins';
import type { AnswerTable, Figure, Grouping, WaveResult, Weighting } from './results';
import { tablesOf } from './tables';
import { waveModes, type WaveMode } from './waves';
import { weigh } from './weigh';

/** One answered questionnaire, with how its person was come by. */
export type Row = {
	answers: Answers;
	baseWeight: number;
	age: string | null;
	sex: string | null;
	town: string | null;
	/** The grid's name; of drawn households it is the primary sampling unit. */
	grid: string | null;
	stratum: string | null;
	flagged: boolean;
	setAside: boolean;
};

export type Asked = {
	questionnaire: Questionnaire;
	mode: WaveMode;
	rows: readonly Row[];
	weighting: Weighting;
	margins: readonly MarginRow[];
};

export type Computed = Omit<WaveResult, 'response'> & {
	/** Of each row, in order; null for one set aside. */
	weights: (number | null)[];
};

const dimensions = ['age', 'sex', 'town', 'grid'] as const satisfies readonly Grouping[];

/** Everything that is said of a wave, or why it cannot be said. */
export function computeWave(asked: Asked): Computed | WeightingProblem {
	const { rows, mode, questionnaire } = asked;
	const kept = rows.filter(({ setAside }) => !setAside);
	if (kept.length === 0) return { problem: '还没有可以计算的答卷' };
	const weighed = weigh(kept, asked);
	if ('problem' in weighed) return weighed;
	const weights = weighed.weights;
	const figures = figuresOf(kept, designFor(kept, mode, weights), asked, true);
	let next = 0;
	return {
		came: rows.length,
		aside: rows.length - kept.length,
		flagged: rows.filter(({ flagged }) => flagged).length,
		figures,
		withAll:
			kept.length === rows.length ? figures.filter(({ by }) => by === 'all') : ofEverybody(asked),
		weighting: weighed.report,
		tables: tablesOf(questionnaire, kept, weights) satisfies AnswerTable[],
		weights: rows.map(({ setAside }) => (setAside ? null : weights[next++]!))
	};
}

function ofEverybody(asked: Asked): Figure[] {
	const weighed = weigh(asked.rows, asked);
	if ('problem' in weighed) return [];
	return figuresOf(asked.rows, designFor(asked.rows, asked.mode, weighed.weights), asked, false);
}

function designFor(rows: readonly Row[], mode: WaveMode, weights: Float64Array): Design {
	// who was drawn stands under the grid in which they were drawn
	const clustered = mode !== 'open' && rows.some(({ grid }) => grid !== null);
	const design = designOf(
		rows.map(({ baseWeight, stratum, grid }) => ({
			weight: baseWeight,
			stratum: clustered ? stratum : null,
			psu: clustered ? grid : null
		}))
	);
	return withWeights(design, weights);
}

type Members = { by: Grouping; group: string; among?: Int32Array };

function groupsOf(rows: readonly Row[]): Members[] {
	const found: Members[] = [{ by: 'all', group: '全体' }];
	for (const by of dimensions) {
		const members = new Map<string, number[]>();
		for (const [i, row] of rows.entries()) {
			const name = row[by];
			if (name === null) continue;
			const list = members.get(name);
			if (list) list.push(i);
			else members.set(name, [i]);
		}
		for (const group of [...members.keys()].sort((a, b) => a.localeCompare(b, 'zh-CN'))) {
			found.push({ by, group, among: Int32Array.from(members.get(group)!) });
		}
	}
	return found;
}

function figuresOf(
	rows: readonly Row[],
	design: Design,
	{ questionnaire, mode }: Asked,
	grouped: boolean
): Figure[] {
	const groups = grouped ? groupsOf(rows) : [{ by: 'all' as const, group: '全体' }];
	return formulaIds.flatMap((id) => {
		const counted = countedBy(id, questionnaire);
		if (!counted) return [];
		const read = readingOf(counted, rows);
		return groups.flatMap((group) => figureOf(id, read, design, group, mode) ?? []);
	});
}

type Reading = {
	/** What each answer counts; NaN: not at all. */
	y: Float64Array;
	/** The same with 不清楚 as no. */
	all: Float64Array;
	/** 1: said 不清楚; 2: was asked and said nothing. */
	silent: Uint8Array;
};

function readingOf({ question, of }: Counted, rows: readonly Row[]): Reading {
	const y = new Float64Array(rows.length).fill(NaN);
	const all = new Float64Array(rows.length).fill(NaN);
	const silent = new Uint8Array(rows.length);
	for (const [i, { answers }] of rows.entries()) {
		const answer = answers[question.id];
		if (typeof answer !== 'number') {
			if (isShown(question, answers)) silent[i] = 2;
			continue;
		}
		const counts = of[answer];
		if (counts == null) silent[i] = 1;
		else y[i] = counts;
		all[i] = counts ?? 0;
	}
	return { y, all, silent };
}

function figureOf(
	formula: FormulaId,
	{ y, all, silent }: Reading,
	design: Design,
	{ by, group, among }: Members,
	mode: WaveMode
): Figure | null {
	const { drawn } = waveModes[mode];
	const [unsure, unanswered] = [countIn(silent, 1, among), countIn(silent, 2, among)];
	const common = { formula, by, group, unsure, unanswered };
	if (formulaOf(formula).scores) {
		const mean = meanOf(design, y, among);
		if (!mean) return null;
		const deff = deffOfMean(mean);
		const nEff = Math.min(mean.n, mean.n / Math.max(deff, 1e-9));
		const enough = nEff >= 30;
		return {
			...common,
			...{ n: mean.n, value: mean.mean, withUnsure: null, se: mean.se, df: mean.df, nEff, deff },
			interval: drawn ? meanInterval(mean) : null,
			show: enough,
			review: drawn && mean.df < 8,
			why: enough ? '' : '答的人太少'
		};
	}
	const rate = rateOf(design, y, among);
	if (!rate) return null;
	const interval = drawn ? intervalOf(rate) : null;
	const may = interval
		? showing(rate, interval)
		: { show: rate.nEff >= 30, review: false, why: rate.nEff >= 30 ? '' : '答的人太少' };
	const { p, n, se, df, nEff, deff } = rate;
	const withUnsure = rateOf(design, all, among)?.p ?? null;
	return { ...common, n, value: p, withUnsure, se, df, nEff, deff, interval, ...may };
}

function countIn(silent: Uint8Array, kind: 1 | 2, among?: Int32Array): number {
	let many = 0;
	if (among) {
		for (const i of among) if (silent[i] === kind) many++;
	} else {
		for (const one of silent) if (one === kind) many++;
	}
	return many;
}
