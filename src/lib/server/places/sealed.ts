import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { SealedColumn } from '../keys/rotate';
import { chiefs } from './schema';

/** What of places is sealed, for a change of keys. */
export const sealedInPlaces: readonly SealedColumn[] = [
	{
		name: 'chiefs.name_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: chiefs.id, sealed: chiefs.nameSealed })
				.from(chiefs)
				.where(and(gt(chiefs.id, after), isNotNull(chiefs.nameSealed)))
				.orderBy(asc(chiefs.id))
				.limit(limit),
		write: (tx, id, nameSealed) => tx.update(chiefs).set({ nameSealed }).where(eq(chiefs.id, id))
	}
];
