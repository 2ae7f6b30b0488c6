import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { LineString, MultiPolygon, Polygon, Geometry } from 'geojson';
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
