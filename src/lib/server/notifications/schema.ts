import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/schema';

export const inbox = sqliteTable(
	'inbox',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		title: text().notNull(),
		body: text().notNull(),
		/** Where it leads, within the site. */
		href: text().notNull(),
		at: integer().notNull(),
		readAt: integer()
	},
	(t) => [
		index('inbox_account').on(t.accountId, t.id),
		index('inbox_at').on(t.at),
		index('inbox_unread')
			.on(t.accountId)
			.where(sql`read_at IS NULL`)
	]
);

/** How a resident wants to be told besides the inbox; an account without a row has the defaults. */
export const noticeSettings = sqliteTable('notice_settings', {
	accountId: integer()
		.primaryKey()
		.references(() => accounts.id, { onDelete: 'cascade' }),
	/** By the town's hook: SMS or 公众号. */
	message: integer({ mode: 'boolean' }).notNull(),
	/** Minutes of the Shanghai day between which nothing rings; equal: never quiet. */
	quietFrom: integer().notNull(),
	quietTo: integer().notNull()
});

/** A browser that takes Web Push. */
export const pushSubscriptions = sqliteTable(
	'push_subscriptions',
	{
		id: integer().primaryKey(),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		endpoint: text().notNull().unique(),
		p256dh: text().notNull(),
		auth: text().notNull(),
		createdAt: integer().notNull()
	},
	(t) => [index('push_subscriptions_account').on(t.accountId)]
);

export const channels = ['push', 'message'] as const;
export const outgoingStates = ['waiting', 'sent', 'given_up'] as const;

/** What goes out besides the inbox; written with the entry it repeats, kept as the record. */
export const outgoing = sqliteTable(
	'outgoing',
	{
		id: integer().primaryKey(),
		inboxId: integer()
			.notNull()
			.references(() => inbox.id, { onDelete: 'cascade' }),
		accountId: integer()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		channel: text({ enum: channels }).notNull(),
		state: text({ enum: outgoingStates }).notNull().default('waiting'),
		/** Not before: quiet hours and the pause after a failure. */
		nextAt: integer().notNull(),
		attempts: integer().notNull().default(0),
		/** The lowest id of those it goes out with, from the first try on; null: not tried yet. */
		batch: integer(),
		sentAt: integer(),
		/** What the other side answered last. */
		problem: text().notNull().default('')
	},
	(t) => [
		index('outgoing_due')
			.on(t.nextAt)
			.where(sql`state = 'waiting'`),
		index('outgoing_account').on(t.accountId, t.id),
		// for letters that are taken out
		index('outgoing_inbox').on(t.inboxId)
	]
);
