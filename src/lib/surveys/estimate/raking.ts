import { kishEffectiveN } from './design';
import { emptyGroup, type Margin, type WeightingProblem } from './weighting';

export type Raked = {
	weights: Float64Array;
	/** Times that all margins were gone through, in all rounds of capping. */
	iterations: number;
	/** Largest difference from a margin, as a share of that margin's whole. */
	error: number;
	smallest: number;
	largest: number;
	/** Largest over mean. */
	largestRatio: number;
	/** n over Kish's effective n. */
	deff: number;
	/** How many weights were cut at the cap at least once. */
	capped: number;
	/** False where some group is so thin that the margins and the cap cannot both hold. */
	capHolds: boolean;
};

const mostIterations = 1000;
const mostRounds = 50;

/**
 * Raking, also called iterative proportional fitting: cycles the margins until none is further off
 * than `tolerance` of the whole (Kalton & Flores-Cervantes 2003, JOS 19:81). With `cap`, weights above
 * so many times the mean are cut and the margins met again, until both hold; where both cannot, the
 * margins do, and the report says so.
 */
export function rake(
	base: Float64Array,
	margins: readonly Margin[],
	{ tolerance = 1e-6, cap = Infinity }: { tolerance?: number; cap?: number } = {}
): Raked | WeightingProblem {
	for (const margin of margins) {
		const problem = emptyGroup(margin);
		if (problem) return problem;
	}
	const problem = unequal(margins) ?? notPositive(base);
	if (problem) return problem;
	const weights = Float64Array.from(base);
	const cut = new Set<number>();
	let iterations = 0;
	let capHolds = true;
	for (let round = 0; round < mostRounds; round++) {
		const took = fit(weights, margins, tolerance);
		if (took === null) {
			return {
				problem: `按“${margins.map(({ label }) => label).join('、')}”加权不收敛：有的组合人太少，请合并一些组`
			};
		}
		iterations += took;
		capHolds = cap === Infinity || !cutAbove(weights, cap, cut, round === mostRounds - 1);
		if (capHolds) break;
	}
	return { ...report(weights, margins), iterations, capped: cut.size, capHolds };
}

/** @returns how many cycles it took; null if it does not get there */
function fit(weights: Float64Array, margins: readonly Margin[], tolerance: number): number | null {
	for (let cycle = 1; cycle <= mostIterations; cycle++) {
		for (const { group, totals } of margins) {
			const sums = sumsOf(weights, group, totals.length);
			for (let i = 0; i < weights.length; i++) {
				const g = group[i]!;
				weights[i] = (weights[i]! * totals[g]!) / sums[g]!;
			}
		}
		if (worst(weights, margins) < tolerance) return cycle;
	}
	return null;
}

function sumsOf(weights: Float64Array, group: Int32Array, many: number): Float64Array {
	const sums = new Float64Array(many);
	for (let i = 0; i < weights.length; i++) sums[group[i]!]! += weights[i]!;
	return sums;
}

function worst(weights: Float64Array, margins: readonly Margin[]): number {
	let most = 0;
	for (const { group, totals } of margins) {
		const sums = sumsOf(weights, group, totals.length);
		const whole = sum(totals);
		for (let g = 0; g < sums.length; g++) {
			most = Math.max(most, Math.abs(sums[g]! - totals[g]!) / whole);
		}
	}
	return most;
}

/** Cuts, but for the last round, which only looks. @returns whether any was above the cap */
function cutAbove(weights: Float64Array, cap: number, cut: Set<number>, onlyLook: boolean) {
	const most = (cap * sum(weights)) / weights.length;
	let any = false;
	for (let i = 0; i < weights.length; i++) {
		// what was met to within the tolerance is met
		if (weights[i]! <= most * (1 + 1e-6)) continue;
		any = true;
		cut.add(i);
		if (!onlyLook) weights[i] = most;
	}
	return any;
}

function report(weights: Float64Array, margins: readonly Margin[]) {
	let smallest = Infinity;
	let largest = 0;
	for (const w of weights) {
		if (w < smallest) smallest = w;
		if (w > largest) largest = w;
	}
	const mean = sum(weights) / weights.length;
	return {
		weights,
		error: worst(weights, margins),
		smallest,
		largest,
		largestRatio: largest / mean,
		deff: weights.length / kishEffectiveN(weights)
	};
}

function unequal(margins: readonly Margin[]): WeightingProblem | null {
	const [first, ...others] = margins.map(({ label, totals }) => ({ label, whole: sum(totals) }));
	if (!first) return { problem: '没有可以用来加权的人口数' };
	const other = others.find(({ whole }) => Math.abs(whole - first.whole) > first.whole * 1e-6);
	if (!other) return null;
	return {
		problem: `人口数加起来不一样：“${first.label}”共 ${first.whole} 人，“${other.label}”共 ${other.whole} 人`
	};
}

function notPositive(weights: Float64Array): WeightingProblem | null {
	if (weights.length === 0) return { problem: '一份答卷也没有，不能加权' };
	return weights.every((w) => w > 0 && Number.isFinite(w))
		? null
		: { problem: '抽样权重必须大于 0，请核对各网格的户数' };
}

function sum(numbers: ArrayLike<number>): number {
	let all = 0;
	for (let i = 0; i < numbers.length; i++) all += numbers[i]!;
	return all;
}
