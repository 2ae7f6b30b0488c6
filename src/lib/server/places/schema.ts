import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { LineString, MultiPolygon, Polygon, Geometry } from 'geojson';
import { chiefKinds, officerForces, tenureKinds } from '../../places/posts';
import { bases } from '../../places/responsibility';

/** 责任单位 and every other body that has work or people. */
export const units = sqliteTable('units', {
	id: integer().primaryKey(),
	code: text().notNull().unique(),
	name: text().notNull().unique(),
	kind: text().notNull(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

export const grids = sqliteTable('grids', {
	id: integer().primaryKey(),
	code: text().notNull().unique(),
	name: text().notNull(),
	/** The 街道 or 镇 it lies in. */
	town: text().notNull(),
	leadUnitId: integer().references(() => units.id),
	partnerUnits: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
	shape: text({ mode: 'json' }).$type<Polygon | MultiPolygon>().notNull(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

export const segments = sqliteTable('segments', {
	id: integer().primaryKey(),
	street: text().notNull(),
	name: text().notNull().unique(),
	class: text().notNull(),
	line: text({ mode: 'json' }).$type<LineString>().notNull(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

/** Known places, by which a resident says where. */
export const places = sqliteTable('places', {
	id: integer().primaryKey(),
	name: text().notNull().unique(),
	kind: text().notNull(),
	lat: real().notNull(),
	lng: real().notNull(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

/** The town's own drawing: boundary, water, green, squares. */
export const baseFeatures = sqliteTable('base_features', {
	id: integer().primaryKey(),
	kind: text({ enum: ['boundary', 'water', 'green', 'square'] }).notNull(),
	name: text().notNull(),
	shape: text({ mode: 'json' }).$type<Geometry>().notNull()
});

/** Who answers for what, where: empty `gridId` and `segmentId` mean the whole town. */
export const duties = sqliteTable(
	'duties',
	{
		id: integer().primaryKey(),
		/** A category id, or a group's id for all of it. */
		category: text().notNull(),
		gridId: integer().references(() => grids.id),
		segmentId: integer().references(() => segments.id),
		unitId: integer()
			.notNull()
			.references(() => units.id),
		basis: text({ enum: bases }).notNull(),
		document: text().notNull().default(''),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('duties_category').on(t.category)]
);

export const buildings = sqliteTable(
	'buildings',
	{
		id: integer().primaryKey(),
		name: text().notNull().unique(),
		gridId: integer().references(() => grids.id),
		segmentId: integer().references(() => segments.id),
		lat: real().notNull(),
		lng: real().notNull(),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('buildings_grid').on(t.gridId)]
);

export const shops = sqliteTable(
	'shops',
	{
		id: integer().primaryKey(),
		name: text().notNull().unique(),
		gridId: integer().references(() => grids.id),
		segmentId: integer().references(() => segments.id),
		buildingId: integer().references(() => buildings.id),
		lat: real().notNull(),
		lng: real().notNull(),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('shops_grid').on(t.gridId), index('shops_segment').on(t.segmentId)]
);

/** 四长 and the other chiefs: a post and who holds it. */
export const chiefs = sqliteTable(
	'chiefs',
	{
		id: integer().primaryKey(),
		kind: text({ enum: chiefKinds }).notNull(),
		/** The one place it is chief of, by its kind. */
		gridId: integer().references(() => grids.id),
		segmentId: integer().references(() => segments.id),
		buildingId: integer().references(() => buildings.id),
		shopId: integer().references(() => shops.id),
		/** The post, which may be public. */
		post: text().notNull(),
		nameSealed: text(),
		/** Of the office, public; never a person's own. */
		officePhone: text().notNull().default(''),
		unitId: integer().references(() => units.id),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [
		index('chiefs_grid').on(t.gridId),
		index('chiefs_segment').on(t.segmentId),
		index('chiefs_building').on(t.buildingId),
		index('chiefs_shop').on(t.shopId)
	]
);

/** 一街五管: the unit that stands for each of five forces on a street. */
export const officers = sqliteTable(
	'officers',
	{
		id: integer().primaryKey(),
		street: text().notNull(),
		force: text({ enum: officerForces }).notNull(),
		unitId: integer()
			.notNull()
			.references(() => units.id),
		post: text().notNull().default('')
	},
	(t) => [uniqueIndex('officers_place').on(t.street, t.force)]
);

/** Who answered for what from when until when: one row for each version of a duty, grid, chief or officer. */
export const tenures = sqliteTable(
	'tenures',
	{
		id: integer().primaryKey(),
		kind: text({ enum: tenureKinds }).notNull(),
		/** The row's id in the table of its kind. */
		ref: integer().notNull(),
		facts: text({ mode: 'json' }).$type<Record<string, string | number | null>>().notNull(),
		/** 0: since before it was written down. */
		from: integer().notNull(),
		until: integer()
	},
	(t) => [
		index('tenures_ref').on(t.kind, t.ref, t.from),
		uniqueIndex('tenures_current')
			.on(t.kind, t.ref)
			.where(sql`until IS NULL`)
	]
);
