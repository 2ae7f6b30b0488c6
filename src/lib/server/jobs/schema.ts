import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** How far each scheduled job has come, so that a run that was missed is made up and none is doubled. */
export const jobRuns = sqliteTable('job_runs', {
	name: text().primaryKey(),
	/** Everything up to this instant is done. */
	doneUpTo: integer().notNull(),
	/** Held by the process that runs it. */
	leasedUntil: integer().notNull().default(0),
	problem: text().notNull().default('')
});
