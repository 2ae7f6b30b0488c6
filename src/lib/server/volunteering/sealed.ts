import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { SealedColumn } from '../keys/rotate';
import { certificates } from './hours-schema';
import { volunteers } from './schema';

/** What of volunteers is sealed, for a change of keys. */
export const sealedInVolunteering: readonly SealedColumn[] = [
	{
		name: 'volunteers.called_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: volunteers.accountId, sealed: volunteers.calledSealed })
				.from(volunteers)
				.where(and(gt(volunteers.accountId, after), isNotNull(volunteers.calledSealed)))
				.orderBy(asc(volunteers.accountId))
				.limit(limit),
		write: (tx, id, calledSealed) =>
			tx.update(volunteers).set({ calledSealed }).where(eq(volunteers.accountId, id))
	},
	{
		name: 'volunteers.person_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: volunteers.accountId, sealed: volunteers.personSealed })
				.from(volunteers)
				.where(and(gt(volunteers.accountId, after), isNotNull(volunteers.personSealed)))
				.orderBy(asc(volunteers.accountId))
				.limit(limit),
		write: (tx, id, personSealed) =>
			tx.update(volunteers).set({ personSealed }).where(eq(volunteers.accountId, id))
	},
	{
		name: 'certificates.holder_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: certificates.id, sealed: certificates.holderSealed })
				.from(certificates)
				.where(and(gt(certificates.id, after), isNotNull(certificates.holderSealed)))
				.orderBy(asc(certificates.id))
				.limit(limit),
		write: (tx, id, holderSealed) =>
			tx.update(certificates).set({ holderSealed }).where(eq(certificates.id, id))
	}
];
