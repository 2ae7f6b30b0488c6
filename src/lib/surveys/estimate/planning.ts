import { z95 } from './quantiles';

/** What came of the addresses that were drawn; AAPOR's Standard Definitions. */
export type Dispositions = {
	/** Complete interviews, and those broken off. */
	complete: number;
	partial: number;
	refused: number;
	/** Known to live there and never met; not able to answer. */
	nonContact: number;
	other: number;
	/** Not known whether anybody lives there, or whether anybody is eligible. */
	unknownHousehold: number;
	unknownOther: number;
};

/** RR1 = I / ((I + P) + (R + NC + O) + (UH + UO)), the strictest; null before anybody was asked. */
export function responseRate1(of: Dispositions): number | null {
	const all =
		of.complete +
		of.partial +
		of.refused +
		of.nonContact +
		of.other +
		of.unknownHousehold +
		of.unknownOther;
	return all === 0 ? null : of.complete / all;
}

export type SampleAsked = {
	/** Half the width of the interval wanted, as 0.05. */
	margin: number;
	/** The share expected; 0.5 needs the most. */
	p?: number;
	deff?: number;
	/** How many people there are, where they are few. */
	population?: number;
	responseRate?: number;
};

/** How many must be asked: n0 = z²pq/e² → × deff → finite population → ÷ response rate. */
export function sampleSize(asked: SampleAsked): number {
	const { margin, p = 0.5, deff = 1, population = Infinity, responseRate = 1 } = asked;
	const needed = ((z95 ** 2 * p * (1 - p)) / margin ** 2) * deff;
	const ofFew = population === Infinity ? needed : needed / (1 + (needed - 1) / population);
	// what is whole but for rounding stays so
	return Math.ceil(ofFew / responseRate - 1e-9);
}
