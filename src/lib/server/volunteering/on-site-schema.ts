import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { actAnswerNames, actNames, actorKinds } from '../../volunteering/acts';
import { dissuasionNames } from '../../volunteering/dissuasions';
import { accounts } from '../accounts/schema';
import { shifts } from './schema';

/**
 * What the number on the lead's phone is made from. A phone that is lost gets a new secret; what was
 * checked in before keeps the one of its time.
 */
export const shiftSecrets = sqliteTable(
	'shift_secrets',
	{
		id: integer().primaryKey(),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		sealed: text().notNull(),
		since: integer().notNull()
	},
	(t) => [uniqueIndex('shift_secrets_shift').on(t.shiftId, t.since)]
);

/**
 * What was sent from the spot, as it was sent, and what became of it. Never changed, but that the words
 * about a person go with the person.
 */
export const acts = sqliteTable(
	'acts',
	{
		id: integer().primaryKey(),
		/** Made by the phone: sending it again is the same act. */
		key: text().notNull().unique(),
		/** SHA-256 of what was sent, to tell a repeat from another act under the same key. */
		contentHash: text().notNull(),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		/** Whom it is about; null for what is about the shift, or about nobody whom we know. */
		accountId: integer().references(() => accounts.id),
		act: text({ enum: actNames }).notNull(),
		by: text({ enum: actorKinds }).notNull(),
		actorId: integer().references(() => accounts.id),
		/** When it was done, by our clock. */
		at: integer().notNull(),
		receivedAt: integer().notNull(),
		/** By how much the phone's clock was ahead of ours, ms. */
		driftMs: integer().notNull().default(0),
		answer: text({ enum: actAnswerNames }).notNull(),
		reason: text().notNull().default('')
	},
	(t) => [index('acts_shift').on(t.shiftId, t.id), index('acts_account').on(t.accountId, t.id)]
);

/** How often who was reminded of what: counts of a shift, of no person and by none. */
export const dissuasions = sqliteTable(
	'dissuasions',
	{
		id: integer().primaryKey(),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		/** Made by the phone that counts, for one shift. */
		key: text().notNull(),
		kind: text({ enum: dissuasionNames }).notNull(),
		n: integer().notNull(),
		/** How often that phone had been tapped by then, to tell a later count from an earlier one. */
		taps: integer().notNull().default(0)
	},
	(t) => [
		uniqueIndex('dissuasions_key').on(t.key, t.kind),
		index('dissuasions_shift').on(t.shiftId, t.kind)
	]
);

/** One picture of those who served, while all of them agree. */
export const teamPhotos = sqliteTable('team_photos', {
	shiftId: integer()
		.primaryKey()
		.references(() => shifts.id),
	sha256: text().notNull(),
	width: integer().notNull(),
	height: integer().notNull(),
	takenById: integer()
		.notNull()
		.references(() => accounts.id),
	at: integer().notNull()
});
