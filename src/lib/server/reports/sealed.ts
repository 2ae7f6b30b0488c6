import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { SealedColumn } from '../keys/rotate';
import { reporters, takedowns } from './schema';

/** What of reports is sealed, for a change of keys. */
export const sealedInReports: readonly SealedColumn[] = [
	{
		name: 'reporters.phone_sealed',
		purpose: 'phone',
		rows: (db, after, limit) =>
			db
				.select({
					id: reporters.reportId,
					sealed: reporters.phoneSealed,
					index: reporters.phoneIndex
				})
				.from(reporters)
				.where(and(gt(reporters.reportId, after), isNotNull(reporters.phoneSealed)))
				.orderBy(asc(reporters.reportId))
				.limit(limit),
		write: (tx, id, phoneSealed, phoneIndex) =>
			tx.update(reporters).set({ phoneSealed, phoneIndex }).where(eq(reporters.reportId, id))
	},
	{
		name: 'takedowns.contact_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: takedowns.id, sealed: takedowns.contactSealed })
				.from(takedowns)
				.where(and(gt(takedowns.id, after), isNotNull(takedowns.contactSealed)))
				.orderBy(asc(takedowns.id))
				.limit(limit),
		write: (tx, id, contactSealed) =>
			tx.update(takedowns).set({ contactSealed }).where(eq(takedowns.id, id))
	}
];
