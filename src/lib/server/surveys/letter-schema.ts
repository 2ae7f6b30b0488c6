import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sendStateNames } from '../../surveys/sends';
import { waves } from './schema';

/**
 * A letter that goes out by the notice hook. Number and token stand in it together, sealed, until it is
 * out or the wave is over; what stays then is how many there were.
 */
export const letterSends = sqliteTable(
	'letter_sends',
	{
		/** Random; the hook knows the message by it. */
		id: integer().primaryKey(),
		waveId: integer()
			.notNull()
			.references(() => waves.id),
		sealed: text(),
		/** HMAC of the number within the wave, so that nobody is written to twice; gone with its end. */
		mark: text(),
		state: text({ enum: sendStateNames }).notNull().default('waiting'),
		/**
		 * Not before: quiet hours, the beginning of the wave, the pause after a failure. Of what was given
		 * up, since when.
		 */
		nextAt: integer().notNull(),
		attempts: integer().notNull().default(0),
		/** What the hook answered last. */
		problem: text().notNull().default('')
	},
	(t) => [
		index('letter_sends_wave').on(t.waveId, t.state),
		uniqueIndex('letter_sends_mark').on(t.waveId, t.mark),
		// those that still hold a number: what is due, and what has been kept long enough
		index('letter_sends_held')
			.on(t.nextAt)
			.where(sql`sealed IS NOT NULL`)
	]
);
