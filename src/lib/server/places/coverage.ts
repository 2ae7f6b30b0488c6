import { and, asc, eq } from 'drizzle-orm';
import { coverage, gathered, shadowed, type Cover } from '../../places/coverage';
import { basisTable, fallbacksFor, type Duty } from '../../places/responsibility';
import { categories, categoryLabel, groupLabel, isGroup } from '../../reports/categories';
import type { Db } from '../db';
import { unitsInUse } from './queries';
import { duties, grids, segments, units } from './schema';

type Held = Duty & { id: number; unit: string };

/** One line of the table: a category, the places that have the same answer, and the answer. */
export type CoverageLine = {
	category: string;
	places: string[];
	/** All grids in use are among them. */
	everywhere: boolean;
	state: Cover<Held>['state'];
	unit: string;
	rule: string;
	document: string;
	/** Units of other duties of the same rank. */
	rivals: string[];
};

const dispatched = categories.filter(({ kind }) => kind === 'issue');

/** Who answers for what everywhere, by the duties and units in use; `group` empty means all. */
export async function townCoverage(db: Db, group: string) {
	const wanted = dispatched.filter((category) => !group || category.group === group);
	const held = await dutiesInUse(db);
	const inUse = await unitsInUse(db);
	const areas = await db
		.select()
		.from(grids)
		.where(eq(grids.active, true))
		.orderBy(asc(grids.code));
	const roads = new Map((await db.select().from(segments)).map(({ id, name }) => [id, name]));
	const grounds = areas.map((grid) => ({ id: grid.id, fallbacks: fallbacksFor(grid, inUse) }));
	const gridNames = new Map(areas.map(({ id, name }) => [id, name]));
	const unitName = (id: number | null) => inUse.find((unit) => unit.id === id)?.name ?? '';
	const placeName = ({ gridId, segmentId }: Cover<Held>) =>
		[roads.get(segmentId ?? 0), gridNames.get(gridId ?? 0)].filter(Boolean).join(' · ');

	const covered = coverage(held, grounds, wanted);
	const lines: CoverageLine[] = covered.flatMap(({ category, covers }) =>
		gathered(covers).map((same) => {
			const [first] = same as [Cover<Held>];
			return {
				category: category.id,
				places: same.map(placeName),
				everywhere: first.segmentId === null && same.length === areas.length,
				state: first.state,
				unit: unitName(first.unitId),
				rule: first.rule,
				document: first.duty?.document ?? '',
				rivals: [...new Set(first.rivals.map(({ unit }) => unit))]
			};
		})
	);
	const useless = shadowed(held, dispatched)
		.filter(({ duty }) => !group || groupOf(duty.category) === group)
		.map(({ duty, by }) => {
			const place = [roads.get(duty.segmentId ?? 0), gridNames.get(duty.gridId ?? 0)];
			return {
				id: duty.id,
				category: duty.category,
				name: isGroup(duty.category) ? groupLabel(duty.category) : categoryLabel(duty.category),
				place: place.filter(Boolean).join(' · ') || '全域',
				unit: duty.unit,
				basis: basisTable[duty.basis].label,
				by: `${by.unit}（${[basisTable[by.basis].label, by.document].filter(Boolean).join(' ')}）`
			};
		});
	return { lines, useless };
}

const groupOf = (category: string) =>
	categories.find(({ id }) => id === category)?.group ?? category;

/** The grids in use where nothing but a lead unit, or nobody, answers for `category`, by code. */
export async function gridGaps(db: Db, category: string) {
	const wanted = dispatched.filter(({ id }) => id === category);
	const inUse = await unitsInUse(db);
	const areas = await db
		.select()
		.from(grids)
		.where(eq(grids.active, true))
		.orderBy(asc(grids.code));
	const grounds = areas.map((grid) => ({ id: grid.id, fallbacks: fallbacksFor(grid, inUse) }));
	const [covered] = coverage(await dutiesInUse(db), grounds, wanted);
	return areas.flatMap(({ id, code, name }) => {
		const cover = covered?.covers.find(({ gridId, segmentId }) => gridId === id && !segmentId);
		if (!cover || cover.state === 'duty') return [];
		const unit = inUse.find(({ id }) => id === cover.unitId)?.name ?? '';
		return [{ id, code, name, state: cover.state, unit }];
	});
}

const dutiesInUse = (db: Db): Promise<Held[]> =>
	db
		.select({
			id: duties.id,
			category: duties.category,
			gridId: duties.gridId,
			segmentId: duties.segmentId,
			unitId: duties.unitId,
			unit: units.name,
			basis: duties.basis,
			document: duties.document
		})
		.from(duties)
		.innerJoin(units, eq(units.id, duties.unitId))
		.where(and(eq(duties.active, true), eq(units.active, true)))
		.orderBy(asc(duties.id));
