import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, readNumbers } from '../../src/lib/surveys/numbers';
import { mergeSmallGrids } from '../../src/lib/surveys/small-grids';

describe('a list of numbers to write to', () => {
	const one = '13900001111';
	const other = '13900002222';

	it.each([
		['as it stands', '13900001111'],
		['with spaces and hyphens', ' 139 0000-1111 '],
		['with the country before it', '+86 13900001111'],
		['in full width', '１３９００００１１１１'],
		['in quotes, as a CSV has it', '"13900001111"']
	])('is read %s', (_, text) => {
		expect(readNumbers(linesOf(text))).toEqual({ numbers: [one], problems: [], doubles: [] });
	});

	it('names lines that are none and those that stand twice, and leaves out empty ones', () => {
		const text = `${one}\n\n1390000\n${other}\n+86${one}\n02112345678`;
		expect(readNumbers(linesOf(text))).toEqual({
			numbers: [one, other],
			problems: [
				{ line: 3, message: '“1390000”不是 11 位手机号' },
				{ line: 6, message: '“02112345678”不是 11 位手机号' }
			],
			doubles: [{ line: 5, first: 1 }]
		});
	});

	it('is the column that is headed so, among others', () => {
		const cells = [
			['户主', '网格', '手机号'],
			['甲', 15900009999, 13900001111],
			['乙', '15900009999', null]
		];
		expect(readNumbers(cells)).toEqual({
			numbers: [one],
			problems: [{ line: 3, message: '没有号码' }],
			doubles: []
		});
	});

	it('without a heading is the first column in which a number stands', () => {
		expect(readNumbers(linesOf(`甲,${one}\n乙,${other}`)).numbers).toEqual([one, other]);
	});

	it('never has a number twice, nor one that is none', () => {
		const cell = fc.oneof(
			fc.string(),
			fc.integer({ min: 13_900_000_000, max: 13_900_000_009 }),
			fc.constant(null)
		);
		fc.assert(
			fc.property(fc.array(fc.array(cell)), (cells) => {
				const { numbers } = readNumbers(cells);
				expect(new Set(numbers).size).toBe(numbers.length);
				expect(numbers.every((number) => /^1[3-9]\d{9}$/.test(number))).toBe(true);
			})
		);
	});
});

describe('grids in which few answered', () => {
	it('count as one with those beside them, within their stratum', () => {
		const grids = [
			{ gridId: 1, stratum: '东', answers: 9 },
			{ gridId: 2, stratum: '东', answers: 2 },
			{ gridId: 3, stratum: '西', answers: 1 },
			{ gridId: 4, stratum: '西', answers: 4 },
			{ gridId: 5, stratum: '西', answers: 6 },
			{ gridId: 6, stratum: '南', answers: 1 }
		];
		expect([...mergeSmallGrids(grids, 5)].sort()).toEqual([
			[1, 1],
			[2, 1],
			[3, 3],
			[4, 3],
			[5, 5],
			[6, 6]
		]);
	});

	it('are never fewer than that, where the stratum has so many, and never leave it', () => {
		const grid = fc.record({
			gridId: fc.integer({ min: 1, max: 500 }),
			stratum: fc.constantFrom('东', '西', '南'),
			answers: fc.integer({ min: 1, max: 12 })
		});
		const list = fc.uniqueArray(grid, { selector: ({ gridId }) => gridId });
		fc.assert(
			fc.property(list, (grids) => {
				const counted = mergeSmallGrids(grids, 5);
				const of = new Map(grids.map((one) => [one.gridId, one]));
				const sums = new Map<number, number>();
				for (const { gridId, stratum, answers } of grids) {
					const to = counted.get(gridId)!;
					expect(of.get(to)!.stratum).toBe(stratum);
					sums.set(to, (sums.get(to) ?? 0) + answers);
				}
				for (const [to, sum] of sums) {
					const { stratum } = of.get(to)!;
					const all = grids
						.filter((one) => one.stratum === stratum)
						.reduce((total, { answers }) => total + answers, 0);
					expect(sum).toBeGreaterThanOrEqual(Math.min(5, all));
				}
			})
		);
	});
});
