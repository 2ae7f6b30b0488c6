import type { tenureKinds } from './posts';
import { whoAnswers, type Answer, type Basis, type Duty, type Where } from './responsibility';

export type TenureKind = (typeof tenureKinds)[number];
export type Facts = Record<string, string | number | null>;

/** One version of a duty, a grid's leads, a chief or an officer: it held from `from` until before `until`. */
export type Tenure = {
	kind: TenureKind;
	ref: number;
	facts: Facts;
	from: number;
	until: number | null;
};

/** What holds now, by kind and id. */
export type Holding = Pick<Tenure, 'kind' | 'ref' | 'facts'>;

/** The grid's row for what lies in no grid. */
export const outsideGrids = 0;

const keyOf = ({ kind, ref }: Holding) => `${kind}|${ref}`;
const alike = (a: Facts, b: Facts) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What has to be written when `holding` is to hold from `at` on: the rows of `current` that end, and
 * those that begin. One that began at the very same moment never held, so it is `undone`.
 */
export function turn<Row extends Holding & { from: number }>(
	current: readonly Row[],
	holding: readonly Holding[],
	at: number
): { ended: Row[]; undone: Row[]; begun: Holding[] } {
	const wanted = new Map(holding.map((one) => [keyOf(one), one]));
	const had = new Map(current.map((row) => [keyOf(row), row]));
	const over = current.filter((row) => {
		const now = wanted.get(keyOf(row));
		return !now || !alike(now.facts, row.facts);
	});
	return {
		ended: over.filter(({ from }) => from < at),
		undone: over.filter(({ from }) => from >= at),
		begun: holding.filter((one) => {
			const before = had.get(keyOf(one));
			return !before || !alike(before.facts, one.facts);
		})
	};
}

export const heldAt = (tenures: readonly Tenure[], moment: number): Tenure[] =>
	tenures.filter(({ from, until }) => from <= moment && (until === null || until > moment));

/** A duty as its tenure tells it, with the id of its row. */
export const dutyOf = ({ ref, facts }: Holding): Duty & { id: number } => ({
	id: ref,
	category: String(facts.category),
	gridId: facts.gridId as number | null,
	segmentId: facts.segmentId as number | null,
	unitId: Number(facts.unitId),
	basis: facts.basis as Basis,
	document: String(facts.document)
});

/** Who answers by what is held: the same rule as for a dispatch of that moment. */
export function answerBy(held: readonly Holding[], where: Where): Answer | null {
	const duties = held.filter(({ kind }) => kind === 'duty').map(dutyOf);
	const grid = held.find(({ kind, ref }) => kind === 'grid' && ref === where.gridId);
	const outside = held.find(({ kind, ref }) => kind === 'grid' && ref === outsideGrids);
	const { facts = {} } = grid ?? outside ?? {};
	const id = (fact: string) => (facts[fact] as number | null | undefined) ?? null;
	return whoAnswers(where, duties, [
		{ unitId: id('leadUnitId'), rule: '管理盲区 · 网格牵头单位' },
		{ unitId: id('streetUnitId'), rule: '管理盲区 · 属地街道' },
		{ unitId: id('officeUnitId'), rule: '管理盲区 · 文明办' }
	]);
}

export type Spell = { from: number; until: number | null; answer: Answer | null };

/** Who answered for a place and category through the years, the latest first; alike neighbours are one. */
export function answersOver(tenures: readonly Tenure[], where: Where): Spell[] {
	const bounds = new Set(
		tenures.flatMap(({ from, until }) => (until === null ? [from] : [from, until]))
	);
	const moments = [...bounds].sort((a, b) => a - b);
	const spells: Spell[] = [];
	for (const [i, from] of moments.entries()) {
		const answer = answerBy(heldAt(tenures, from), where);
		const last = spells.at(-1);
		const until = moments[i + 1] ?? null;
		if (last && JSON.stringify(last.answer) === JSON.stringify(answer)) last.until = until;
		else spells.push({ from, until, answer });
	}
	return spells.reverse();
}
