import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { inPolygon, boundingBox } from '../../places/geometry';
import { officerForces } from '../../places/posts';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { idsWithin } from './boxes';
import { chiefsOfGrid } from './posts';
import { grids, officers, segments, units } from './schema';

/** The grids in use whose name, code or town has `words` in it; all of them without. */
export async function findGrids(db: Db, words: string) {
	const rows = await db
		.select({ code: grids.code, name: grids.name, town: grids.town })
		.from(grids)
		.where(eq(grids.active, true))
		.orderBy(asc(grids.code));
	return rows.filter(({ code, name, town }) => `${town} ${name} ${code}`.includes(words));
}

/**
 * What the public may know of a grid: units, posts, office phones; never a name.
 * @throws Refusal('missing')
 */
export async function publicGrid(db: Db, code: string) {
	const [grid] = await db
		.select({
			id: grids.id,
			code: grids.code,
			name: grids.name,
			town: grids.town,
			partnerUnits: grids.partnerUnits,
			shape: grids.shape,
			lead: units.name
		})
		.from(grids)
		.leftJoin(units, eq(units.id, grids.leadUnitId))
		.where(and(eq(grids.code, code), eq(grids.active, true)))
		.limit(1);
	if (!grid) throw new Refusal('missing', '没有这个网格，可能已经调整，请从网格列表里找');
	const { shape, ...shown } = grid;
	const touching = await db
		.select({ street: segments.street, line: segments.line })
		.from(segments)
		.where(
			and(
				eq(segments.active, true),
				sql`${segments.id} IN ${idsWithin('segment_boxes', boundingBox(shape))}`
			)
		);
	const crossing = touching.filter(({ line }) =>
		line.coordinates.some(([lng = NaN, lat = NaN]) => inPolygon({ lng, lat }, shape.coordinates))
	);
	const streets = [...new Set(crossing.map(({ street }) => street))];
	return { ...shown, chiefs: await chiefsOfGrid(db, grid.id), five: await fiveOf(db, streets) };
}

export type PublicGrid = Awaited<ReturnType<typeof publicGrid>>;

async function fiveOf(db: Db, streets: string[]) {
	if (streets.length === 0) return [];
	const rows = await db
		.select({
			street: officers.street,
			force: officers.force,
			post: officers.post,
			unit: units.name
		})
		.from(officers)
		.innerJoin(units, eq(units.id, officers.unitId))
		.where(inArray(officers.street, streets));
	return streets
		.map((street) => ({
			street,
			officers: rows
				.filter((row) => row.street === street)
				.toSorted((a, b) => officerForces.indexOf(a.force) - officerForces.indexOf(b.force))
				.map(({ force, post, unit }) => ({ force, post, unit }))
		}))
		.filter(({ officers }) => officers.length > 0);
}
