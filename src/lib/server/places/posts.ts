import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { chiefs as chiefTable, officerForces, type ChiefKind } from '../../places/posts';
import type { Db } from '../db';
import { buildings, chiefs, grids, officers, segments, shops, units } from './schema';

/** Lists for those who keep the town's facts: with what is switched off. */
export const listBuildings = (db: Db) =>
	db
		.select({
			id: buildings.id,
			name: buildings.name,
			lat: buildings.lat,
			lng: buildings.lng,
			grid: grids.name,
			segment: segments.name,
			active: buildings.active
		})
		.from(buildings)
		.leftJoin(grids, eq(grids.id, buildings.gridId))
		.leftJoin(segments, eq(segments.id, buildings.segmentId))
		.orderBy(asc(buildings.id));

export const listShops = (db: Db) =>
	db
		.select({
			id: shops.id,
			name: shops.name,
			lat: shops.lat,
			lng: shops.lng,
			grid: grids.name,
			segment: segments.name,
			buildingId: shops.buildingId,
			building: buildings.name,
			active: shops.active
		})
		.from(shops)
		.leftJoin(grids, eq(grids.id, shops.gridId))
		.leftJoin(segments, eq(segments.id, shops.segmentId))
		.leftJoin(buildings, eq(buildings.id, shops.buildingId))
		.orderBy(asc(shops.id));

/** The name of the place a chief is chief of; a grid's with its code, for names may be twice. */
const placeName = sql<string>`coalesce(${grids.name}, ${segments.name}, ${buildings.name}, ${shops.name}, '')`;

/** Chiefs of one kind, or of all; whether a name is kept, never the name. */
export const listChiefs = (db: Db, kind?: ChiefKind) =>
	db
		.select({
			id: chiefs.id,
			kind: chiefs.kind,
			name: placeName,
			gridCode: grids.code,
			post: chiefs.post,
			officePhone: chiefs.officePhone,
			unitId: chiefs.unitId,
			unit: units.name,
			named: isNotNull(chiefs.nameSealed).mapWith(Boolean),
			active: chiefs.active
		})
		.from(chiefs)
		.leftJoin(grids, eq(grids.id, chiefs.gridId))
		.leftJoin(segments, eq(segments.id, chiefs.segmentId))
		.leftJoin(buildings, eq(buildings.id, chiefs.buildingId))
		.leftJoin(shops, eq(shops.id, chiefs.shopId))
		.leftJoin(units, eq(units.id, chiefs.unitId))
		.where(kind && eq(chiefs.kind, kind))
		.orderBy(asc(chiefs.id));

/** What a chief of `kind` can be chief of. */
export function placesFor(db: Db, kind: ChiefKind): Promise<{ id: number; name: string }[]> {
	const table = { grid: grids, segment: segments, building: buildings, shop: shops }[
		chiefTable[kind].of
	];
	return db
		.select({ id: table.id, name: table.name })
		.from(table)
		.where(eq(table.active, true))
		.orderBy(asc(table.id));
}

export const listOfficers = (db: Db) =>
	db
		.select({
			id: officers.id,
			street: officers.street,
			force: officers.force,
			unitId: officers.unitId,
			unit: units.name,
			unitActive: units.active,
			post: officers.post
		})
		.from(officers)
		.innerJoin(units, eq(units.id, officers.unitId))
		.orderBy(asc(officers.street), asc(officers.id));

/** The officers of the street that a road segment belongs to, in the order of the forces. */
export async function officersOn(db: Db, segmentId: number | null) {
	if (segmentId === null) return [];
	const rows = await db
		.select({
			street: officers.street,
			force: officers.force,
			unitId: officers.unitId,
			unit: units.name,
			post: officers.post
		})
		.from(segments)
		.innerJoin(officers, eq(officers.street, segments.street))
		.innerJoin(units, eq(units.id, officers.unitId))
		.where(and(eq(segments.id, segmentId), eq(units.active, true)));
	return rows.toSorted((a, b) => officerForces.indexOf(a.force) - officerForces.indexOf(b.force));
}

/** The streets of the town, by name. */
export async function listStreets(db: Db): Promise<string[]> {
	const rows = await db
		.selectDistinct({ street: segments.street })
		.from(segments)
		.where(eq(segments.active, true))
		.orderBy(asc(segments.street));
	return rows.map(({ street }) => street);
}

/** What the public may know of a grid's chiefs: post and office phone; those of its places as well. */
export const chiefsOfGrid = (db: Db, gridId: number) =>
	db
		.select({
			kind: chiefs.kind,
			place: sql<string>`coalesce(${buildings.name}, ${shops.name}, '')`,
			post: chiefs.post,
			officePhone: chiefs.officePhone,
			unit: units.name
		})
		.from(chiefs)
		.leftJoin(buildings, eq(buildings.id, chiefs.buildingId))
		.leftJoin(shops, eq(shops.id, chiefs.shopId))
		.leftJoin(units, eq(units.id, chiefs.unitId))
		.where(
			and(
				or(
					eq(chiefs.gridId, gridId),
					and(eq(buildings.gridId, gridId), eq(buildings.active, true)),
					and(eq(shops.gridId, gridId), eq(shops.active, true))
				),
				eq(chiefs.active, true)
			)
		)
		.orderBy(asc(chiefs.id));
