import { sql } from 'drizzle-orm';
import {
	index,
	integer,
	primaryKey,
	real,
	sqliteTable,
	text,
	uniqueIndex
} from 'drizzle-orm/sqlite-core';
import { dayKindNames } from '../../volunteering/patterns';
import { ageBandNames, postKindNames } from '../../volunteering/posts';
import { signupStates } from '../../volunteering/signups';
import { accounts } from '../accounts/schema';
import { grids, units } from '../places/schema';

/** 劝导点位: where volunteers stand, and what they must know of it. */
export const posts = sqliteTable('posts', {
	id: integer().primaryKey(),
	name: text().notNull().unique(),
	kind: text({ enum: postKindNames }).notNull(),
	lat: real().notNull(),
	lng: real().notNull(),
	gridId: integer().references(() => grids.id),
	/** The unit that owns it. */
	unitId: integer().references(() => units.id),
	/** What to do there, and what to bring or is handed out. */
	task: text().notNull(),
	kit: text().notNull().default(''),
	/** What can go wrong; read and accepted before the first shift there. */
	risks: text().notNull().default(''),
	/** Since when they read so: what was accepted before counts no more. */
	risksSince: integer().notNull(),
	/** Never for minors. */
	hazardous: integer({ mode: 'boolean' }).notNull().default(false),
	minimumAge: integer().notNull(),
	insured: integer({ mode: 'boolean' }).notNull().default(false),
	active: integer({ mode: 'boolean' }).notNull().default(true)
});

export const patterns = sqliteTable(
	'patterns',
	{
		id: integer().primaryKey(),
		postId: integer()
			.notNull()
			.references(() => posts.id),
		days: text({ enum: dayKindNames }).notNull(),
		/** 'MM-DD', both included. */
		seasonFrom: text().notNull(),
		seasonTo: text().notNull(),
		startMinute: integer().notNull(),
		endMinute: integer().notNull(),
		/** How many it needs, and for how many there is room. */
		least: integer().notNull(),
		most: integer().notNull(),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('patterns_post').on(t.postId)]
);

export const shifts = sqliteTable(
	'shifts',
	{
		id: integer().primaryKey(),
		code: text().notNull().unique(),
		postId: integer()
			.notNull()
			.references(() => posts.id),
		/** With the day it makes the shift one, however often a pattern is carried out. */
		patternId: integer().references(() => patterns.id),
		/** Of Shanghai, on which it begins. */
		day: text().notNull(),
		startsAt: integer().notNull(),
		endsAt: integer().notNull(),
		least: integer().notNull(),
		most: integer().notNull(),
		leadId: integer().references(() => accounts.id),
		note: text().notNull().default(''),
		/** When the office last moved it to another time or post. */
		movedAt: integer(),
		calledOffAt: integer(),
		callOffReason: text().notNull().default(''),
		/** When the lead sent everyone home, and what there is to say of it. */
		finishedAt: integer(),
		leadNote: text().notNull().default('')
	},
	(t) => [
		uniqueIndex('shifts_pattern_day')
			.on(t.patternId, t.day)
			.where(sql`pattern_id IS NOT NULL`),
		index('shifts_start').on(t.startsAt),
		index('shifts_post').on(t.postId, t.startsAt),
		index('shifts_lead').on(t.leadId, t.startsAt)
	]
);

/** An account that serves; what is known of it beyond its phone. */
export const volunteers = sqliteTable('volunteers', {
	accountId: integer()
		.primaryKey()
		.references(() => accounts.id),
	/** 志愿者编号, which the certificate bears. */
	number: text().notNull().unique(),
	ageBand: text({ enum: ageBandNames }).notNull(),
	/** A guardian agreed, and when; who it was stays with the consent form. */
	consentAt: integer(),
	trainedAt: integer(),
	joinedAt: integer().notNull(),
	/** How a lead calls them, and who they are for a certificate (JSON); only what they gave. */
	calledSealed: text(),
	personSealed: text()
});

export const risksAccepted = sqliteTable(
	'risks_accepted',
	{
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		postId: integer()
			.notNull()
			.references(() => posts.id),
		at: integer().notNull()
	},
	(t) => [primaryKey({ columns: [t.accountId, t.postId] })]
);

export const signups = sqliteTable(
	'signups',
	{
		id: integer().primaryKey(),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		state: text({ enum: signupStates }).notNull(),
		at: integer().notNull(),
		stateSince: integer().notNull(),
		/** Until then the offered place is kept. */
		offeredUntil: integer(),
		/** The coordinator of a group who asked for the place; the volunteer confirms it or not. */
		proposedById: integer().references(() => accounts.id),
		/** When somebody came and went, and by what it is known: the number, or the lead's word. */
		checkedInAt: integer(),
		checkedInBy: text({ enum: ['number', 'word'] }),
		leftAt: integer(),
		leftBy: text({ enum: ['number', 'word'] })
	},
	(t) => [
		uniqueIndex('signups_one_each')
			.on(t.shiftId, t.accountId)
			.where(sql`state NOT IN ('cancelled', 'late_cancelled')`),
		index('signups_shift').on(t.shiftId, t.state, t.id),
		index('signups_account').on(t.accountId, t.id),
		index('signups_offered')
			.on(t.offeredUntil)
			.where(sql`state = 'offered'`)
	]
);
