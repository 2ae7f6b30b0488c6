import type { Design } from './design';

export type Mean = {
	/** Σwy / Σw */
	mean: number;
	/** By linearisation over strata and primary sampling units; 0 where nothing varies. */
	se: number;
	/** Answers counted. */
	n: number;
	/** Primary sampling units less strata, of those that the counted answers are of. */
	df: number;
	sumW: number;
	/** Kish's, of the counted answers. */
	kish: number;
	/** Σw(y − mean)²/Σw · n/(n − 1): how much y varies among the counted. */
	variance: number;
};

export type Rate = {
	p: number;
	se: number;
	n: number;
	df: number;
	nEff: number;
	deff: number;
	sumW: number;
};

/**
 * The weighted mean of `y` and its standard error, u = w(y − mean)/Σw summed within primary sampling
 * units, Var = Σ_h n_h/(n_h − 1) · Σ(z − z̄)² (R `survey`, svymean). The units that none of the counted
 * fell into count as zeros: the group's size was left to chance, too. A stratum with a single unit says
 * nothing of its own spread and is measured against the middle of all (survey.lonely.psu = "adjust").
 * @param y by answer; NaN is not counted (not asked, no answer, of another group)
 * @param among the numbers of the answers to look at; all of them without it
 * @returns null where nothing is counted
 */
export function meanOf(design: Design, y: ArrayLike<number>, among?: Int32Array): Mean | null {
	const { weights, psu, stratum, units } = design;
	const { many, n, sumW, sumW2, sumWY } = sumsOf(weights, y, among);
	if (n === 0 || sumW === 0) return null;
	const mean = sumWY / sumW;
	const strata = units.length;
	const squares = new Float64Array(strata);
	const sums = new Float64Array(strata);
	const touched = new Int32Array(strata);
	let spread = 0;
	const close = (unit: number, z: number) => {
		const h = stratum[unit]!;
		squares[h]! += z * z;
		sums[h]! += z;
		touched[h]!++;
	};
	const isOnePerUnit = stratum.length === weights.length;
	const z = isOnePerUnit ? null : new Float64Array(stratum.length);
	const met = isOnePerUnit ? null : new Uint8Array(stratum.length);
	for (let k = 0; k < many; k++) {
		const i = among ? among[k]! : k;
		const value = y[i]!;
		if (value !== value) continue;
		const off = value - mean;
		const u = (weights[i]! * off) / sumW;
		spread += weights[i]! * off * off;
		if (!z || !met) close(psu[i]!, u);
		else {
			z[psu[i]!]! += u;
			met[psu[i]!] = 1;
		}
	}
	if (z && met) for (let unit = 0; unit < z.length; unit++) if (met[unit]) close(unit, z[unit]!);
	let variance = 0;
	let psusMet = 0;
	let strataMet = 0;
	for (let h = 0; h < strata; h++) {
		if (touched[h] === 0) continue;
		psusMet += touched[h]!;
		strataMet++;
		const nh = units[h]!;
		variance +=
			nh === 1 ? squares[h]! : (nh / (nh - 1)) * Math.max(0, squares[h]! - sums[h]! ** 2 / nh);
	}
	return {
		mean,
		se: Math.sqrt(variance),
		n,
		df: Math.max(0, psusMet - strataMet),
		sumW,
		kish: sumW ** 2 / sumW2,
		variance: n > 1 ? (spread / sumW) * (n / (n - 1)) : 0
	};
}

function sumsOf(weights: Float64Array, y: ArrayLike<number>, among?: Int32Array) {
	const many = among?.length ?? y.length;
	let [n, sumW, sumW2, sumWY] = [0, 0, 0, 0];
	for (let k = 0; k < many; k++) {
		const i = among ? among[k]! : k;
		const value = y[i]!;
		if (value !== value) continue;
		const w = weights[i]!;
		n++;
		sumW += w;
		sumW2 += w * w;
		sumWY += w * value;
	}
	return { many, n, sumW, sumW2, sumWY };
}

/** Against as many answers drawn one by one with replacement: R's deff = "replace". */
export const deffOfMean = ({ se, variance, n }: Mean): number =>
	variance === 0 ? 1 : (se * se * n) / variance;

// sums of weights end a hair beyond 1
const asShare = (mean: number) => Math.min(1, Math.max(0, mean));

/** A share alone, as `rateOf` has it. */
export function shareOf(
	{ weights }: Design,
	y: ArrayLike<number>,
	among?: Int32Array
): number | null {
	const { n, sumW, sumWY } = sumsOf(weights, y, among);
	return n === 0 || sumW === 0 ? null : asShare(sumWY / sumW);
}

/**
 * A share and what it rests on: n_eff = p(1 − p)/SE², deff = n/n_eff. Where all said the same nothing
 * varies to judge by, and n_eff is Kish's.
 * @param y 1 for those who count as yes, 0 for no, NaN for not counted
 * @returns null where nothing is counted
 */
export function rateOf(design: Design, y: ArrayLike<number>, among?: Int32Array): Rate | null {
	const found = meanOf(design, y, among);
	if (!found) return null;
	const { se, n, df, sumW, kish } = found;
	const p = asShare(found.mean);
	const varies = se > 1e-12 && p > 0 && p < 1;
	const nEff = varies ? (p * (1 - p)) / se ** 2 : Math.min(n, kish);
	return { p, se: varies ? se : 0, n, df, nEff, deff: n / nEff, sumW };
}
