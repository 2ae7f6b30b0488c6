import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { removeLetters } from '../../notifications/commands';
import { Refusal } from '../../refusal';
import { sha256, type Sealing } from '../../sealing';
import type { Report } from '../advance';
import { events, followers, ratings, reporters, reports } from '../schema';
import { ownReport } from './after-sending';
import { renameSupport } from './move-supports';

/**
 * A report is no longer tied to the account that sent it, nor is what came of it: journal, rating,
 * letters, the place in the report it was merged into. Returns the claim by which alone it is the
 * reporter's from now on.
 * @throws Refusal('conflict') when it is tied to no account, or to another
 */
export async function detachReport(
	db: Db,
	seal: Sealing,
	actor: Actor,
	code: string,
	at: number
): Promise<string> {
	return db.transaction(async (tx) => {
		const { report } = await ownReport(tx, actor, code);
		const { accountId } = actor;
		const claim = seal.index('claim', report.key);
		const claimHash = sha256(claim);
		const detached =
			accountId === null
				? []
				: await tx
						.update(reporters)
						.set({ accountId: null, phoneSealed: null, phoneIndex: null, claimHash })
						.where(and(eq(reporters.reportId, report.id), eq(reporters.accountId, accountId)))
						.returning({ reportId: reporters.reportId });
		if (accountId === null || detached.length === 0) {
			throw new Refusal('conflict', '这件没有和您的账号关联');
		}
		await tx
			.update(events)
			.set({ accountId: null })
			.where(and(eq(events.reportId, report.id), eq(events.accountId, accountId)));
		// under the claim the same person could else rate once more
		await tx
			.update(ratings)
			.set({ rater: `claim:${claimHash}` })
			.where(and(eq(ratings.reportId, report.id), eq(ratings.rater, `account:${accountId}`)));
		await leaveBehind(tx, report, accountId, claimHash);
		await record(tx, actor, 'detach_account', `report:${code}`, at);
		return claim;
	});
}

/** What else ties the account to the report: its letters, its place in the one it was merged into. */
async function leaveBehind(tx: Db, report: Report, accountId: number, claimHash: string) {
	await removeLetters(tx, accountId, [`/reports/${report.code}`]);
	const into = report.mergedIntoId;
	if (into === null) return;
	await tx
		.delete(followers)
		.where(and(eq(followers.reportId, into), eq(followers.accountId, accountId)));
	await renameSupport(tx, into, `account:${accountId}`, `claim:${claimHash}`);
	const [target] = await tx
		.select({ code: reports.code, reporter: reporters.accountId })
		.from(reports)
		.innerJoin(reporters, eq(reporters.reportId, reports.id))
		.where(eq(reports.id, into))
		.limit(1);
	// of a report that is the account's as well the letters are its own
	if (target && target.reporter !== accountId) {
		await removeLetters(tx, accountId, [`/reports/${target.code}`]);
	}
}
