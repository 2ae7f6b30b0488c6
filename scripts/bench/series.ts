import { median, percentile } from './rounds';
import { figures, times, verdict, type Line } from './table';

/** Milliseconds, by what took them. */
export type Waited = Record<string, number>;

/** One thing to wait for in two places; `n` says how often it was done before. */
export type Pair = { here: (n: number) => Promise<Waited>; there: (n: number) => Promise<Waited> };

export type Series = {
	series: number;
	rounds: number;
	/** How the other place is called. */
	there: string;
	/** How many times as long the p95 may be here; without it nothing was promised. */
	mostTimes?: number;
};

/**
 * What people wait for here and there, each pair in turn in a series of rounds: a line for each thing, with
 * the median of what the series say of here against there.
 */
export async function compareWaits(
	pairs: readonly Pair[],
	{ series, rounds, there, mostTimes }: Series
): Promise<Line[]> {
	const all = { here: new Map<string, number[]>(), there: new Map<string, number[]>() };
	const ratios = new Map<string, number[]>();
	const middles = new Map<string, number[]>();
	for (let one = 0; one <= series; one++) {
		const now = { here: new Map<string, number[]>(), there: new Map<string, number[]>() };
		for (let n = 0; n < rounds; n++) {
			for (const pair of pairs) {
				keep(now.there, await pair.there(one * rounds + n));
				keep(now.here, await pair.here(one * rounds + n));
			}
		}
		// the first is to get warm
		if (one === 0) continue;
		for (const [what, waits] of now.here) {
			const others = now.there.get(what)!;
			add(ratios, what, [percentile(waits, 0.95) / percentile(others, 0.95)]);
			add(middles, what, [median(waits) / median(others)]);
			add(all.there, what, others);
			add(all.here, what, waits);
		}
	}
	return [...ratios].map(([what, list]) => ({
		what,
		figure: figures(all.here.get(what)!),
		against: `${there} ${figures(all.there.get(what)!)}, p50 ${times(median(middles.get(what)!))}, p95 ${times(median(list))}`,
		bound:
			mostTimes === undefined
				? undefined
				: verdict(`p95 within ${times(mostTimes)}`, median(list) <= mostTimes)
	}));
}

/** Puts more waits beside those that are there. */
export const add = (to: Map<string, number[]>, what: string, waits: readonly number[]) =>
	to.set(what, [...(to.get(what) ?? []), ...waits]);

function keep(to: Map<string, number[]>, waited: Waited): void {
	for (const [what, time] of Object.entries(waited)) add(to, what, [time]);
}
