import { fittingDuties, rank, ruleOf, type Duty, type Where } from './responsibility';

type About = { id: string; group: string };
type Fallback = { unitId: number | null; rule: string };

/** A grid, with who is asked there when no duty speaks of a category. */
export type Ground = { id: number; fallbacks: readonly Fallback[] };

/** Who answers for one category at one place. `nobody`: not even a lead unit. */
export type Cover<D extends Duty> = {
	/** Null for a road segment that a duty names without a grid. */
	gridId: number | null;
	segmentId: number | null;
	state: 'duty' | 'gap' | 'nobody';
	unitId: number | null;
	rule: string;
	/** The duty that wins. */
	duty: D | null;
	/** Others of the same rank that name another unit: nothing says which of them holds. */
	rivals: D[];
};

/**
 * For each category: who answers in each grid, and on each road segment that a duty names. A segment
 * may run through several grids, so it is looked at by itself and with each grid that a duty joins to
 * it.
 */
export function coverage<Category extends About, D extends Duty>(
	duties: readonly D[],
	grids: readonly Ground[],
	categories: readonly Category[]
): { category: Category; covers: Cover<D>[] }[] {
	return categories.map((category) => {
		const about = duties.filter((duty) => [category.id, category.group].includes(duty.category));
		const spots: { gridId: number | null; segmentId: number | null }[] = [
			...grids.map(({ id }) => ({ gridId: id, segmentId: null })),
			...segmentSpots(about)
		];
		const covers = spots.map((spot) => {
			const fallbacks = grids.find(({ id }) => id === spot.gridId)?.fallbacks ?? [];
			return coverAt({ category: category.id, group: category.group, ...spot }, about, fallbacks);
		});
		return { category, covers };
	});
}

function segmentSpots(duties: readonly Duty[]) {
	const spots = new Map<string, { gridId: number | null; segmentId: number }>();
	for (const { gridId, segmentId } of duties) {
		if (segmentId !== null) spots.set(`${gridId}|${segmentId}`, { gridId, segmentId });
	}
	return [...spots.values()];
}

function coverAt<D extends Duty>(
	where: Where,
	duties: readonly D[],
	fallbacks: readonly Fallback[]
): Cover<D> {
	const { gridId, segmentId } = where;
	const fitting = fittingDuties(where, duties);
	const [duty] = fitting;
	if (duty) {
		const rivals = fitting.filter(
			(other) => rank(other, where) === rank(duty, where) && other.unitId !== duty.unitId
		);
		const rule = ruleOf(duty, where);
		return { gridId, segmentId, state: 'duty', unitId: duty.unitId, rule, duty, rivals };
	}
	const asked = fallbacks.find(({ unitId }) => unitId !== null);
	return {
		gridId,
		segmentId,
		state: asked ? 'gap' : 'nobody',
		unitId: asked?.unitId ?? null,
		rule: asked?.rule ?? '没有职责，也没有牵头单位',
		duty: null,
		rivals: []
	};
}

/**
 * The duties that can never win: wherever they hold, another of higher rank holds as well and names
 * another unit. Each with the one that stands before it.
 */
export function shadowed<D extends Duty>(
	duties: readonly D[],
	categories: readonly About[]
): { duty: D; by: D }[] {
	return duties.flatMap((duty) => {
		const scope = categories.filter(({ id, group }) => [id, group].includes(duty.category));
		const before = scope.map(({ id, group }) =>
			duties
				.filter((other) => [id, group].includes(other.category) && holdsWherever(other, duty))
				.filter((other) => rank(other, { category: id }) < rank(duty, { category: id }))
				.sort((a, b) => rank(a, { category: id }) - rank(b, { category: id }))
				.at(0)
		);
		const [by] = before;
		if (!by || before.some((other) => !other || other.unitId === duty.unitId)) return [];
		return [{ duty, by }];
	});
}

const holdsWherever = (wider: Duty, narrower: Duty): boolean =>
	(wider.gridId === null || wider.gridId === narrower.gridId) &&
	(wider.segmentId === null || wider.segmentId === narrower.segmentId);

/** Places with the same answer, gathered into one line. */
export function gathered<D extends Duty>(covers: readonly Cover<D>[]): Cover<D>[][] {
	const lines = new Map<string, Cover<D>[]>();
	for (const cover of covers) {
		const { state, unitId, duty, rivals, segmentId } = cover;
		const rivalIds = rivals.map((rival) => rival.unitId).join(',');
		const key = [state, unitId, duty && source(duty), rivalIds, segmentId !== null].join('|');
		lines.set(key, [...(lines.get(key) ?? []), cover]);
	}
	return [...lines.values()];
}

const source = ({ category, basis, document }: Duty) => [category, basis, document].join('~');
