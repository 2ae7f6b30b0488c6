import { betaQuantile, z95 } from './quantiles';
import type { Interval } from './intervals';

/*
 * None of these is published: other packages show them, and who compares our figures with theirs finds
 * here why they differ. `x` of `n` answers, drawn one by one. Newcombe 1998, Stat Med 17:857.
 */

const within = (low: number, high: number): Interval => [Math.max(0, low), Math.min(1, high)];

/** The one of schoolbooks: wrong near 0 and 1. */
export function wald(x: number, n: number): Interval {
	const p = x / n;
	const half = z95 * Math.sqrt((p * (1 - p)) / n);
	return within(p - half, p + half);
}

export function agrestiCoull(x: number, n: number): Interval {
	const z2 = z95 ** 2;
	const more = n + z2;
	const p = (x + z2 / 2) / more;
	const half = z95 * Math.sqrt((p * (1 - p)) / more);
	return within(p - half, p + half);
}

export const jeffreys = (x: number, n: number): Interval => [
	x === 0 ? 0 : betaQuantile(0.025, x + 0.5, n - x + 0.5),
	x === n ? 1 : betaQuantile(0.975, x + 0.5, n - x + 0.5)
];

/** Wilson's with Yates' correction for continuity. */
export function wilsonCorrected(x: number, n: number): Interval {
	const p = x / n;
	const z = z95;
	const all = 2 * (n + z * z);
	const half = (sign: 1 | -1) =>
		z * Math.sqrt(z * z - sign * 2 - 1 / n + 4 * p * (n * (1 - p) + sign));
	const low = x === 0 ? 0 : (2 * n * p + z * z - 1 - half(1)) / all;
	const high = x === n ? 1 : (2 * n * p + z * z + 1 + half(-1)) / all;
	return within(low, high);
}
