import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designOf, clusterDeff } from '../../src/lib/surveys/estimate/design';
import { differenceOf, holm, notComparable } from '../../src/lib/surveys/estimate/difference';
import { enumeratorsOutOfLine, isFast, median } from '../../src/lib/surveys/estimate/flags';
import {
	intervalN,
	intervalOf,
	kornGraubard,
	wilson
} from '../../src/lib/surveys/estimate/intervals';
import { responseRate1 } from '../../src/lib/surveys/estimate/planning';
import { rake, type Raked } from '../../src/lib/surveys/estimate/raking';
import { rateOf } from '../../src/lib/surveys/estimate/rate';
import { hiddenCells, showing, withSecond } from '../../src/lib/surveys/estimate/small-numbers';
import { postStratify, type Margin } from '../../src/lib/surveys/estimate/weighting';

const plain = (ones: number, n: number) => ({
	design: designOf(Array.from({ length: n }, () => ({ weight: 1 }))),
	y: Float64Array.from({ length: n }, (_, i) => (i < ones ? 1 : 0))
});
const isRaked = (result: object): result is Raked => 'weights' in result;

describe('a sample of strata and drawn grids', () => {
	it('has the standard error of its grids, worked out by hand', () => {
		// two strata of two grids; z of a grid is Σ w(y − p)/Σw
		const rows = [
			{ stratum: 's', psu: 'a', weight: 2, y: 1 },
			{ stratum: 's', psu: 'a', weight: 2, y: 0 },
			{ stratum: 's', psu: 'b', weight: 2, y: 1 },
			{ stratum: 't', psu: 'a', weight: 1, y: 0 },
			{ stratum: 't', psu: 'b', weight: 1, y: 1 }
		];
		const y = rows.map((row) => row.y);
		const rate = rateOf(designOf(rows), y)!;
		// p = 5/8; z: a −0.25/8·2… in eighths of weight: s/a (2·.375 − 2·.625)/8, s/b .75/8, t/a −.625/8, t/b .375/8
		const z = [-0.5 / 8, 0.75 / 8, -0.625 / 8, 0.375 / 8] as const;
		const variance = 2 * (2 * ((z[1] - z[0]) / 2) ** 2 + 2 * ((z[3] - z[2]) / 2) ** 2);
		expect(rate.p).toBe(5 / 8);
		expect(rate.se).toBeCloseTo(Math.sqrt(variance), 12);
		expect(rate.df).toBe(2);
	});

	it('of a group counts the grids in which nobody of the group was met as zeros', () => {
		const rows = ['a', 'b', 'c', 'd'].flatMap((psu) => [
			{ psu, weight: 1 },
			{ psu, weight: 1 }
		]);
		const design = designOf(rows);
		const y = [1, 0, 1, 1, 0, 1, NaN, NaN];
		const all = rateOf(design, y)!;
		expect(all.n).toBe(6);
		expect(rateOf(design, y, Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]))).toEqual(all);
		// p = 2/3; z = −1/18, 1/9, −1/18, 0 and the mean of all four is 0
		expect(all.se ** 2).toBeCloseTo((4 / 3) * (2 * (1 / 18) ** 2 + (1 / 9) ** 2), 12);
	});

	it('widens when neighbours answer alike', () => {
		expect(clusterDeff(25, 0.05)).toBeCloseTo(2.2, 12);
		const rows = Array.from({ length: 100 }, (_, i) => ({ psu: String(i % 10), weight: 1 }));
		const y = rows.map(({ psu }) => (Number(psu) < 5 ? 1 : 0));
		expect(rateOf(designOf(rows), y)!.deff).toBeGreaterThan(9);
	});
});

describe('properties', () => {
	const sample = fc.integer({ min: 1, max: 60 }).chain((n) =>
		fc.array(
			fc.record({
				y: fc.constantFrom(0, 1),
				weight: fc.double({ min: 0.01, max: 50, noNaN: true }),
				stratum: fc.constantFrom('甲', '乙'),
				psu: fc.constantFrom('1', '2', '3')
			}),
			{ minLength: n, maxLength: n }
		)
	);

	it('whatever was answered, nothing throws and the interval holds the rate', () => {
		fc.assert(
			fc.property(sample, (rows) => {
				const rate = rateOf(
					designOf(rows),
					rows.map(({ y }) => y)
				)!;
				const n = intervalN(rate);
				expect(n).toBeGreaterThan(0);
				for (const [low, high] of [intervalOf(rate), kornGraubard(rate.p, n)]) {
					expect(low).toBeGreaterThanOrEqual(0);
					expect(high).toBeLessThanOrEqual(1);
					expect(low).toBeLessThanOrEqual(rate.p + 1e-9);
					expect(high).toBeGreaterThanOrEqual(rate.p - 1e-9);
				}
				expect(() => showing(rate, intervalOf(rate))).not.toThrow();
			})
		);
	});

	it('shrinks as more are asked', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 1000 }).map((mille) => mille / 1000),
				fc.integer({ min: 1, max: 5000 }),
				fc.integer({ min: 1, max: 5000 }),
				(p, n, more) => {
					const width = ([low, high]: readonly [number, number]) => high - low;
					expect(width(wilson(p, n + more))).toBeLessThan(width(wilson(p, n)));
					expect(width(kornGraubard(p, n + more))).toBeLessThanOrEqual(
						width(kornGraubard(p, n)) + 1e-9
					);
				}
			)
		);
	});

	it.each([
		[0, 1],
		[1, 1],
		[0, 50],
		[50, 50]
	])('%i of %i is an ordinary input', (ones, n) => {
		const { design, y } = plain(ones, n);
		const rate = rateOf(design, y)!;
		expect(rate).toMatchObject({ p: ones / n, n, nEff: n, deff: 1 });
		const [low, high] = intervalOf(rate);
		expect([low, high].every(Number.isFinite)).toBe(true);
		expect(ones === 0 ? low : high).toBe(ones / n);
		expect(rateOf(design, new Float64Array(n).fill(NaN))).toBeNull();
	});

	const marginsOf = (groups: number[][], totals: number[][]): Margin[] =>
		totals.map((of, m) => ({
			label: `第${m}项`,
			group: Int32Array.from(groups, (row) => row[m]!),
			totals: of,
			names: of.map(String)
		}));

	it('raking meets every margin with weights above zero', () => {
		const share = fc.double({ min: 0.2, max: 1, noNaN: true });
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(2), fc.nat(1), share), { minLength: 5, maxLength: 80 }),
				fc.array(share, { minLength: 3, maxLength: 3 }),
				fc.array(share, { minLength: 2, maxLength: 2 }),
				(extra, a, b) => {
					// somebody of each kind, so that no cell is empty
					const people = [0, 1, 2].flatMap((x) => [0, 1].map((y) => [x, y, 1]));
					people.push(...extra.map((one) => [...one]));
					const whole = (of: number[]) => {
						const all = of.reduce((sum, x) => sum + x, 0);
						return of.map((x) => (x / all) * 10_000);
					};
					const margins = marginsOf(people, [whole(a), whole(b)]);
					const raked = rake(
						Float64Array.from(people, (row) => row[2]!),
						margins
					);
					if (!isRaked(raked)) throw new Error(raked.problem);
					expect(raked.smallest).toBeGreaterThan(0);
					for (const { group, totals } of margins) {
						for (let g = 0; g < totals.length; g++) {
							let sum = 0;
							for (const [i, w] of raked.weights.entries()) if (group[i] === g) sum += w;
							expect(Math.abs(sum - totals[g]!)).toBeLessThan(10_000 * 1e-6);
						}
					}
				}
			)
		);
	});

	it('the cap holds where it can, and says so where it cannot', () => {
		const people = Array.from({ length: 100 }, (_, i) => [i % 2]);
		const base = Float64Array.from(people, (_, i) => (i === 0 ? 60 : 1));
		const even = marginsOf(people, [[500, 500]]);
		const capped = rake(base, even, { cap: 5 });
		expect(capped).toMatchObject({ capHolds: true, capped: 1 });
		expect(isRaked(capped) && capped.largestRatio).toBeLessThanOrEqual(5.00001);
		const thin = marginsOf(
			people.map((_, i) => [i === 0 ? 0 : 1]),
			[[500, 500]]
		);
		const ones = new Float64Array(100).fill(1);
		expect(rake(ones, thin, { cap: 5 })).toMatchObject({ capHolds: false });
	});
});

describe('weights that cannot be had', () => {
	const margin = (group: number[], totals: number[]): Margin => ({
		label: '年龄段',
		group: Int32Array.from(group),
		totals,
		names: ['18–35', '36–59', '60 岁以上']
	});
	it.each([
		['an empty group', [0, 1], [10, 10, 10], /60 岁以上.*一份答卷也没有/],
		['nobody who lives there', [0, 1, 2], [10, 10, 0], /人口数是 0/],
		['an answer of no group', [0, 1, 2, -1], [10, 10, 10], /没有“年龄段”/],
		['a number that is none', [0, 1, 2], [10, NaN, 10], /人口数不对/]
	])('%s: a sentence', (_, group, totals, sentence) => {
		const of = margin(group, totals);
		const ones = new Float64Array(group.length).fill(1);
		for (const result of [rake(ones, [of]), postStratify(ones, of)]) {
			expect('problem' in result && result.problem).toMatch(sentence);
		}
	});

	it('margins that do not add up to the same: a sentence with both', () => {
		const first = margin([0, 1, 2], [10, 10, 10]);
		const second = { ...margin([0, 1, 2], [10, 10, 20]), label: '性别' };
		const result = rake(new Float64Array(3).fill(1), [first, second]);
		expect('problem' in result && result.problem).toMatch(/“年龄段”共 30 人，“性别”共 40 人/);
	});
});

describe('small numbers', () => {
	const shown = (p: number, n: number, df = n - 1) => {
		const rate = { p, se: 0, n, df, nEff: n, deff: 1, sumW: n };
		return showing(rate, wilson(p, n));
	};
	it.each([
		['fewer than 30', 0.5, 29, false],
		['30 of which half: the interval is 0.3 and more wide', 0.5, 30, false],
		['60 of which half', 0.5, 60, true],
		['a rare thing among 200', 0.01, 200, true],
		['a rare thing among 100, as wide as 1.3 of itself', 0.03, 100, false],
		['nobody of 30', 0, 30, false],
		['nobody of 100', 0, 100, true]
	])('%s', (_, p, n, show) => expect(shown(p, n).show).toBe(show));
	it('few degrees of freedom are marked', () => {
		expect(shown(0.5, 100, 7).review).toBe(true);
		expect(shown(0.5, 100, 8).review).toBe(false);
	});

	it('a count of 1 to 4 is hidden and nothing around gives it away', () => {
		const table = [
			[20, 3, 40],
			[30, 12, 9],
			[25, 14, 30]
		];
		const hidden = hiddenCells(table);
		expect(hidden[0]![1]).toBe(true);
		const lines = [...hidden, ...[0, 1, 2].map((c) => hidden.map((row) => row[c]!))];
		for (const line of lines) expect(line.filter(Boolean).length).not.toBe(1);
		expect(hidden.flat().filter(Boolean)).toHaveLength(4);
		expect(hiddenCells([[20, 30]])).toEqual([[false, false]]);
	});

	it('two small ones that add up to a small one take a third with them', () => {
		expect(hiddenCells([[1, 2, 30, 40]])[0]).toEqual([true, true, true, false]);
	});

	it('whatever the table, no line keeps one hidden cell', () => {
		const table = fc
			.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 }))
			.chain(([rows, columns]) =>
				fc.array(fc.array(fc.nat(30), { minLength: columns, maxLength: columns }), {
					minLength: rows,
					maxLength: rows
				})
			);
		fc.assert(
			fc.property(table, (counts) => {
				const hidden = hiddenCells(counts);
				const columns = counts[0]!.map((_, c) => hidden.map((row) => row[c]!));
				for (const line of [...hidden, ...columns]) {
					expect(line.filter(Boolean).length).not.toBe(1);
				}
			})
		);
	});

	it('one hidden group takes the next smallest with it; two hide each other', () => {
		expect(withSecond([10, 80, 60], [true, false, false])).toEqual([true, false, true]);
		expect(withSecond([10, 12, 60], [true, true, false])).toEqual([true, true, false]);
		expect(withSecond([10, 12], [false, false])).toEqual([false, false]);
	});
});

describe('differences', () => {
	it('of two waves, with a z on their design errors', () => {
		const of = (ones: number, n: number) => {
			const { design, y } = plain(ones, n);
			return rateOf(design, y)!;
		};
		const found = differenceOf(of(56, 70), of(48, 80));
		expect(found.d).toBeCloseTo(0.2, 12);
		expect(found.z).toBeGreaterThan(2.6);
		expect(found.pValue).toBeLessThan(0.01);
		expect(differenceOf(of(5, 5), of(7, 7))).toMatchObject({ d: 0, z: null, pValue: null });
	});
	it('Holm over a table', () => {
		expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
		expect(holm([])).toEqual([]);
	});
	it('other modes and other formulas are refused', () => {
		const figure = { mode: 'visited', formula: 'support/yes' };
		expect(notComparable(figure, { ...figure })).toBeNull();
		expect(notComparable(figure, { ...figure, mode: 'open' })).toMatch(/方式不同/);
		expect(notComparable(figure, { ...figure, formula: 'x' })).toMatch(/算法不同/);
	});
});

describe('what a reviewer should look at', () => {
	it('the median and half of it', () => {
		expect(median([])).toBeNull();
		expect(median([3, 1, 2])).toBe(2);
		expect(median([4, 1, 2, 3])).toBe(2.5);
		expect(isFast(59, 120)).toBe(true);
		expect(isFast(60, 120)).toBe(false);
	});
	it('an enumerator who is quick, and one whose people all say yes', () => {
		const usual = { seconds: 200, yes: 15, n: 30 };
		expect(
			enumeratorsOutOfLine([
				{ enumerator: '甲', ...usual },
				{ enumerator: '乙', ...usual },
				{ enumerator: '丙', seconds: 60, yes: 15, n: 30 },
				{ enumerator: '丁', seconds: 200, yes: 30, n: 30 }
			])
		).toEqual(['丙', '丁']);
		expect(enumeratorsOutOfLine([])).toEqual([]);
	});
	it('the strictest response rate', () => {
		const none = { partial: 0, other: 0, unknownOther: 0 };
		expect(
			responseRate1({ ...none, complete: 60, refused: 20, nonContact: 10, unknownHousehold: 10 })
		).toBe(0.6);
		expect(
			responseRate1({ ...none, complete: 0, refused: 0, nonContact: 0, unknownHousehold: 0 })
		).toBeNull();
	});
});
