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
		index('inbox_unread')
			.on(t.accountId)
			.where(sql`read_at IS NULL`)
	]
);
