import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { SealedColumn } from '../keys/rotate';
import { letterSends } from './letter-schema';

/** What of surveys is sealed, for a change of keys. */
export const sealedInSurveys: readonly SealedColumn[] = [
	{
		name: 'letter_sends.sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: letterSends.id, sealed: letterSends.sealed })
				.from(letterSends)
				.where(and(gt(letterSends.id, after), isNotNull(letterSends.sealed)))
				.orderBy(asc(letterSends.id))
				.limit(limit),
		// one that went out meanwhile stays empty
		write: (tx, id, sealed) =>
			tx
				.update(letterSends)
				.set({ sealed })
				.where(and(eq(letterSends.id, id), isNotNull(letterSends.sealed)))
	}
];
