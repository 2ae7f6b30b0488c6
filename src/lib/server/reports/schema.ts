import {
	index,
	integer,
	real,
	sqliteTable,
	text,
	uniqueIndex,
	primaryKey
} from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { bases } from '../../places/responsibility';
import { supervisionLevels } from '../../reports/supervision';
import { takedownOutcomeNames, takedownReasonNames } from '../../reports/takedowns';
import { actionNames, rejectReasonNames, scoreNames, stateNames } from '../../reports/workflow';
import { accounts } from '../accounts/schema';
import { grids, segments, units } from '../places/schema';

const clockNames = ['intake', 'verify', 'dispatch', 'handle', 'check'] as const;
export const limitTypes = [
	'urgent_hour',
	'work_hour',
	'work_day',
	'natural_day',
	'work_minute'
] as const;

export const reports = sqliteTable(
	'reports',
	{
		id: integer().primaryKey(),
		/** Made by the client; whoever knows it may send the photos. Never shown to anyone else. */
		key: text().notNull().unique(),
		/** SHA-256 of what was sent, to tell a repeat from another report under the same key. */
		contentHash: text().notNull(),
		code: text().notNull().unique(),
		kind: text({ enum: ['issue', 'conduct', 'praise'] }).notNull(),
		category: text().notNull(),
		categoryGroup: text().notNull(),
		urgent: integer({ mode: 'boolean' }).notNull(),
		description: text().notNull(),
		lat: real().notNull(),
		lng: real().notNull(),
		accuracyM: real(),
		address: text().notNull(),
		/** Nearest known place at the time. */
		placeName: text().notNull(),
		gridId: integer().references(() => grids.id),
		segmentId: integer().references(() => segments.id),
		/** Beyond the boundary but within 5 km of it. */
		outside: integer({ mode: 'boolean' }).notNull(),
		occurredAt: integer().notNull(),
		submittedAt: integer().notNull(),
		photosExpected: integer().notNull(),
		/** Entered triage: all photos are here, or a day went by without. */
		readyAt: integer(),
		incomplete: integer({ mode: 'boolean' }).notNull().default(false),
		state: text({ enum: stateNames }).notNull(),
		/** Index of the public step, kept with the state for the ledger's filter. */
		step: integer().notNull(),
		stateSince: integer().notNull(),
		/** When the running clock runs out, and when a quarter of it is left; null while none runs. */
		dueAt: integer(),
		dueSoonAt: integer(),
		rejectReason: text({ enum: rejectReasonNames }),
		mergedIntoId: integer(),
		unitId: integer().references(() => units.id),
		/** The colleague in that unit who has it in hand. */
		handlerId: integer().references(() => accounts.id),
		basis: text({ enum: bases }),
		basisDocument: text().notNull().default(''),
		/** No duty named a unit: 管理盲区. */
		gap: integer({ mode: 'boolean' }).notNull().default(false),
		reworkCount: integer().notNull().default(0),
		/** How many others said 我也看到; kept with `supports`. */
		supportCount: integer().notNull().default(0),
		urgeCount: integer().notNull().default(0),
		superviseCount: integer().notNull().default(0),
		/** 督办 and 挂牌督办, and until when it must be done. */
		supervision: text({ enum: supervisionLevels }).notNull().default('none'),
		supervisedUntil: integer(),
		/** 反复: the earlier report of the same place and category within 30 days. */
		repeatOfId: integer(),
		/** The last feedback came after the handling limit. */
		overdue: integer({ mode: 'boolean' }).notNull().default(false),
		/** An appeal was granted: out of the rate, the fact stays. */
		excused: integer({ mode: 'boolean' }).notNull().default(false),
		closedAt: integer(),
		releasedAt: integer(),
		publicDescription: text().notNull().default(''),
		/** Where the public sees it, and the finest map cell that holds that point. */
		publicLat: real().notNull(),
		publicLng: real().notNull(),
		cellX: integer().notNull(),
		cellY: integer().notNull()
	},
	(t) => [
		index('reports_queue').on(t.state, t.dueAt, t.id),
		// what the order of the triage queue needs, so that it is found without reading a report
		index('reports_intake')
			.on(sql`urgent DESC`, t.submittedAt, t.dueAt, t.dueSoonAt)
			.where(sql`state = 'submitted' AND ready_at IS NOT NULL`),
		// what the other queues need for their order and their counts: `openStates`
		index('reports_waiting')
			.on(t.state, t.urgent, t.dueAt)
			.where(
				sql`state IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check') AND ready_at IS NOT NULL`
			),
		index('reports_unit').on(t.unitId, t.state, t.dueAt),
		index('reports_supervised')
			.on(t.supervisedUntil)
			.where(sql`supervision <> 'none'`),
		// by which the search finds what is rare without reading what is not
		index('reports_repeat')
			.on(t.repeatOfId)
			.where(sql`repeat_of_id IS NOT NULL`),
		index('reports_gap')
			.on(t.gap)
			.where(sql`gap = 1`),
		index('reports_overdue')
			.on(t.overdue)
			.where(sql`overdue = 1`),
		index('reports_supervision')
			.on(t.supervision)
			.where(sql`supervision <> 'none'`),
		// all that the map of open cases asks, in the few rows that are open: `openStates`
		index('reports_open')
			.on(t.lng, t.lat, t.dueAt, t.dueSoonAt, t.categoryGroup, t.unitId, t.gridId, t.gap)
			.where(
				sql`state IN ('submitted', 'verifying', 'filed', 'dispatched', 'returned', 'processing', 'suspended', 'rework', 'awaiting_check')`
			),
		index('reports_sent').on(t.submittedAt, t.gridId, t.categoryGroup, t.lat, t.lng),
		index('reports_grid_since').on(t.gridId, t.stateSince),
		// what the same trouble at the same place came back after
		index('reports_category_since').on(t.category, t.stateSince, t.lat, t.lng),
		index('reports_awaiting_photos')
			.on(t.submittedAt)
			.where(sql`ready_at IS NULL`),
		index('reports_merged')
			.on(t.mergedIntoId)
			.where(sql`merged_into_id IS NOT NULL`),
		index('ledger')
			.on(t.releasedAt, t.code)
			.where(sql`released_at IS NOT NULL`),
		index('ledger_group')
			.on(t.categoryGroup, t.releasedAt, t.code)
			.where(sql`released_at IS NOT NULL`),
		index('ledger_step')
			.on(t.step, t.releasedAt, t.code)
			.where(sql`released_at IS NOT NULL`),
		index('ledger_grid')
			.on(t.gridId, t.releasedAt, t.code)
			.where(sql`released_at IS NOT NULL`)
	]
);

/** Who sent it in: apart from the report, sealed, erased on request. */
export const reporters = sqliteTable(
	'reporters',
	{
		reportId: integer()
			.primaryKey()
			.references(() => reports.id),
		accountId: integer().references(() => accounts.id),
		phoneSealed: text(),
		phoneIndex: text(),
		/** SHA-256 of the guest's claim token. */
		claimHash: text(),
		/** Keyed hash of what the device's own cookie holds: tells reports of one device, not whose. */
		deviceHash: text()
	},
	(t) => [
		index('reporters_account').on(t.accountId, t.reportId),
		index('reporters_claim').on(t.claimHash),
		index('reporters_device').on(t.deviceHash),
		index('reporters_phone')
			.on(t.phoneIndex, t.reportId)
			.where(sql`phone_index IS NOT NULL`),
		index('reporters_contact')
			.on(t.reportId)
			.where(sql`phone_sealed IS NOT NULL`)
	]
);

/** 我也看到: one person or device counts once. */
export const supports = sqliteTable(
	'supports',
	{
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		/**
		 * `account:…`, `device:` and the SHA-256 of what its cookie holds, or `claim:` and the hash of
		 * the guest's claim whose report was merged into this one.
		 */
		supporter: text().notNull(),
		at: integer().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.reportId, t.supporter] }),
		index('supports_supporter').on(t.supporter, t.at)
	]
);

export const followers = sqliteTable(
	'followers',
	{
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		since: integer().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.reportId, t.accountId] }),
		index('followers_account').on(t.accountId)
	]
);

/** Everything that happened to a report, in order; the journey is read from here. */
export const events = sqliteTable(
	'report_events',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		action: text({ enum: ['submit', 'ready', ...actionNames] }).notNull(),
		from: text({ enum: stateNames }),
		to: text({ enum: stateNames }).notNull(),
		at: integer().notNull(),
		accountId: integer().references(() => accounts.id),
		actorRole: text().notNull(),
		unitId: integer().references(() => units.id),
		/** For colleagues. */
		note: text().notNull().default(''),
		/** For everyone. */
		publicNote: text().notNull().default(''),
		facts: text({ mode: 'json' }).$type<Record<string, string | number | boolean>>()
	},
	(t) => [index('report_events_report').on(t.reportId, t.id)]
);

/** One row for each time a clock was set going from its beginning. */
export const clocks = sqliteTable(
	'clocks',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		name: text({ enum: clockNames }).notNull(),
		limitType: text({ enum: limitTypes }).notNull(),
		limitValue: real().notNull(),
		startedAt: integer().notNull(),
		runningSince: integer(),
		usedMs: integer().notNull(),
		stoppedAt: integer()
	},
	(t) => [
		index('clocks_report').on(t.reportId, t.name),
		uniqueIndex('clocks_running')
			.on(t.reportId, t.name)
			.where(sql`stopped_at IS NULL`)
	]
);

/** `support`: added by someone who saw it too. */
export const photoStages = ['report', 'feedback', 'check', 'support'] as const;

export const photos = sqliteTable(
	'photos',
	{
		id: integer().primaryKey(),
		/** What the address holds; random, so that addresses cannot be guessed. */
		key: text().notNull().unique(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		stage: text({ enum: photoStages }).notNull(),
		/** Place among the photos of its stage, from 0. */
		n: integer().notNull(),
		at: integer().notNull(),
		/** SHA-256 of the bytes as uploaded, to tell a repeat from another photo. */
		uploadHash: text().notNull(),
		/** SHA-256 of the stored JPEG, its name in the store. */
		original: text().notNull(),
		width: integer().notNull(),
		height: integer().notNull(),
		dhash: text().notNull(),
		/** When a moderator looked at it and decided; a report is released only after all are. */
		decidedAt: integer(),
		/** The copy that the public may see, masked or not; null keeps it back. */
		released: text(),
		masks: text({ mode: 'json' }).$type<{ x: number; y: number; w: number; h: number }[]>(),
		/** Taken back by the reporter; its pictures are erased, its place stays taken. */
		withdrawnAt: integer()
	},
	(t) => [
		uniqueIndex('photos_place').on(t.reportId, t.stage, t.n),
		index('photos_original').on(t.original),
		index('photos_released').on(t.released),
		// for what is kept only so long
		index('photos_kept')
			.on(t.at)
			.where(sql`original <> ''`),
		index('photos_shown')
			.on(t.at)
			.where(sql`released IS NOT NULL`),
		index('photos_undecided')
			.on(t.stage, t.reportId)
			.where(sql`decided_at IS NULL`)
	]
);

export const ratings = sqliteTable(
	'ratings',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		/** `account:…` or `claim:…`: one rating each for each closing. */
		rater: text().notNull(),
		/** Which closing was rated: after 重开 there is another. */
		closedAt: integer().notNull(),
		score: text({ enum: scoreNames }).notNull(),
		reason: text().notNull().default(''),
		at: integer().notNull()
	},
	(t) => [
		uniqueIndex('ratings_once').on(t.reportId, t.rater, t.closedAt),
		index('ratings_time').on(t.at, t.score),
		index('ratings_dissatisfied')
			.on(t.at, t.reportId)
			.where(sql`score = 'dissatisfied'`)
	]
);

/** Someone asks that a public report be taken out of public view. */
export const takedowns = sqliteTable(
	'takedowns',
	{
		id: integer().primaryKey(),
		reportId: integer()
			.notNull()
			.references(() => reports.id),
		reason: text({ enum: takedownReasonNames }).notNull(),
		/** In the words of the one who asks; may name people, so for those who decide alone. */
		words: text().notNull(),
		/** How to answer the one who asked, if left; erased 30 days after the answer. */
		contactSealed: text(),
		at: integer().notNull(),
		dueAt: integer().notNull(),
		decidedAt: integer(),
		decidedBy: integer().references(() => accounts.id),
		outcome: text({ enum: takedownOutcomeNames }),
		/** Why, in words that the one who asked may read. */
		answer: text().notNull().default('')
	},
	(t) => [
		index('takedowns_open')
			.on(t.dueAt)
			.where(sql`decided_at IS NULL`),
		index('takedowns_report').on(t.reportId),
		index('takedowns_contact')
			.on(t.decidedAt)
			.where(sql`contact_sealed IS NOT NULL`)
	]
);

/** What a resident wants to hear of: an area, a category group, or one within the other. */
export const watches = sqliteTable(
	'watches',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		gridId: integer().references(() => grids.id),
		categoryGroup: text(),
		since: integer().notNull(),
		/** Up to which release (ms) its digest has told. */
		toldUpTo: integer().notNull()
	},
	(t) => [index('watches_account').on(t.accountId)]
);

/** Where the town departs from the standard catalogue; a category without a row is as there. */
export const categorySettings = sqliteTable('category_settings', {
	category: text().primaryKey(),
	/** Within how many metres and days another report may be the same trouble. */
	nearMetres: integer(),
	nearDays: integer()
});

/** Ready-made counts of released reports per map cell, kept by triggers; see queries/map.ts. */
export const mapCells = sqliteTable(
	'map_cells',
	{
		zoom: integer().notNull(),
		x: integer().notNull(),
		y: integer().notNull(),
		categoryGroup: text().notNull(),
		closed: integer({ mode: 'boolean' }).notNull(),
		count: integer().notNull(),
		sumLat: real().notNull(),
		sumLng: real().notNull()
	},
	(t) => [primaryKey({ columns: [t.zoom, t.x, t.y, t.categoryGroup, t.closed] })]
);
