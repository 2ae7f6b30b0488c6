const usual = 5;

/** Lets each contestant have its turn once a round: what disturbs the machine disturbs them all. */
export async function alternate<Name extends string>(
	contestants: Record<Name, () => Promise<number>>,
	rounds = usual
): Promise<Record<Name, number[]>> {
	const entries = Object.entries(contestants) as [Name, () => Promise<number>][];
	const figures = Object.fromEntries(entries.map(([name]) => [name, []])) as unknown as Record<
		Name,
		number[]
	>;
	for (let round = 0; round < rounds; round++) {
		for (const [name, measure] of entries) figures[name].push(await measure());
	}
	return figures;
}

/** How often `work` gets done in a second, one after the other for `duration` milliseconds. */
export async function rateOf(work: () => Promise<unknown>, duration = 1000): Promise<number> {
	const begin = performance.now();
	let done = 0;
	while (performance.now() - begin < duration) {
		await work();
		done++;
	}
	return (done * 1000) / (performance.now() - begin);
}

/** Milliseconds that `work` takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

/** The nearest rank. */
export function percentile(figures: readonly number[], share: number): number {
	const sorted = figures.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Of two contestants, the median of what each round says. */
export const ratio = (of: readonly number[], to: readonly number[]): number =>
	median(of.map((figure, round) => figure / to[round]!));
