import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { conditionNames, siteKindNames } from '../../posters/sites';
import { posterActionNames, posterStateNames } from '../../posters/workflow';
import { accounts } from '../accounts/schema';
import { grids, units } from '../places/schema';

export const posterThemes = sqliteTable('poster_themes', {
	id: integer().primaryKey(),
	name: text().notNull().unique(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

/** 公益广告: words, a picture, perhaps a short video, and the days on which residents see it. */
export const posters = sqliteTable(
	'posters',
	{
		id: integer().primaryKey(),
		slug: text().notNull().unique(),
		title: text().notNull(),
		themeId: integer()
			.notNull()
			.references(() => posterThemes.id),
		summary: text().notNull(),
		/** Markdown, as it was written: what is shown is made of it each time. */
		body: text().notNull(),
		/** SHA-256 of a picture in the store of photos; for a video it is the frame shown before it plays. */
		picture: text(),
		pictureAlt: text().notNull().default(''),
		/** A name in the store of videos. */
		video: text(),
		/** WebVTT. */
		captions: text(),
		/** Of Shanghai, both included. */
		fromDay: text().notNull(),
		untilDay: text().notNull(),
		state: text({ enum: posterStateNames }).notNull().default('draft'),
		/** Accounts that wrote at it since it was last published. */
		writers: text({ mode: 'json' }).$type<number[]>().notNull(),
		createdAt: integer().notNull(),
		changedAt: integer().notNull()
	},
	(t) => [index('posters_shown').on(t.state, t.fromDay), index('posters_picture').on(t.picture)]
);

/** Who did what with a poster, when. */
export const posterEvents = sqliteTable(
	'poster_events',
	{
		id: integer().primaryKey(),
		posterId: integer()
			.notNull()
			.references(() => posters.id),
		at: integer().notNull(),
		accountId: integer().references(() => accounts.id),
		action: text({ enum: ['write', 'picture', 'video', ...posterActionNames] }).notNull(),
		note: text().notNull().default('')
	},
	(t) => [index('poster_events_poster').on(t.posterId, t.id)]
);

/** How many read a poster on a day: a count, and nothing of who. */
export const posterReads = sqliteTable(
	'poster_reads',
	{
		posterId: integer()
			.notNull()
			.references(() => posters.id),
		day: text().notNull(),
		many: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.posterId, t.day] })]
);

/** The salt of the one day that is being counted; gone with the next. */
export const posterSalts = sqliteTable('poster_salts', {
	day: text().primaryKey(),
	salt: text().notNull()
});

/** Salted marks of today's readers, so that one counts once; gone with the salt. */
export const posterMarks = sqliteTable(
	'poster_marks',
	{
		mark: text().primaryKey(),
		day: text().notNull()
	},
	(t) => [index('poster_marks_day').on(t.day)]
);

/** Where posters hang in the town. */
export const posterSites = sqliteTable(
	'poster_sites',
	{
		id: integer().primaryKey(),
		code: text().notNull().unique(),
		name: text().notNull().unique(),
		kind: text({ enum: siteKindNames }).notNull(),
		size: text().notNull().default(''),
		material: text().notNull().default(''),
		themeId: integer().references(() => posterThemes.id),
		/** Of Shanghai. */
		since: text().notNull(),
		/** Who answers for it. */
		unitId: integer()
			.notNull()
			.references(() => units.id),
		lat: real().notNull(),
		lng: real().notNull(),
		gridId: integer().references(() => grids.id),
		/** As the last check found it; null before the first. */
		condition: text({ enum: conditionNames }),
		checkedAt: integer(),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('poster_sites_unit').on(t.unitId)]
);

export const posterSiteChecks = sqliteTable(
	'poster_site_checks',
	{
		id: integer().primaryKey(),
		siteId: integer()
			.notNull()
			.references(() => posterSites.id),
		at: integer().notNull(),
		accountId: integer().references(() => accounts.id),
		condition: text({ enum: conditionNames }).notNull(),
		note: text().notNull().default(''),
		/** SHA-256 of a picture in the store of photos. */
		photo: text()
	},
	(t) => [
		index('poster_site_checks_site').on(t.siteId, t.id),
		index('poster_site_checks_photo').on(t.photo)
	]
);
