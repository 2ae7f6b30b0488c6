import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { roleNames } from '../../accounts/roles';
import { units } from '../places/schema';

export const accounts = sqliteTable(
	'accounts',
	{
		id: integer().primaryKey(),
		/** Staff sign in by name and password, residents by phone. */
		loginName: text().unique(),
		passwordHash: text(),
		/** Of staff, for colleagues; of residents always empty. */
		name: text().notNull().default(''),
		phoneSealed: text(),
		phoneIndex: text().unique(),
		role: text({ enum: roleNames }).notNull(),
		unitId: integer().references(() => units.id),
		active: integer({ mode: 'boolean' }).notNull().default(true),
		createdAt: integer().notNull(),
		/** The key of the second factor; null until it is set up. */
		totpSealed: text(),
		/** The last 30-second step whose code was taken: no code works twice. */
		totpStep: integer().notNull().default(0)
	},
	(t) => [index('accounts_role').on(t.role, t.unitId)]
);

export const sessions = sqliteTable(
	'sessions',
	{
		/** SHA-256 of what the cookie holds. */
		id: text().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		createdAt: integer().notNull(),
		seenAt: integer().notNull(),
		expiresAt: integer().notNull(),
		/** When the second factor was shown; null: it was not. */
		provenAt: integer(),
		/** On what it was opened, in plain words: 华为手机上的微信. */
		device: text().notNull().default('')
	},
	(t) => [index('sessions_account').on(t.accountId), index('sessions_expiry').on(t.expiresAt)]
);

/** Wrong answers by subject, also of subjects that do not exist: the same answer for both. */
export const signInFailures = sqliteTable('sign_in_failures', {
	subject: text().primaryKey(),
	failures: integer().notNull(),
	lastAt: integer().notNull(),
	lockedUntil: integer().notNull().default(0)
});

export const loginCodes = sqliteTable('login_codes', {
	phoneIndex: text().primaryKey(),
	codeHash: text().notNull(),
	sentAt: integer().notNull(),
	expiresAt: integer().notNull(),
	tries: integer().notNull().default(0)
});

/** For whom the phone with the second factor is lost; each works once. */
export const recoveryCodes = sqliteTable(
	'recovery_codes',
	{
		codeHash: text().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		usedAt: integer()
	},
	(t) => [index('recovery_codes_account').on(t.accountId)]
);

/** Each time someone opened sealed personal data: what, why, when. Counted against a quota. */
export const openings = sqliteTable(
	'openings',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		/** As in the audit, `kind:id`. */
		object: text().notNull(),
		reason: text().notNull(),
		at: integer().notNull()
	},
	(t) => [index('openings_account').on(t.accountId, t.at)]
);
