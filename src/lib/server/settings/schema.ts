import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/schema';

/** What the office chose for itself; a name without a row is as the standard has it. */
export const officeSettings = sqliteTable('office_settings', {
	name: text().primaryKey(),
	value: text({ mode: 'json' }).$type<unknown>().notNull(),
	at: integer().notNull(),
	accountId: integer().references(() => accounts.id)
});
