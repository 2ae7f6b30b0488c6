import { isShown, type Answers } from './answers';
import type { Person } from './compute';
import type { Design } from './estimate/design';
import { intervalOf, meanInterval } from './estimate/intervals';
import { deffOfMean, meanOf, rateOf, shareOf } from './estimate/rate';
import { showing } from './estimate/small-numbers';
import { countedBy, formulaIds, formulaOf, type Counted, type FormulaId } from './formulas';
import type { Questionnaire } from './questions';
import type { Figure, Grouping } from './results';

/** What the people of a wave said to the question of a formula: a column, for objects take ten times as much. */
export type Column = {
	formula: FormulaId;
	counted: Counted;
	/** By the number of the person, the option; `silent` if they said nothing, `notAsked` if they were not. */
	chosen: Int16Array;
};
const silent = -1;
const notAsked = -2;

/** For each formula of which the questionnaire asks, before anybody has answered. */
export const columnsOf = (questionnaire: Questionnaire, people: number): Column[] =>
	formulaIds.flatMap((formula) => {
		const counted = countedBy(formula, questionnaire);
		return counted ? { formula, counted, chosen: new Int16Array(people) } : [];
	});

/** Notes what the person of the number `i` answered. */
export function noteAnswers(columns: readonly Column[], i: number, answers: Answers): void {
	for (const { counted, chosen } of columns) {
		const answer = answers[counted.question.id];
		if (typeof answer === 'number') chosen[i] = answer;
		else chosen[i] = isShown(counted.question, answers) ? silent : notAsked;
	}
}

/** A group of people by their numbers; without `among`, all of them. */
export type Members = { by: Grouping; group: string; among?: Int32Array };

export const toAll: Members = { by: 'all', group: '全体' };

const dimensions = ['age', 'sex', 'town', 'grid'] as const satisfies readonly Grouping[];

/** All, and each group by age, sex, town and grid. */
export function groupsOf(people: readonly Person[]): Members[] {
	const found = [toAll];
	for (const by of dimensions) {
		const members = new Map<string, number[]>();
		for (const [i, person] of people.entries()) {
			const name = person[by];
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

/** @param drawn whether the people were drawn by chance, without which there is no interval */
export const figuresOf = (
	columns: readonly Column[],
	design: Design,
	groups: readonly Members[],
	drawn: boolean
): Figure[] =>
	columns.flatMap((column) => {
		const reading = readingOf(column);
		return groups.flatMap((group) => figureOf(reading, design, group, drawn) ?? []);
	});

type Reading = {
	formula: FormulaId;
	/** What each answer counts; NaN: not at all. */
	y: Float64Array;
	/** The same with 不清楚 as no. */
	all: Float64Array;
	/** Who said 不清楚, and who was asked and said nothing. */
	unsure: Uint8Array;
	unanswered: Uint8Array;
};

function readingOf({ formula, counted: { of }, chosen }: Column): Reading {
	const y = new Float64Array(chosen.length).fill(NaN);
	const all = new Float64Array(chosen.length).fill(NaN);
	const unsure = new Uint8Array(chosen.length);
	const unanswered = new Uint8Array(chosen.length);
	for (const [i, option] of chosen.entries()) {
		if (option === silent) unanswered[i] = 1;
		if (option < 0) continue;
		const counts = of[option];
		if (counts == null) unsure[i] = 1;
		else y[i] = counts;
		all[i] = counts ?? 0;
	}
	return { formula, y, all, unsure, unanswered };
}

const few = '答的人太少';

function figureOf(
	{ formula, y, all, ...quiet }: Reading,
	design: Design,
	{ by, group, among }: Members,
	drawn: boolean
): Figure | null {
	const [unsure, unanswered] = [sumIn(quiet.unsure, among), sumIn(quiet.unanswered, among)];
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
			why: enough ? '' : few
		};
	}
	const rate = rateOf(design, y, among);
	if (!rate) return null;
	const interval = drawn ? intervalOf(rate) : null;
	const may = interval
		? showing(rate, interval)
		: { show: rate.nEff >= 30, review: false, why: rate.nEff >= 30 ? '' : few };
	const { p, n, se, df, nEff, deff } = rate;
	const withUnsure = unsure === 0 ? p : shareOf(design, all, among);
	return { ...common, n, value: p, withUnsure, se, df, nEff, deff, interval, ...may };
}

function sumIn(ones: Uint8Array, among?: Int32Array): number {
	let many = 0;
	if (among) for (const i of among) many += ones[i]!;
	else for (const one of ones) many += one;
	return many;
}
