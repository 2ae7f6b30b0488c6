import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { hourKinds, roundingNames } from '../../volunteering/hours';
import { accounts } from '../accounts/schema';
import { shifts } from './schema';

/** 志愿服务时长: rows are added and never changed (the database refuses it); a correction is a row. */
export const hours = sqliteTable(
	'hours',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		kind: text({ enum: hourKinds }).notNull(),
		/** Served, exactly; below zero where a correction takes back. */
		minutes: integer().notNull(),
		/** What they count for, by the rule that held then. */
		counted: integer().notNull(),
		rounding: text({ enum: roundingNames }).notNull(),
		/** Of Shanghai, on which the shift began. */
		day: text().notNull(),
		reason: text().notNull().default(''),
		/** Who answers for what was not measured. */
		voucherId: integer().references(() => accounts.id),
		/** The claim that this row answers. */
		claimId: integer().references(() => hourClaims.id),
		at: integer().notNull()
	},
	(t) => [
		index('hours_account').on(t.accountId, t.day),
		index('hours_shift').on(t.shiftId, t.accountId),
		index('hours_day').on(t.day)
	]
);

/** A volunteer says that the hours of a shift are not right; the office answers, once. */
export const hourClaims = sqliteTable(
	'hour_claims',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		shiftId: integer()
			.notNull()
			.references(() => shifts.id),
		/** What they should be in all. */
		minutes: integer().notNull(),
		words: text().notNull(),
		at: integer().notNull(),
		answeredAt: integer(),
		answeredById: integer().references(() => accounts.id),
		granted: integer({ mode: 'boolean' }),
		answer: text().notNull().default('')
	},
	(t) => [
		uniqueIndex('hour_claims_open')
			.on(t.shiftId, t.accountId)
			.where(sql`answered_at IS NULL`),
		index('hour_claims_account').on(t.accountId, t.id),
		index('hour_claims_answered').on(t.answeredAt, t.id)
	]
);

/** 志愿服务记录证明, as it was issued; it stands until it is revoked. */
export const certificates = sqliteTable(
	'certificates',
	{
		id: integer().primaryKey(),
		/** In the address that its QR code holds. */
		code: text().notNull().unique(),
		/** 证书编号, as printed. */
		number: text().notNull().unique(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		volunteerNumber: text().notNull(),
		/** Name, kind and masked number of the paper shown, as JSON; only what the volunteer gave. */
		holderSealed: text(),
		fromDay: text().notNull(),
		toDay: text().notNull(),
		measuredMinutes: integer().notNull(),
		vouchedMinutes: integer().notNull(),
		shiftCount: integer().notNull(),
		/** Who issued it, as the office was called then. */
		issuer: text({ mode: 'json' })
			.$type<{ office: string; responsible: string; handler: string; contact: string }>()
			.notNull(),
		issuedAt: integer().notNull(),
		revokedAt: integer(),
		revokedById: integer().references(() => accounts.id),
		revokeReason: text().notNull().default('')
	},
	(t) => [
		index('certificates_account').on(t.accountId, t.id),
		index('certificates_issued').on(t.issuedAt)
	]
);
