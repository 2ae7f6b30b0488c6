import jstat from 'jstat';

/** Of the standard normal distribution at 0.975: what makes an interval one of 95 %. */
export const z95 = 1.959963984540054;

/** Student's t at 0.975. Infinity where there is no degree of freedom left to judge by. */
export const t95 = (df: number): number => (df > 0 ? jstat.studentt.inv(0.975, df) : Infinity);

/** The beta distribution's quantile, to 1e-8; a parameter of next to 0 puts all of it at one end. */
export function betaQuantile(share: number, a: number, b: number): number {
	if (a < 1e-9) return 0;
	if (b < 1e-9) return 1;
	const found = jstat.beta.inv(share, a, b);
	return Number.isFinite(found) ? found : halved((x) => jstat.beta.cdf(x, a, b) < share);
}

// the library's own steps run away where nearly all lies at an end
function halved(isBelow: (x: number) => boolean): number {
	let [low, high] = [0, 1];
	for (let step = 0; step < 60; step++) {
		const middle = (low + high) / 2;
		if (isBelow(middle)) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** How likely the standard normal distribution is at least as far from 0 as `z`, on either side. */
export const twoSided = (z: number): number => 2 * jstat.normal.cdf(-Math.abs(z), 0, 1);
