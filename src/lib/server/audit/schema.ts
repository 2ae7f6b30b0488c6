import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Append-only (triggers refuse all else); each row's hash covers the one before. */
export const auditLog = sqliteTable(
	'audit_log',
	{
		id: integer().primaryKey(),
		at: integer().notNull(),
		accountId: integer(),
		role: text().notNull(),
		address: text(),
		action: text().notNull(),
		/** What it was done to, as `kind:id`. */
		object: text().notNull(),
		detail: text().notNull(),
		previousHash: text().notNull(),
		hash: text().notNull()
	},
	(t) => [
		index('audit_log_object').on(t.object),
		index('audit_log_account').on(t.accountId, t.id),
		index('audit_log_action').on(t.action, t.id),
		index('audit_log_at').on(t.at)
	]
);
