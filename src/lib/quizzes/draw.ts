import { startOfDay, dayMs } from '../time/shanghai';

/** The same order for the same seed, each as likely: Fisher and Yates with a small generator. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
	const left = [...items];
	const next = numbers(seed);
	for (let i = left.length - 1; i > 0; i--) {
		const other = Math.floor(next() * (i + 1));
		[left[i], left[other]] = [left[other]!, left[i]!];
	}
	return left;
}

// mulberry32, in the public domain
function numbers(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

type InBank = {
	/** The first day on which it may be the question of the day. */
	dailyFrom: string;
	retired: boolean;
};

/**
 * The question of a day, the same for everyone. Each has its turn before one comes again. A question
 * that is added waits for the next day, so that today's does not change under its readers; one that is
 * retired today gives its place to the next.
 */
export function questionOfDay<Kept extends InBank>(
	day: string,
	bank: readonly Kept[]
): Kept | undefined {
	const turns = bank.filter(({ dailyFrom }) => dailyFrom <= day);
	if (turns.length === 0) return undefined;
	const number = Math.floor(startOfDay(day) / dayMs);
	const round = shuffled(turns, Math.floor(number / turns.length));
	const place = number % turns.length;
	return [...round.slice(place), ...round.slice(0, place)].find(({ retired }) => !retired);
}
