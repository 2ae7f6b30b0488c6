import { betaQuantile, t95, z95 } from './quantiles';
import type { Mean, Rate } from './rate';

export type Interval = readonly [low: number, high: number];

const within = (low: number, high: number): Interval => [
	Math.min(1, Math.max(0, low)),
	Math.min(1, Math.max(0, high))
];

/**
 * The number of answers on which an interval of a weighted, clustered sample rests:
 * n* = min(n, n_eff · (t_{n−1}/t_df)²), Korn & Graubard 1998. Without a degree of freedom (one answer,
 * one grid) the quotient says nothing and is left out; `small-numbers.ts` marks such figures.
 */
export function intervalN({ n, nEff, df }: Pick<Rate, 'n' | 'nEff' | 'df'>): number {
	const fewer = df > 0 && n > 1 ? (t95(n - 1) / t95(df)) ** 2 : 1;
	return Math.min(n, nEff * fewer);
}

/** Wilson's score interval; Brown, Cai & DasGupta 2001. `n` need not be whole. */
export function wilson(p: number, n: number, z = z95): Interval {
	const z2 = z * z;
	const middle = p + z2 / (2 * n);
	const half = z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
	const all = 1 + z2 / n;
	// p = 0 and p = 1 are their own ends, which rounding would miss by a hair
	return within(p === 0 ? 0 : (middle - half) / all, p === 1 ? 1 : (middle + half) / all);
}

/** Korn & Graubard 1998: Clopper–Pearson's with a number of answers that need not be whole. */
export function kornGraubard(p: number, n: number): Interval {
	const yes = n * p;
	const no = n * (1 - p);
	return [betaQuantile(0.025, yes, no + 1), betaQuantile(0.975, yes + 1, no)];
}

/** On the scale of the log odds, as R `survey` has it; nothing to say at p = 0 and p = 1. */
export function logit(p: number, se: number, df: number): Interval | null {
	if (p <= 0 || p >= 1) return null;
	const odds = Math.log(p / (1 - p));
	const half = (t95(df) * se) / (p * (1 - p));
	const back = (x: number) => 1 / (1 + Math.exp(-x));
	return [back(odds - half), back(odds + half)];
}

/** The interval that is published with a rate. */
export const intervalOf = (rate: Rate): Interval => wilson(rate.p, intervalN(rate));

/** Of a mean that is no share: mean ± t·SE. Null where nothing can be said of it. */
export function meanInterval({ mean, se, df }: Mean): Interval | null {
	return df > 0 ? [mean - t95(df) * se, mean + t95(df) * se] : null;
}
