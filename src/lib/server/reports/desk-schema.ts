import {
	index,
	integer,
	primaryKey,
	real,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { askKinds } from '../../reports/asks';
import { orderActionNames, type OrderInput } from '../../reports/orders';
import { actionNames } from '../../reports/workflow';
import { accounts } from '../accounts/schema';
import { units } from '../places/schema';
import { clocks, limitTypes, reports } from './schema';

/** Which moderator has a report open; others see it as taken until then. */
export const takes = sqliteTable('takes', {
	reportId: integer()
		.primaryKey()
		.references(() => reports.id),
	accountId: integer()
		.notNull()
		.references(() => accounts.id),
	until: integer().notNull()
});

/**
 * What a moderator ordered for one report or many: carried out after the time to undo it, item by
 * item in the background, and taken up again after a stop.
 */
export const orders = sqliteTable(
	'orders',
	{
		id: integer().primaryKey(),
		/** Made by the browser: the same order sent twice is one. */
		key: text().notNull().unique(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		action: text({ enum: orderActionNames }).notNull(),
		input: text({ mode: 'json' }).$type<OrderInput>().notNull(),
		at: integer().notNull(),
		/** Until then it can be undone. */
		notBefore: integer().notNull(),
		total: integer().notNull(),
		finishedAt: integer(),
		undoneAt: integer()
	},
	(t) => [
		index('orders_waiting')
			.on(t.notBefore)
			.where(sql`finished_at IS NULL AND undone_at IS NULL`),
		index('orders_account').on(t.accountId, t.id)
	]
);

export const orderItemStates = ['waiting', 'done', 'failed', 'undone'] as const;

export const orderItems = sqliteTable(
	'order_items',
	{
		orderId: integer()
			.notNull()
			.references(() => orders.id),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		state: text({ enum: orderItemStates }).notNull().default('waiting'),
		/** Why it failed, in the words of the refusal. */
		problem: text().notNull().default(''),
		doneAt: integer()
	},
	(t) => [
		primaryKey({ columns: [t.orderId, t.reportId] }),
		index('order_items_waiting')
			.on(t.reportId)
			.where(sql`state = 'waiting'`)
	]
);

/** Ready-made words for a step, with the case's facts to be filled in. */
export const replyTemplates = sqliteTable('reply_templates', {
	id: integer().primaryKey(),
	name: text().notNull(),
	/** A category, a group, or empty for all. */
	category: text().notNull().default(''),
	action: text({ enum: actionNames }).notNull(),
	words: text().notNull(),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

export const savedFilters = sqliteTable(
	'saved_filters',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		/** The query part of its address. */
		query: text().notNull(),
		at: integer().notNull()
	},
	(t) => [index('saved_filters_account').on(t.accountId)]
);

/** What a unit asks for and a supervisor grants or refuses: 延期、挂账、申诉超时. */
export const asks = sqliteTable(
	'asks',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		kind: text({ enum: askKinds }).notNull(),
		unitId: integer()
			.notNull()
			.references(() => units.id),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		reason: text().notNull(),
		/** 延期: how much more, in the unit of the case's own limit. */
		value: real(),
		/** 挂账: the expected day's end. */
		until: integer(),
		/** 申诉: the first or the second level. */
		level: integer().notNull().default(1),
		at: integer().notNull(),
		decidedAt: integer(),
		decidedBy: integer().references(() => accounts.id),
		granted: integer({ mode: 'boolean' }),
		answer: text().notNull().default('')
	},
	(t) => [
		index('asks_open')
			.on(t.at)
			.where(sql`decided_at IS NULL`),
		uniqueIndex('asks_one_open')
			.on(t.reportId, t.kind)
			.where(sql`decided_at IS NULL`),
		index('asks_report').on(t.reportId),
		index('asks_unit').on(t.unitId, t.at)
	]
);

/** 协办: units that help the one that leads. */
export const assists = sqliteTable(
	'assists',
	{
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		unitId: integer()
			.notNull()
			.references(() => units.id),
		since: integer().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.reportId, t.unitId] }),
		index('assists_unit').on(t.unitId, t.reportId)
	]
);

/** Whom it concerns has been told that a limit is near or past: once for each limit. */
export const dueMarks = sqliteTable(
	'due_marks',
	{
		clockId: integer()
			.notNull()
			.references(() => clocks.id),
		mark: text({ enum: ['soon', 'over'] }).notNull(),
		dueAt: integer().notNull(),
		at: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.clockId, t.mark, t.dueAt] })]
);

/** The town's own limits; the newest of a category holds for clocks that start after it. */
export const limitSettings = sqliteTable(
	'limit_settings',
	{
		id: integer().primaryKey(),
		category: text().notNull(),
		limitType: text({ enum: limitTypes }).notNull(),
		limitValue: real().notNull(),
		from: integer().notNull(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id)
	},
	(t) => [index('limit_settings_category').on(t.category, t.from)]
);

/** The office's own days on top of the public calendar. */
export const calendarDays = sqliteTable('calendar_days', {
	day: text().primaryKey(),
	kind: text({ enum: ['work', 'rest'] }).notNull(),
	note: text().notNull()
});

/** A random share of passed cases is looked at again. */
export const secondLooks = sqliteTable(
	'second_looks',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		/** Which closing; after 重开 there is another. */
		closedAt: integer().notNull(),
		/** Who passed it: somebody else looks again. */
		passedBy: integer().references(() => accounts.id),
		drawnAt: integer().notNull(),
		doneAt: integer(),
		doneBy: integer().references(() => accounts.id),
		finding: text({ enum: ['holds', 'broken'] }),
		note: text().notNull().default('')
	},
	(t) => [
		uniqueIndex('second_looks_once').on(t.reportId, t.closedAt),
		index('second_looks_drawn').on(t.drawnAt),
		index('second_looks_open')
			.on(t.drawnAt)
			.where(sql`done_at IS NULL`)
	]
);

/** What was sent from the field under a key of the phone's own: the same twice is once. */
export const fieldSends = sqliteTable(
	'field_sends',
	{
		key: text().primaryKey(),
		contentHash: text().notNull(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		action: text({ enum: actionNames }).notNull(),
		/** Its fields, kept until its photos are here and it is carried out. */
		input: text({ mode: 'json' }).$type<Record<string, string | number | boolean>>().notNull(),
		photosExpected: integer().notNull(),
		at: integer().notNull(),
		doneAt: integer()
	},
	(t) => [
		index('field_sends_waiting')
			.on(t.at)
			.where(sql`done_at IS NULL`),
		index('field_sends_report').on(t.reportId)
	]
);

/** Photos of what was sent from the field, until all are here and they become the case's. */
export const fieldPhotos = sqliteTable(
	'field_photos',
	{
		key: text()
			.notNull()
			.references(() => fieldSends.key, { onDelete: 'cascade' }),
		n: integer().notNull(),
		/** SHA-256 of the bytes as uploaded, to tell a repeat from another photo. */
		uploadHash: text().notNull(),
		original: text().notNull(),
		width: integer().notNull(),
		height: integer().notNull(),
		dhash: text().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.key, t.n] }),
		// its picture is not a stray one
		index('field_photos_original').on(t.original)
	]
);
