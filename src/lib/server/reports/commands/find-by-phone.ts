import { desc, eq, inArray, type SQL } from 'drizzle-orm';
import { mayFindByPhone } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import type { DeskLine } from '../../../reports/queues';
import { accounts } from '../../accounts/schema';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import type { Sealing } from '../../sealing';
import { deskLineColumns } from '../queries/desk-line';
import { reporters, reports } from '../schema';

const most = 50;

/**
 * What came from a phone number, the newest first: left as contact, or of the account that sent it.
 * Each search is in the audit with its reason, and the number is not.
 */
export async function findByPhone(
	db: Db,
	seal: Sealing,
	actor: Actor,
	{ phone, reason }: { phone: string; reason: string },
	at: number
): Promise<DeskLine[]> {
	if (!mayFindByPhone(actor)) throw new Refusal('forbidden', '您不能按手机号查找');
	return db.transaction(async (tx) => {
		const ids = await sentFrom(tx, seal.indexes('phone', phone));
		const lines = ids.length > 0 ? await linesOf(tx, ids) : [];
		await record(tx, actor, 'search_phone', 'reporters', at, {
			reason: reason.replace(/\d{7,}/g, '…'),
			found: lines.map(({ code }) => code).join(' ')
		});
		return lines;
	});
}

const linesOf = (tx: Db, ids: number[]): Promise<DeskLine[]> =>
	tx
		.select(deskLineColumns)
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(inArray(reports.id, ids))
		.orderBy(desc(reports.id))
		.limit(most);

async function sentFrom(tx: Db, phoneIndexes: string[]): Promise<number[]> {
	const newest = (which: SQL) =>
		tx
			.select({ id: reporters.reportId })
			.from(reporters)
			.where(which)
			.orderBy(desc(reporters.reportId))
			.limit(most);
	const left = await newest(inArray(reporters.phoneIndex, phoneIndexes));
	const [account] = await tx
		.select({ id: accounts.id })
		.from(accounts)
		.where(inArray(accounts.phoneIndex, phoneIndexes))
		.limit(1);
	const own = account ? await newest(eq(reporters.accountId, account.id)) : [];
	return [...left, ...own].map(({ id }) => id);
}
