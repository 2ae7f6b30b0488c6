import { describe, expect, it } from 'vitest';
import { designOf, kishEffectiveN } from '../../src/lib/surveys/estimate/design';
import { newcombe } from '../../src/lib/surveys/estimate/difference';
import { longestRun, variability } from '../../src/lib/surveys/estimate/flags';
import { intervalN, kornGraubard, logit, wilson } from '../../src/lib/surveys/estimate/intervals';
import {
	agrestiCoull,
	jeffreys,
	wald,
	wilsonCorrected
} from '../../src/lib/surveys/estimate/other-intervals';
import { sampleSize } from '../../src/lib/surveys/estimate/planning';
import { betaQuantile, t95, z95 } from '../../src/lib/surveys/estimate/quantiles';
import { rake } from '../../src/lib/surveys/estimate/raking';
import { deffOfMean, meanOf } from '../../src/lib/surveys/estimate/rate';
import { postStratify } from '../../src/lib/surveys/estimate/weighting';
import known from '../support/known-answers.json';

/**
 * How many decimals the figures of a field are given to: those of the longest, for zeros at the end are
 * not written.
 */
function decimals(given: unknown): number {
	if (Array.isArray(given)) return Math.max(0, ...given.map(decimals));
	return typeof given === 'number' ? (String(given).split('.')[1]?.length ?? 0) : 0;
}

const flat = (figures: unknown): number[] =>
	Array.isArray(figures) ? figures.flatMap(flat) : [Number(figures)];

/**
 * Every field of a row that is not what was asked is found, to half of the last digit that is given in
 * that field of any row.
 */
function expectAnswers(
	rows: readonly object[],
	asked: readonly string[],
	answer: (row: never) => Record<string, unknown>
) {
	for (const row of rows) {
		const found = new Map(Object.entries(answer(row as never)));
		for (const [name, given] of Object.entries(row)) {
			if (asked.includes(name) || name === 'src') continue;
			const digits = decimals(rows.map((one) => new Map(Object.entries(one)).get(name)));
			const [mine, theirs] = [flat(found.get(name)), flat(given)];
			expect(mine, name).toHaveLength(theirs.length);
			for (const [i, figure] of theirs.entries()) {
				const off = Math.abs(mine[i]! - figure);
				expect(off, `${name}: ${mine[i]} for ${figure}`).toBeLessThanOrEqual(0.5 * 10 ** -digits);
			}
		}
	}
}

describe('known answers, each to half of the last digit given', () => {
	it('the normal quantile', () => expect(z95).toBe(known.z95));

	it('every interval of a share', () => {
		expectAnswers(known.proportionCI, ['x', 'n'], ({ x, n }: { x: number; n: number }) => ({
			wilson: wilson(x / n, n),
			wilsonCC: wilsonCorrected(x, n),
			clopperPearson: kornGraubard(x / n, n),
			agrestiCoull: agrestiCoull(x, n),
			jeffreys: jeffreys(x, n),
			wald: wald(x, n)
		}));
	});

	describe('a rate of a drawn sample', () => {
		type Given = { p: number; se: number; n: number; df: number };
		const asked = ['p', 'se', 'n', 'df'];
		const answers = ({ p, se, n, df }: Given) => {
			const nEff = (p * (1 - p)) / se ** 2;
			return {
				nEff,
				deff: n / nEff,
				betaKG: kornGraubard(p, intervalN({ n, nEff, df })),
				logit: logit(p, se, df),
				wilson_t: wilson(p, nEff, t95(df))
			};
		};

		/*
		 * R reckoned with a p of more digits than the fifteen of the file. With p as it is written, the lower
		 * end of betaKG is 0.46895475787634743929 (to forty digits), 5.6e-16 from what R printed. The next
		 * double but one is written as the same p, and with it every figure holds.
		 */
		it('as it was before its p was written down', () => {
			const rows = known.designBasedCI;
			const before = (p: number) => p + 2 * 2 ** -53;
			for (const { p } of rows) expect(before(p).toFixed(decimals(p))).toBe(String(p));
			expectAnswers(rows, asked, (row: Given) => answers({ ...row, p: before(row.p) }));
		});

		it('as it is written, but for the end that hangs on the digits not written', () => {
			const [row] = known.designBasedCI;
			const { betaKG: ours, ...others } = answers(row!);
			const { betaKG: given, ...rest } = row!;
			expectAnswers([rest], asked, () => others);
			expect(ours[0]).toBeCloseTo(0.468954757876347439, 15);
			expectAnswers([{ upper: given[1] }], [], () => ({ upper: ours[1] }));
		});
	});

	it('differences', () => {
		type Given = { a: [number, number]; b: [number, number] };
		expectAnswers(
			known.twoProportionDiff_newcombeHybrid,
			['a', 'b'],
			({ a: [x1, n1], b: [x2, n2] }: Given) => ({
				d: x1 / n1 - x2 / n2,
				ci: newcombe(x1 / n1, n1, x2 / n2, n2)
			})
		);
	});

	it('raking and post-stratification of Kalton & Flores-Cervantes', () => {
		const { raking_kalton: given } = known;
		const people = given.sample_rows_a_cols_b.flatMap((row, a) =>
			row.flatMap((many, b) => Array.from({ length: many }, () => ({ a, b })))
		);
		const ones = new Float64Array(people.length).fill(1);
		type Who = (typeof people)[number];
		const margin = (label: string, of: (who: Who) => number, totals: number[]) => ({
			label,
			group: Int32Array.from(people, of),
			totals,
			names: totals.map(String)
		});
		const margins = [
			margin('a', ({ a }) => a, given.marginA),
			margin('b', ({ b }) => b, given.marginB)
		];
		const raked = rake(ones, margins, { tolerance: 1e-15 });
		const stopped = rake(ones, margins, { tolerance: 1e-10 / 1500 });
		const cells = margin('cells', ({ a, b }) => a * 3 + b, given.population.flat());
		const post = postStratify(ones, cells);
		if ('problem' in raked || 'problem' in stopped || 'problem' in post) throw new Error('refused');
		const byCell = (weights: Float64Array) =>
			given.population.map((row, a) =>
				row.map((_, b) => weights[people.findIndex((who) => who.a === a && who.b === b)]!)
			);
		const asked = ['sample_rows_a_cols_b', 'population', 'marginA', 'marginB'];
		expectAnswers([given], asked, () => ({
			postStratFactor: byCell(post.weights),
			rakedFactor2dp: byCell(raked.weights),
			'iterationsToMaxMarginErr1e-10': stopped.iterations,
			kishDeff: raked.deff,
			// given of the weights after those iterations, a thousand doubles added up one by one: exactly it
			// would be 909.354887371346, and 909.354887371285 of weights that meet the margins
			kishNeff: kishEffectiveN(stopped.weights)
		}));
	});

	it('a weighted mean of Tsuchiya', () => {
		const { y, w } = known.weightedMean_tsuchiya;
		const found = meanOf(designOf(w.map((weight) => ({ weight }))), y)!;
		expectAnswers([known.weightedMean_tsuchiya], ['y', 'w'], () => ({
			...found,
			deffReplace: deffOfMean(found)
		}));
	});

	it('sample sizes', () => {
		const { p, moe } = known.sampleSize;
		expectAnswers([known.sampleSize], ['p', 'alpha', 'moe'], () => ({
			n: moe.map((margin) => sampleSize({ p, margin }))
		}));
		expect(sampleSize({ margin: 0.05, deff: 1.5, population: 2000, responseRate: 0.5 })).toBe(896);
	});

	it('longest runs of the same answer', () => {
		expectAnswers(known.longstring_examples, ['seq'], ({ seq }: { seq: number[] }) => ({
			longest: longestRun(seq),
			irv: variability(seq)
		}));
	});
});

/** To forty digits by mpmath, of which these are the first sixteen. */
describe('quantiles, to fourteen digits', () => {
	const expectNear = (found: number, exact: number) =>
		expect(Math.abs(found / exact - 1), `${found} for ${exact}`).toBeLessThan(1e-14);

	it.each([
		[0.5, 164.5576734804885],
		[1, 12.7062047361747],
		[2, 4.302652729749464],
		[7, 2.364624251592785],
		[29.5, 2.043724966772123],
		[921, 1.962543071236732],
		[99999, 1.959987707771845]
	])('Student’s t with %f degrees of freedom', (df, exact) => expectNear(t95(df), exact));

	it.each([
		[0.025, 0.5, 0.5, 0.001541333133436012],
		[0.025, 3, 7, 0.07485463141969181],
		[0.975, 3, 7, 0.6000935737163122],
		[0.025, 0.5, 200, 2.458240652522937e-6],
		[0.975, 0.5, 200, 0.01249666837896572],
		[0.025, 81, 183, 0.2527367455852712],
		[0.975, 82, 182, 0.3676219226013514],
		[0.025, 343, 333, 0.4697278381848402],
		[0.975, 15.7, 17.1, 0.6471446367819315],
		[0.025, 1, 100000, 2.531780477933314e-7],
		[0.975, 1, 100000, 3.688811415792421e-5],
		[0.025, 50000, 50001, 0.4968960624918004]
	])('beta, %f below of (%f, %f)', (share, a, b, exact) =>
		expectNear(betaQuantile(share, a, b), exact)
	);
});
