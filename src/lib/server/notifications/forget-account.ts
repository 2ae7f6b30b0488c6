import { eq } from 'drizzle-orm';
import type { Db } from '../db';
import { inbox, noticeSettings, outgoing, pushSubscriptions } from './schema';

/** Whatever was told to an account, and how it was to be reached. */
export async function forgetNotices(tx: Db, accountId: number): Promise<void> {
	await tx.delete(outgoing).where(eq(outgoing.accountId, accountId));
	await tx.delete(inbox).where(eq(inbox.accountId, accountId));
	await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.accountId, accountId));
	await tx.delete(noticeSettings).where(eq(noticeSettings.accountId, accountId));
}

/** All letters of one account, as its owner may take them along. */
export const lettersOf = (db: Db, accountId: number) =>
	db
		.select({ title: inbox.title, body: inbox.body, at: inbox.at, readAt: inbox.readAt })
		.from(inbox)
		.where(eq(inbox.accountId, accountId))
		.orderBy(inbox.id);
