/**
 * How a wave was asked, in the form that the estimators take: one entry for each answer. Whoever was
 * drawn one by one is a primary sampling unit of their own; a wave without strata has one.
 */
export type Design = {
	weights: Float64Array;
	/** Of each answer, the number of its primary sampling unit (a drawn grid, say), from 0. */
	psu: Int32Array;
	/** Of each primary sampling unit, the number of its stratum, from 0. */
	stratum: Int32Array;
	/** How many primary sampling units each stratum has. */
	units: Int32Array;
};

export type Asked = { weight: number; stratum?: string | null; psu?: string | null };

/** @param asked one for each answer, in the order of the answers */
export function designOf(asked: Iterable<Asked>): Design {
	const strata = new Map<string, number>();
	/** By stratum: a unit's name is its own only within it. */
	const psus: Map<string, number>[] = [];
	const stratum: number[] = [];
	const weights: number[] = [];
	const psu: number[] = [];
	for (const one of asked) {
		const h = numbered(strata, one.stratum ?? '');
		psus[h] ??= new Map();
		let unit = one.psu == null ? undefined : psus[h].get(one.psu);
		if (unit === undefined) {
			unit = stratum.push(h) - 1;
			if (one.psu != null) psus[h].set(one.psu, unit);
		}
		weights.push(one.weight);
		psu.push(unit);
	}
	const units = new Int32Array(strata.size);
	for (const h of stratum) units[h]!++;
	return {
		weights: Float64Array.from(weights),
		psu: Int32Array.from(psu),
		stratum: Int32Array.from(stratum),
		units
	};
}

function numbered(known: Map<string, number>, name: string): number {
	const found = known.get(name);
	if (found !== undefined) return found;
	known.set(name, known.size);
	return known.size - 1;
}

/** The same people asked in the same way, with other weights. */
export const withWeights = (design: Design, weights: Float64Array): Design => ({
	...design,
	weights
});

/** Kish's (Σw)²/Σw²: what unequal weights alone leave of n. */
export function kishEffectiveN(weights: ArrayLike<number>): number {
	let sum = 0;
	let squares = 0;
	for (let i = 0; i < weights.length; i++) {
		sum += weights[i]!;
		squares += weights[i]! ** 2;
	}
	return squares === 0 ? 0 : sum ** 2 / squares;
}

/** When planning: how much larger a sample must be that takes `perCluster` neighbours at once. */
export const clusterDeff = (perCluster: number, rho: number): number => 1 + (perCluster - 1) * rho;
