import { and, count, eq, gte, inArray } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { choices } from '../../settings/choices';
import { dayOf, startOfDay } from '../../time/shanghai';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { numberChosen } from '../settings/values';
import { openings } from './schema';

/**
 * Counts one opening of sealed personal data and writes it down, in the transaction that opens it.
 * `object` as in the audit; `reason` in words, for the audit administrator.
 * @throws Refusal('limited') when the actor's quota of the Shanghai day is used up
 */
export async function countOpening(
	tx: Db,
	actor: Actor,
	{ object, reason }: { object: string; reason: string },
	at: number
): Promise<void> {
	const { accountId } = actor;
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	const quota = await numberChosen(tx, 'opening_quota', choices.opening_quota);
	const used = await openedToday(tx, accountId, at);
	if (used >= quota) {
		throw new Refusal(
			'limited',
			`您今天已查看 ${used} 次联系方式，到了每天 ${quota} 次的上限。确有需要，请安全管理员在“安全”页调高。`
		);
	}
	const [row] = await tx
		.insert(openings)
		.values({ accountId, object, reason, at })
		.returning({ id: openings.id });
	await record(tx, actor, 'open_contact', object, at, { opening: row!.id });
}

/** How often the account opened personal data on the Shanghai day of `at`. */
export async function openedToday(db: Db, accountId: number, at: number): Promise<number> {
	const [row] = await db
		.select({ times: count() })
		.from(openings)
		.where(and(eq(openings.accountId, accountId), gte(openings.at, startOfDay(dayOf(at)))));
	return row?.times ?? 0;
}

/** The reasons that were given, by the id of the opening. */
export async function openingReasonsOf(
	db: Db,
	ids: readonly number[]
): Promise<Map<number, string>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select({ id: openings.id, reason: openings.reason })
		.from(openings)
		.where(inArray(openings.id, [...ids]));
	return new Map(rows.map(({ id, reason }) => [id, reason]));
}
