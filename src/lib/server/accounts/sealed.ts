import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { SealedColumn } from '../keys/rotate';
import { accounts } from './schema';

/** What of accounts is sealed, for a change of keys. */
export const sealedInAccounts: readonly SealedColumn[] = [
	{
		name: 'accounts.phone_sealed',
		purpose: 'phone',
		rows: (db, after, limit) =>
			db
				.select({ id: accounts.id, sealed: accounts.phoneSealed, index: accounts.phoneIndex })
				.from(accounts)
				.where(and(gt(accounts.id, after), isNotNull(accounts.phoneSealed)))
				.orderBy(asc(accounts.id))
				.limit(limit),
		write: (tx, id, phoneSealed, phoneIndex) =>
			tx.update(accounts).set({ phoneSealed, phoneIndex }).where(eq(accounts.id, id))
	},
	{
		name: 'accounts.totp_sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: accounts.id, sealed: accounts.totpSealed })
				.from(accounts)
				.where(and(gt(accounts.id, after), isNotNull(accounts.totpSealed)))
				.orderBy(asc(accounts.id))
				.limit(limit),
		write: (tx, id, totpSealed) =>
			tx.update(accounts).set({ totpSealed }).where(eq(accounts.id, id))
	}
];
