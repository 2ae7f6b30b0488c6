import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bases, whoAnswers, type Duty } from '../../src/lib/places/responsibility';
import {
	answerBy,
	answersOver,
	heldAt,
	outsideGrids,
	turn,
	type Holding,
	type Tenure
} from '../../src/lib/places/tenures';

const duty: fc.Arbitrary<Duty> = fc.record({
	category: fc.constantFrom('a', 'a.one', 'b'),
	gridId: fc.constantFrom(null, 1),
	segmentId: fc.constantFrom(null, 7),
	unitId: fc.integer({ min: 1, max: 3 }),
	basis: fc.constantFrom(...bases),
	document: fc.constantFrom('', '1号')
});

/** What a town has at one moment: duties by number, and the grid's lead unit. */
const town = fc.record({
	duties: fc.dictionary(fc.constantFrom('1', '2', '3', '4'), duty, { noNullPrototype: true }),
	lead: fc.constantFrom(null, 8, 9)
});
type Town = { duties: Record<string, Duty>; lead: number | null };
const history = fc.array(fc.record({ after: fc.integer({ min: 0, max: 3 }), town }), {
	minLength: 1,
	maxLength: 12
});

const places = ['a.one', 'b'].flatMap((category) =>
	[null, 1].flatMap((gridId) =>
		[null, 7].map((segmentId) => ({ category, group: 'a', gridId, segmentId }))
	)
);

const holdingOf = ({ duties, lead }: Town): Holding[] => [
	...Object.entries(duties).map(([id, facts]) => ({
		kind: 'duty' as const,
		ref: Number(id),
		facts
	})),
	{ kind: 'grid', ref: outsideGrids, facts: { officeUnitId: 5 } },
	{ kind: 'grid', ref: 1, facts: { leadUnitId: lead, officeUnitId: 5 } }
];

function lived(steps: { after: number; town: Town }[]) {
	let tenures: Tenure[] = [];
	let at = 100;
	const told: { at: number; town: Town }[] = [];
	for (const { after, town } of steps) {
		at += after;
		const current = tenures.filter(({ until }) => until === null);
		const { ended, undone, begun } = turn(current, holdingOf(town), at);
		tenures = tenures
			.filter((row) => !undone.includes(row))
			.map((row) => (ended.includes(row) ? { ...row, until: at } : row));
		tenures.push(...begun.map((one) => ({ ...one, from: at, until: null })));
		told.push({ at, town });
	}
	return { tenures, told, end: at };
}

function asked({ duties, lead }: Town, where: (typeof places)[number]) {
	const fallbacks = [
		{ unitId: where.gridId === 1 ? lead : null, rule: '管理盲区 · 网格牵头单位' },
		{ unitId: 5, rule: '管理盲区 · 文明办' }
	];
	return whoAnswers(where, Object.values(duties), fallbacks);
}

describe('after any history', () => {
	it('each past moment is answered for as it was then', () => {
		fc.assert(
			fc.property(history, (steps) => {
				const { tenures, told, end } = lived(steps);
				for (let moment = 100 + steps[0]!.after; moment <= end + 1; moment++) {
					const { town } = told.findLast(({ at }) => at <= moment)!;
					const held = heldAt(tenures, moment).sort((a, b) => a.ref - b.ref);
					for (const where of places) expect(answerBy(held, where)).toEqual(asked(town, where));
				}
			})
		);
	});

	it('no two versions of one thing hold at once, and none holds for no time', () => {
		fc.assert(
			fc.property(history, (steps) => {
				const { tenures } = lived(steps);
				for (const row of tenures) {
					expect(row.until === null || row.until > row.from).toBe(true);
					const same = tenures.filter(({ kind, ref }) => kind === row.kind && ref === row.ref);
					expect(heldAt(same, row.from)).toEqual([row]);
				}
			})
		);
	});

	it('the spells follow each other without a break, and differ from their neighbours', () => {
		fc.assert(
			fc.property(history, (steps) => {
				const { tenures } = lived(steps);
				const spells = answersOver(tenures, places[3]!).reverse();
				for (const [i, spell] of spells.entries()) {
					expect(spell.until).toBe(spells[i + 1]?.from ?? null);
					if (i > 0) expect(spell.answer).not.toEqual(spells[i - 1]!.answer);
				}
			})
		);
	});
});
