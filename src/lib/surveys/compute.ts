import type { Answers } from './answers';
import { designOf, withWeights } from './estimate/design';
import type { WeightingProblem } from './estimate/weighting';
import { columnsOf, figuresOf, groupsOf, noteAnswers, toAll, type Members } from './figures';
import type { MarginRow } from './margins';
import type { Questionnaire } from './questions';
import type { Figure, WaveResult, Weighting } from './results';
import { tallyInto, tablesOf, talliesOf } from './tables';
import { waveModes, type WaveMode } from './waves';
import { weigh } from './weigh';

/** Somebody who answered: how they were come by, and the groups that they are in. */
export type Person = {
	baseWeight: number;
	age: string | null;
	sex: string | null;
	town: string | null;
	/** The grid's name where the household was drawn by grids; then it is the primary sampling unit. */
	grid: string | null;
	stratum: string | null;
	flagged: boolean;
	setAside: boolean;
};

export type Asked = {
	questionnaire: Questionnaire;
	mode: WaveMode;
	people: readonly Person[];
	weighting: Weighting;
	margins: readonly MarginRow[];
};

export type Computed = Omit<WaveResult, 'response'> & {
	/** Of each of the people, in order; null for one set aside. */
	weights: (number | null)[];
};

/** What is being computed of a wave. Answers are taken one by one: all at once are too many to hold. */
export type Counting = {
	/** What the next of the people answered. */
	take(answers: Answers): void;
	/** Everything that is said of the wave, after the answers of the last of them. */
	computed(): Computed;
};

/** Weighs the people of a wave and is ready to count their answers; or why the weights cannot be had. */
export function countingOf(asked: Asked): Counting | WeightingProblem {
	const { people, questionnaire } = asked;
	const kept = people.filter(({ setAside }) => !setAside);
	if (kept.length === 0) return { problem: '还没有可以计算的答卷' };
	const weighed = weigh(kept, asked);
	if ('problem' in weighed) return weighed;
	const some = figuresFor(kept, weighed.weights, asked);
	const all = kept.length < people.length ? figuresOfAll(asked) : null;
	const tallies = talliesOf(questionnaire);
	let [numbered, taken] = [0, 0];
	const weights = people.map(({ setAside }) => (setAside ? null : weighed.weights[numbered++]!));
	return {
		take(answers) {
			all?.take(answers);
			const weight = weights[taken++];
			if (weight == null) return;
			some.take(answers);
			tallyInto(tallies, answers, weight);
		},
		computed() {
			const figures = some.figures(groupsOf(kept));
			return {
				came: people.length,
				aside: people.length - kept.length,
				flagged: people.filter(({ flagged }) => flagged).length,
				figures,
				withAll: all ? all.figures([toAll]) : figures.filter(({ by }) => by === 'all'),
				weighting: weighed.report,
				tables: tablesOf(tallies),
				weights
			};
		}
	};
}

const nothing = { take: () => {}, figures: (): Figure[] => [] };

function figuresOfAll(asked: Asked) {
	const weighed = weigh(asked.people, asked);
	return 'problem' in weighed ? nothing : figuresFor(asked.people, weighed.weights, asked);
}

function figuresFor(
	people: readonly Person[],
	weights: Float64Array,
	{ questionnaire, mode }: Asked
) {
	const columns = columnsOf(questionnaire, people.length);
	const { drawn } = waveModes[mode];
	let next = 0;
	return {
		take(answers: Answers) {
			noteAnswers(columns, next++, answers);
		},
		figures: (groups: readonly Members[]) =>
			figuresOf(columns, withWeights(designOf(howAsked(people, drawn)), weights), groups, drawn)
	};
}

function* howAsked(people: readonly Person[], drawn: boolean) {
	for (const { baseWeight: weight, stratum, grid } of people) {
		yield drawn ? { weight, stratum, psu: grid } : { weight };
	}
}
