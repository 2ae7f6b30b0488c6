import { holm } from './difference';
import { twoSided } from './quantiles';

/** What makes a reviewer look twice at an answer; nothing is ever dropped for it by itself. */
export const flagWords = {
	fast: '答得太快',
	same: '一路选同一项',
	flat: '所有评分都一样',
	repeat: '同一设备或地点重复',
	enumerator: '访问员的答卷与众不同',
	late: '手机很晚才传回'
} as const;
export type Flag = keyof typeof flagWords;
export const flagNames = Object.keys(flagWords) as [Flag, ...Flag[]];

export function median(numbers: readonly number[]): number | null {
	if (numbers.length === 0) return null;
	const sorted = [...numbers].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Faster than half of what most take. */
export const isFast = (seconds: number, medianSeconds: number): boolean =>
	seconds < medianSeconds / 2;

/** The longest run of the same answer, in the order asked. */
export function longestRun(answers: readonly (number | string)[]): number {
	let longest = 0;
	let run = 0;
	for (const [i, answer] of answers.entries()) {
		run = i > 0 && answer === answers[i - 1] ? run + 1 : 1;
		longest = Math.max(longest, run);
	}
	return longest;
}

/** How much someone's answers to scales differ among themselves: their standard deviation, 0 for none. */
export function variability(answers: readonly number[]): number {
	if (answers.length < 2) return 0;
	const mean = answers.reduce((all, a) => all + a, 0) / answers.length;
	const squares = answers.reduce((all, a) => all + (a - mean) ** 2, 0);
	return Math.sqrt(squares / (answers.length - 1));
}

/** A run so long, or no variation over so many scales, is worth a look. */
export const runWorthALook = 8;
export const scalesWorthALook = 6;

export type Worked = {
	enumerator: string;
	/** Median of seconds from opening to sending. */
	seconds: number;
	/** Of the answers of theirs, how many said yes to what is compared, and how many there are. */
	yes: number;
	n: number;
};

/**
 * The enumerators out of line: half as long with people as their colleagues, or with a share of yes that
 * differs from all others' by more than chance explains (z of two shares, Holm over all, 1 %).
 */
export function enumeratorsOutOfLine(all: readonly Worked[]): string[] {
	const usual = median(all.map(({ seconds }) => seconds)) ?? 0;
	const total = all.reduce((sum, { yes, n }) => ({ yes: sum.yes + yes, n: sum.n + n }), {
		yes: 0,
		n: 0
	});
	const likely = holm(
		all.map(({ yes, n }) => {
			const others = { yes: total.yes - yes, n: total.n - n };
			if (n < 10 || others.n < 10) return 1;
			const p = total.yes / total.n;
			const se = Math.sqrt(p * (1 - p) * (1 / n + 1 / others.n));
			return se === 0 ? 1 : twoSided((yes / n - others.yes / others.n) / se);
		})
	);
	return all
		.filter(({ seconds, n }, i) => (n >= 5 && isFast(seconds, usual)) || likely[i]! < 0.01)
		.map(({ enumerator }) => enumerator);
}
