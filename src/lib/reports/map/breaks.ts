/** A class of a legend: values from `from` up to `to`, both included. */
export type Break = { from: number; to: number };

const most = 5;

/**
 * Classes with about as many values in each, from the smallest up; zero stands apart and in none.
 * Equal values share a class, so that there are fewer where there are few different ones.
 */
export function classBreaks(values: readonly number[]): Break[] {
	const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
	const classes: Break[] = [];
	for (let n = 0, start = 0; n < most && start < sorted.length; n++) {
		const share = Math.ceil((sorted.length - start) / (most - n));
		let end = start + share;
		while (end < sorted.length && sorted[end] === sorted[end - 1]) end++;
		classes.push({ from: sorted[start]!, to: sorted[end - 1]! });
		start = end;
	}
	return classes;
}

/** Which class a value is in, from 0; -1 for none. */
export const classOf = (classes: readonly Break[], value: number): number =>
	classes.findIndex(({ from, to }) => value >= from && value <= to);
