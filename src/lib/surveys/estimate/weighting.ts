/** A margin that answers are weighted to: the people of the town by one trait. */
export type Margin = {
	/** Shown in messages: 年龄段. */
	label: string;
	/** Of each answer, the number of its group, from 0. */
	group: Int32Array;
	/** Of each group, how many people there are. */
	totals: ArrayLike<number>;
	/** Of each group, how it is called in messages. */
	names: readonly string[];
};

/** Why weights cannot be had. */
export type WeightingProblem = { problem: string };

/**
 * What would divide by nothing: a group in which people live and nobody answered, or the other way
 * round, and answers of no group.
 */
export function emptyGroup({ label, group, totals, names }: Margin): WeightingProblem | null {
	const seen = new Float64Array(totals.length);
	for (const g of group) {
		if (g < 0 || g >= totals.length) {
			return { problem: `有的答卷没有“${label}”，不能按它加权。请先不用这一项，或排除这些答卷` };
		}
		seen[g]!++;
	}
	for (let g = 0; g < totals.length; g++) {
		const called = `“${label}：${names[g] ?? g + 1}”`;
		const people = totals[g]!;
		if (!(people >= 0) || !Number.isFinite(people)) {
			return { problem: `${called}的人口数不对` };
		}
		if (people > 0 && seen[g] === 0) {
			return { problem: `${called}一份答卷也没有，不能加权。请把它和相近的一组合并` };
		}
		if (people === 0 && seen[g]! > 0) {
			return { problem: `${called}的人口数是 0，却有 ${seen[g]} 份答卷。请核对人口数` };
		}
	}
	return null;
}

/** Post-stratification: w · N_g / N̂_g, which makes each group as large as it is. */
export function postStratify(
	weights: Float64Array,
	margin: Margin
): { weights: Float64Array } | WeightingProblem {
	const problem = emptyGroup(margin);
	if (problem) return problem;
	const sums = new Float64Array(margin.totals.length);
	for (const [i, w] of weights.entries()) sums[margin.group[i]!]! += w;
	return {
		weights: weights.map((w, i) => (w * margin.totals[margin.group[i]!]!) / sums[margin.group[i]!]!)
	};
}
