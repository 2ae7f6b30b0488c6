import { eq } from 'drizzle-orm';
import { mayOpenContacts } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { openingReasons, type OpeningReason } from '../../../reports/openings';
import { canSeeCase } from '../../../reports/policy';
import { countOpening } from '../../accounts/openings';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import type { Sealing } from '../../sealing';
import { getReport } from '../queries/casework';
import { reporters } from '../schema';

/**
 * The reporter's telephone number, opened for one look: with a reason, within the day's quota, and on
 * record for the audit administrator.
 */
export async function openReporterPhone(
	db: Db,
	seal: Sealing,
	actor: Actor,
	code: string,
	input: { reason: OpeningReason; words: string },
	at: number
): Promise<string> {
	if (!mayOpenContacts(actor)) throw new Refusal('forbidden', '您不能查看上报人的电话');
	return db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		if (!canSeeCase(actor, report)) throw new Refusal('forbidden', '您不能查看这件');
		const sealed = await sealedPhoneOf(tx, report.id);
		if (sealed === null) throw new Refusal('missing', '上报人没有留电话，或者已按期删除');
		const reason = `${openingReasons[input.reason]}：${input.words}`;
		await countOpening(tx, actor, { object: `report:${code}`, reason }, at);
		return seal.open(sealed);
	});
}

/** As a guest left it, or as the account has it. */
export async function sealedPhoneOf(db: Db, reportId: number): Promise<string | null> {
	const [row] = await db
		.select({ left: reporters.phoneSealed, own: accounts.phoneSealed })
		.from(reporters)
		.leftJoin(accounts, eq(accounts.id, reporters.accountId))
		.where(eq(reporters.reportId, reportId))
		.limit(1);
	return row?.left ?? row?.own ?? null;
}
