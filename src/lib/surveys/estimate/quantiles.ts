import jstat from 'jstat';
import { betaBelow, betaDensity } from './incomplete-beta';

/** Of the standard normal distribution at 0.975: what makes an interval one of 95 %. */
export const z95 = 1.959963984540054;

/** Student's t at 0.975. Infinity where there is no degree of freedom left to judge by. */
export function t95(df: number): number {
	if (!(df > 0)) return Infinity;
	const place = (t: number) => ({ x: df / (df + t * t), rest: (t * t) / (df + t * t) });
	return refined(jstat.studentt.inv(0.975, df), 0, Infinity, (t) => ({
		off: 0.05 - betaBelow(place(t), df / 2, 0.5),
		slope: betaDensity(place(t), df / 2, 0.5) * 2 * place(t).x * (t / (df + t * t))
	}));
}

/** The beta distribution's quantile; a parameter of next to 0 puts all of it at one end. */
export function betaQuantile(share: number, a: number, b: number): number {
	if (a < 1e-9) return 0;
	if (b < 1e-9) return 1;
	return refined(jstat.beta.inv(share, a, b), 0, 1, (x) => ({
		off: betaBelow({ x, rest: 1 - x }, a, b) - share,
		slope: betaDensity({ x, rest: 1 - x }, a, b)
	}));
}

/**
 * Newton's steps from what the library finds, which is right to 1e-8 where its own steps did not run away;
 * halved instead where a step would leave what is known to hold the answer.
 * @param at how far above (+) the wanted share a place is, and how steeply that grows
 */
function refined(
	found: number,
	low: number,
	high: number,
	at: (x: number) => { off: number; slope: number }
): number {
	let x = found > low && found < high ? found : (low + Math.min(high, 1)) / 2;
	for (let step = 0; step < 100; step++) {
		const { off, slope } = at(x);
		if (off > 0) high = x;
		else low = x;
		const newton = x - off / slope;
		const next =
			newton > low && newton < high ? newton : high === Infinity ? 2 * x : (low + high) / 2;
		if (Math.abs(next - x) <= 2 ** -53 * x) return next;
		x = next;
	}
	return x;
}

/** How likely the standard normal distribution is at least as far from 0 as `z`, on either side. */
export const twoSided = (z: number): number => 2 * jstat.normal.cdf(-Math.abs(z), 0, 1);
