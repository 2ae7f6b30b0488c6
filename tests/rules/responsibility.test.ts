import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../src/lib/places/gaps';
import { whoAnswers, type Basis, type Duty } from '../../src/lib/places/responsibility';

const here = { category: 'a.one', group: 'a', gridId: 1, segmentId: 7 };
const noFallback: { unitId: number | null; rule: string }[] = [];

let nextUnit = 100;
function duty(change: Partial<Duty> & { basis?: Basis } = {}): Duty {
	const whole = { category: 'a.one', gridId: null, segmentId: null };
	return { ...whole, unitId: nextUnit++, basis: 'document', document: '1号', ...change };
}

describe('two duties for the same report', () => {
	it.each([
		['law before a document', { basis: 'law' }, { basis: 'document' }],
		['a document before an assignment', { basis: 'document' }, { basis: 'assigned' }],
		[
			'law for the whole town before a document for the segment',
			{ basis: 'law' },
			{ segmentId: 7 }
		],
		['the segment before the grid', { segmentId: 7 }, { gridId: 1 }],
		['the grid before the whole town', { gridId: 1 }, {}],
		['the category before its group', {}, { category: 'a' }],
		['a segment of the group before the town of the category', { category: 'a', segmentId: 7 }, {}]
	] as [string, Partial<Duty>, Partial<Duty>][])('%s', (_, stronger, weaker) => {
		const [first, second] = [duty(stronger), duty(weaker)];
		expect(whoAnswers(here, [first, second], noFallback)?.unitId).toBe(first.unitId);
		expect(whoAnswers(here, [second, first], noFallback)?.unitId).toBe(first.unitId);
	});
});

describe('a duty that is about something else', () => {
	it.each([
		['another category', { category: 'a.two' }],
		['another group', { category: 'b' }],
		['another grid', { gridId: 2 }],
		['another segment', { segmentId: 8 }],
		['its own grid and another segment', { gridId: 1, segmentId: 8 }]
	])('%s does not answer', (_, change) => {
		expect(whoAnswers(here, [duty(change)], noFallback)).toBeNull();
	});

	it('one for a grid does not answer where no grid is known', () => {
		const nowhere = { ...here, gridId: null, segmentId: null };
		expect(whoAnswers(nowhere, [duty({ gridId: 1 })], noFallback)).toBeNull();
	});
});

describe('an answer', () => {
	it('carries its basis, document and the rule in words', () => {
		const found = duty({ gridId: 1, basis: 'law', document: '某法第 1 条' });
		expect(whoAnswers(here, [found], noFallback)).toEqual({
			unitId: found.unitId,
			basis: 'law',
			document: '某法第 1 条',
			rule: '法定 · 按类别和网格',
			gap: false
		});
	});
});

describe('no duty fits', () => {
	it('the first fallback that is a unit answers, flagged as a gap', () => {
		const fallbacks = [
			{ unitId: null, rule: '牵头单位' },
			{ unitId: 5, rule: '属地街道' },
			{ unitId: 6, rule: '文明办' }
		];
		expect(whoAnswers(here, [], fallbacks)).toEqual({
			unitId: 5,
			basis: 'assigned',
			document: '',
			rule: '属地街道',
			gap: true
		});
	});
});

describe('gaps of a town', () => {
	const categories = [
		{ id: 'a.one', group: 'a' },
		{ id: 'a.two', group: 'a' },
		{ id: 'b.one', group: 'b' },
		{ id: 'c.one', group: 'c' }
	];

	it('names what nobody answers for, and what is answered in parts only', () => {
		const duties = [duty({ category: 'a' }), duty({ category: 'b.one', gridId: 1 })];
		expect(gapsIn(categories, duties).map((g) => [g.category.id, g.partly])).toEqual([
			['b.one', true],
			['c.one', false]
		]);
	});

	it('there is none when each has a duty for the whole town', () => {
		const duties = ['a', 'b', 'c'].map((category) => duty({ category }));
		expect(gapsIn(categories, duties)).toEqual([]);
	});
});
