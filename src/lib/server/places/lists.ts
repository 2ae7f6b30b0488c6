import { and, asc, eq } from 'drizzle-orm';
import { categories, findCategory, groups } from '../../reports/categories';
import { gapsIn } from '../../places/gaps';
import type { Db } from '../db';
import { duties, grids, places, segments, units } from './schema';

/** Lists for those who keep the town's facts: with what is switched off. */
export const listPlaces = (db: Db) => db.select().from(places).orderBy(asc(places.id));

export const listSegments = (db: Db) =>
	db
		.select({
			id: segments.id,
			street: segments.street,
			name: segments.name,
			class: segments.class,
			active: segments.active
		})
		.from(segments)
		.orderBy(asc(segments.id));

/** In the catalogue's order of categories; `groupId` empty means all groups. */
export async function listDuties(db: Db, groupId: string) {
	const rows = await db
		.select({
			id: duties.id,
			category: duties.category,
			gridId: duties.gridId,
			grid: grids.name,
			gridCode: grids.code,
			segmentId: duties.segmentId,
			segment: segments.name,
			unitId: duties.unitId,
			unit: units.name,
			unitActive: units.active,
			basis: duties.basis,
			document: duties.document,
			active: duties.active
		})
		.from(duties)
		.innerJoin(units, eq(units.id, duties.unitId))
		.leftJoin(grids, eq(grids.id, duties.gridId))
		.leftJoin(segments, eq(segments.id, duties.segmentId))
		.orderBy(asc(duties.id));
	const place = (duty: (typeof rows)[number]) => order.get(duty.category) ?? order.size;
	return rows
		.filter(({ category }) => !groupId || groupOf(category) === groupId)
		.sort((a, b) => place(a) - place(b));
}

export type DutyRow = Awaited<ReturnType<typeof listDuties>>[number];

const order = new Map(
	groups
		.flatMap(({ id }) => [id, ...categories.filter((c) => c.group === id).map((c) => c.id)])
		.map((id, i) => [id, i])
);
const groupOf = (category: string) => findCategory(category)?.group ?? category;

/** Categories that can be dispatched and have no unit in use for the whole town. */
export async function dutyGaps(db: Db) {
	const inUse = await db
		.select({ category: duties.category, gridId: duties.gridId, segmentId: duties.segmentId })
		.from(duties)
		.innerJoin(units, eq(units.id, duties.unitId))
		.where(and(eq(duties.active, true), eq(units.active, true)));
	const dispatched = categories.filter(({ kind }) => kind === 'issue');
	return gapsIn(dispatched, inUse).map(({ category, partly }) => ({
		id: category.id,
		label: category.label,
		group: category.group,
		partly
	}));
}
