import type { Asked, Person } from './compute';
import { kishEffectiveN } from './estimate/design';
import { rake } from './estimate/raking';
import { postStratify, type Margin, type WeightingProblem } from './estimate/weighting';
import type { MarginRow } from './margins';
import { traitLabels, type GroupTrait } from './questions';
import type { Weighting, WeightingReport } from './results';

/** A weight is at most so many times the mean. */
const weightCap = 5;
const traits: readonly GroupTrait[] = ['age', 'sex', 'town'];

/** The weights of these people, in order, and what they look like; or why they cannot be had. */
export function weigh(
	people: readonly Person[],
	{ weighting, margins }: Asked
): { weights: Float64Array; report: WeightingReport } | WeightingProblem {
	const base = Float64Array.from(people, ({ baseWeight }) => baseWeight);
	if (weighting === 'none') return { weights: base, report: reportOf(base, weighting) };
	if (margins.length === 0) return { problem: '请先选择人口数' };
	if (weighting === 'rake') {
		const raked = rake(
			base,
			traits.map((trait) => marginFor(trait, people, base, margins)),
			{ cap: weightCap }
		);
		return 'problem' in raked
			? raked
			: {
					weights: raked.weights,
					report: { ...reportOf(raked.weights, weighting), ...few(raked) }
				};
	}
	const cells = crossed(people, margins);
	const post = postStratify(base, cells);
	return 'problem' in post
		? post
		: { weights: post.weights, report: reportOf(post.weights, weighting) };
}

const few = (raked: Pick<WeightingReport, 'iterations' | 'capped' | 'capHolds'>) => ({
	iterations: raked.iterations,
	capped: raked.capped,
	capHolds: raked.capHolds
});

function reportOf(weights: Float64Array, method: Weighting): WeightingReport {
	let [smallest, largest, sum] = [Infinity, 0, 0];
	for (const w of weights) {
		smallest = Math.min(smallest, w);
		largest = Math.max(largest, w);
		sum += w;
	}
	return {
		method,
		iterations: 0,
		smallest,
		largest,
		largestRatio: largest / (sum / weights.length),
		deff: weights.length / kishEffectiveN(weights),
		capped: 0,
		capHolds: true
	};
}

/**
 * One trait's margin. Those who did not say are a group of their own, as large as it is in the sample,
 * and the known ones share the rest of the people.
 */
function marginFor(
	trait: GroupTrait,
	people: readonly Person[],
	base: Float64Array,
	margins: readonly MarginRow[]
): Margin {
	const totals = new Map<string, number>();
	for (const row of margins) totals.set(row[trait], (totals.get(row[trait]) ?? 0) + row.people);
	const names = [...totals.keys()];
	const number = new Map(names.map((name, i) => [name, i]));
	const group = new Int32Array(people.length);
	for (const [i, person] of people.entries()) {
		const said = person[trait] ?? '未说明';
		if (!number.has(said)) number.set(said, names.push(said) - 1);
		group[i] = number.get(said)!;
	}
	const unsaid = number.get('未说明');
	let [all, silent] = [0, 0];
	for (const [i, w] of base.entries()) {
		all += w;
		if (group[i] === unsaid) silent += w;
	}
	const living = [...totals.values()].reduce((sum, n) => sum + n, 0);
	const share = silent / all;
	return {
		label: traitLabels[trait],
		group,
		names,
		totals: names.map((name) =>
			name === '未说明' ? living * share : (totals.get(name) ?? 0) * (1 - share)
		)
	};
}

function crossed(people: readonly Person[], margins: readonly MarginRow[]): Margin {
	const names = margins.map(({ age, sex, town }) => `${age}/${sex}/${town}`);
	const number = new Map(names.map((name, i) => [name, i]));
	return {
		label: '年龄段、性别、镇街',
		names,
		totals: margins.map(({ people }) => people),
		group: Int32Array.from(
			people,
			({ age, sex, town }) => number.get(`${age}/${sex}/${town}`) ?? -1
		)
	};
}
