/*
 * The beta distribution to the last digits of a double: jstat's, which `quantiles.ts` starts from, is right
 * to 1e-8 and stops after a hundred steps, too few for some tens of thousands of answers.
 */

/** A place between 0 and 1 with what is left to 1, which near 1 cannot be told from the place. */
export type Place = { x: number; rest: number };

/**
 * How dense the beta distribution is at `x`: not by the gamma function, whose logarithms lose three digits
 * where they are large, but by how far `x` is from a/(a + b); Loader 2000, "Fast and accurate computation of
 * binomial probabilities", as R has it.
 * @param a above 0
 * @param b above 0
 */
export function betaDensity({ x, rest }: Place, a: number, b: number): number {
	const n = a + b;
	const logarithm =
		stirlingError(n) -
		stirlingError(a) -
		stirlingError(b) -
		deviance(a, n * x) -
		deviance(b, n * rest);
	return (Math.exp(logarithm) * Math.sqrt((a * b) / (2 * Math.PI * n))) / (x * rest);
}

/** The regularised incomplete beta function: how much of the beta distribution lies below `x`. */
export function betaBelow(place: Place, a: number, b: number): number {
	const { x, rest } = place;
	if (x <= 0) return 0;
	if (rest <= 0) return 1;
	const factor = betaDensity(place, a, b) * x * rest;
	// either end will do around the middle, where that of the smaller parameter loses no digits
	const isFromBelow = a <= b ? x * (a + b + 2) < a + 3 : rest * (a + b + 2) >= b + 3;
	return isFromBelow ? (factor * fraction(x, a, b)) / a : 1 - (factor * fraction(rest, b, a)) / b;
}

const tiny = 1e-300;
const mostTerms = 10_000;

/** Its continued fraction (DLMF 8.17.22) by Lentz's method; about √max(a, b) terms. */
function fraction(x: number, a: number, b: number): number {
	let value = 1;
	let c = 1;
	let d = 0;
	const take = (term: number): number => {
		d = 1 / (1 + term * d || tiny);
		c = 1 + term / c || tiny;
		value *= c * d;
		return Math.abs(c * d - 1);
	};
	take((-(a + b) * x) / (a + 1));
	for (let m = 1; m < mostTerms; m++) {
		take((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
		const change = take((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
		if (change < 1e-16) break;
	}
	return 1 / value;
}

/** ln Γ(n + 1) less Stirling's formula for it; small numbers by way of larger ones. */
function stirlingError(n: number): number {
	let error = 0;
	for (; n < 16; n++) error += (n + 0.5) * Math.log1p(1 / n) - 1;
	const square = n * n;
	const series = [1 / 1188, 1 / 1680, 1 / 1260, 1 / 360, 1 / 12];
	return error + series.reduce((sum, term) => term - sum / square, 0) / n;
}

/** n ln(n/mean) + mean − n, which next to 0 is a difference of large numbers and so has a series. */
function deviance(n: number, mean: number): number {
	const off = n - mean;
	if (Math.abs(off) >= 0.1 * (n + mean)) return n * Math.log(n / mean) + mean - n;
	const ratio = off / (n + mean);
	let sum = off * ratio;
	let power = 2 * n * ratio;
	for (let odd = 3; odd < 50; odd += 2) {
		power *= ratio * ratio;
		sum += power / odd;
	}
	return sum;
}
