import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, gathered, shadowed } from '../../src/lib/places/coverage';
import { bases, fittingDuties, whoAnswers, type Duty } from '../../src/lib/places/responsibility';

const categories = [
	{ id: 'a.one', group: 'a' },
	{ id: 'a.two', group: 'a' },
	{ id: 'b.one', group: 'b' }
];
const lead = [{ unitId: 90, rule: '管理盲区 · 网格牵头单位' }];
const grids = [
	{ id: 1, fallbacks: lead },
	{ id: 2, fallbacks: [{ unitId: null, rule: '管理盲区 · 网格牵头单位' }] }
];
const duty = (unitId: number, change: Partial<Duty> = {}): Duty => ({
	category: 'a.one',
	gridId: null,
	segmentId: null,
	basis: 'document',
	document: '1号',
	unitId,
	...change
});
const covers = (duties: Duty[], id = 'a.one') =>
	coverage(duties, grids, categories).find(({ category }) => category.id === id)!.covers;

describe('a category without a duty', () => {
	it('falls to the lead unit of the grid, and to nobody where there is none', () => {
		expect(covers([])).toMatchObject([
			{ gridId: 1, state: 'gap', unitId: 90, rule: '管理盲区 · 网格牵头单位' },
			{ gridId: 2, state: 'nobody', unitId: null }
		]);
	});

	it('is a gap only where the duty of a part does not reach', () => {
		expect(covers([duty(5, { gridId: 2 })]).map(({ state }) => state)).toEqual(['gap', 'duty']);
	});
});

describe('two duties of one rank', () => {
	const segment = duty(5, { segmentId: 7 });
	const joined = duty(6, { segmentId: 7, gridId: 1 });

	it('that name different units are a conflict where both hold', () => {
		const both = covers([segment, joined]);
		expect(both.find(({ gridId, segmentId }) => gridId === 1 && segmentId === 7)?.rivals).toEqual([
			joined
		]);
		expect(both.find(({ gridId, segmentId }) => !gridId && segmentId === 7)?.rivals).toEqual([]);
	});

	it('that name the same unit are none', () => {
		expect(covers([segment, { ...joined, unitId: 5 }]).flatMap(({ rivals }) => rivals)).toEqual([]);
	});
});

describe('a duty that can never win', () => {
	it('is one for a part, with a weaker basis than the whole', () => {
		const [law, paper] = [duty(5, { basis: 'law' }), duty(6, { gridId: 1 })];
		expect(shadowed([law, paper], categories)).toEqual([{ duty: paper, by: law }]);
	});

	it('is not the exception to a rule of the same basis', () => {
		expect(shadowed([duty(5), duty(6, { gridId: 1 })], categories)).toEqual([]);
	});

	it('is one for a group only when each of its categories has a stronger one', () => {
		const group = duty(6, { category: 'a' });
		const one = duty(5);
		expect(shadowed([group, one], categories)).toEqual([]);
		const two = duty(5, { category: 'a.two' });
		expect(shadowed([group, one, two], categories).map(({ duty }) => duty)).toEqual([group]);
	});

	it('is no matter when the stronger one names the same unit', () => {
		expect(shadowed([duty(5, { basis: 'law' }), duty(5, { gridId: 1 })], categories)).toEqual([]);
	});
});

describe('places with the same answer', () => {
	it('stand in one line', () => {
		const lines = gathered(covers([duty(5), duty(6, { segmentId: 7 })]));
		expect(lines.map((line) => line.map(({ gridId }) => gridId))).toEqual([[1, 2], [null]]);
	});
});

const anyDuty = fc.record({
	category: fc.constantFrom('a', 'b', 'a.one', 'a.two', 'b.one'),
	gridId: fc.constantFrom(null, 1, 2),
	segmentId: fc.constantFrom(null, 7, 8),
	unitId: fc.integer({ min: 1, max: 4 }),
	basis: fc.constantFrom(...bases),
	document: fc.constant('')
});
const everywhere = categories.flatMap(({ id, group }) =>
	[null, 1, 2].flatMap((gridId) =>
		[null, 7, 8].map((segmentId) => ({ category: id, group, gridId, segmentId }))
	)
);

describe('whatever the duties', () => {
	it('each grid is answered for as a dispatch would suggest', () => {
		fc.assert(
			fc.property(fc.array(anyDuty, { maxLength: 12 }), (duties) => {
				for (const { category, covers } of coverage(duties, grids, categories)) {
					for (const { gridId, segmentId, unitId, rule, state } of covers) {
						const where = { category: category.id, group: category.group, gridId, segmentId };
						const fallbacks = grids.find(({ id }) => id === gridId)?.fallbacks ?? [];
						const answer = whoAnswers(where, duties, fallbacks);
						expect(unitId).toBe(answer?.unitId ?? null);
						if (answer) expect({ rule, gap: state === 'gap' }).toMatchObject({ rule: answer.rule });
						expect(state === 'gap').toBe(answer?.gap ?? false);
					}
				}
			})
		);
	});

	it('one that is said never to win wins nowhere', () => {
		fc.assert(
			fc.property(fc.array(anyDuty, { maxLength: 12 }), (duties) => {
				for (const { duty } of shadowed(duties, categories)) {
					for (const where of everywhere) expect(fittingDuties(where, duties)[0]).not.toBe(duty);
				}
			})
		);
	});
});
