import { intervalN, wilson, type Interval } from './intervals';
import { twoSided } from './quantiles';
import type { Rate } from './rate';

export type Difference = {
	d: number;
	/** Newcombe's hybrid of both Wilson intervals. */
	interval: Interval;
	/** On the standard errors of the design; null where nothing varies in either. */
	z: number | null;
	/** Two-sided, of that z. */
	pValue: number | null;
};

/** Newcombe 1998, Stat Med 17:873, method 10, of two rates with the answers each rests on. */
export function newcombe(p1: number, n1: number, p2: number, n2: number): Interval {
	const [l1, u1] = wilson(p1, n1);
	const [l2, u2] = wilson(p2, n2);
	const d = p1 - p2;
	return [
		Math.max(-1, d - Math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)),
		Math.min(1, d + Math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2))
	];
}

/** How much the first is above the second; both from samples drawn apart from each other. */
export function differenceOf(first: Rate, second: Rate): Difference {
	const d = first.p - second.p;
	const se = Math.hypot(first.se, second.se);
	const z = se > 0 ? d / se : null;
	return {
		d,
		interval: newcombe(first.p, intervalN(first), second.p, intervalN(second)),
		z,
		pValue: z === null ? null : twoSided(z)
	};
}

/** Holm's correction for a table of tests, in the order given. */
export function holm(pValues: readonly number[]): number[] {
	const order = pValues.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
	const corrected: number[] = [];
	let most = 0;
	for (const [k, { p, i }] of order.entries()) {
		most = Math.max(most, Math.min(1, (order.length - k) * p));
		corrected[i] = most;
	}
	return corrected;
}

/** What a figure must share with another to be set against it. */
export type Comparable = { mode: string; formula: string };

/** Why two figures must not be compared, in words; null where they may be. */
export function notComparable(first: Comparable, second: Comparable): string | null {
	if (first.mode !== second.mode) {
		return '两次调查的方式不同，不能比较：变化可能只是因为问的人不同';
	}
	if (first.formula !== second.formula) return '两次的算法不同，不能比较';
	return null;
}
