import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * How many reports were sent from each cell of the lattice on each day, kept by triggers for every
 * second level; see src/lib/places/lattice.ts. A day is counted from 1970-01-01 in Shanghai.
 */
export const caseCells = sqliteTable(
	'case_cells',
	{
		level: integer().notNull(),
		day: integer().notNull(),
		x: integer().notNull(),
		y: integer().notNull(),
		categoryGroup: text().notNull(),
		count: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.level, t.day, t.x, t.y, t.categoryGroup] })]
);

/** What happened in each grid on each day, kept by triggers from the events. */
export const caseDays = sqliteTable(
	'case_days',
	{
		day: integer().notNull(),
		/** 0: in no grid. */
		gridId: integer().notNull(),
		categoryGroup: text().notNull(),
		submitted: integer().notNull(),
		/** Became something to be done, at first or again; and ceased to be. */
		opened: integer().notNull(),
		ended: integer().notNull(),
		closed: integer().notNull(),
		/** Failed a check. */
		failed: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.day, t.gridId, t.categoryGroup] })]
);
