import { and, count, eq, gt, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { DissuasionInput } from '../../volunteering/act-forms';
import { hoursOf, oldestAct } from '../../volunteering/check-in';
import { dissuasionNames, type DissuasionKind } from '../../volunteering/dissuasions';
import { leads } from '../../volunteering/policy';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { dissuasions } from './on-site-schema';
import { getShift, signupOf } from './queries';
import { shiftRules } from './rules';
import { shifts } from './schema';

/** Rows of one shift, at most: more phones than stand anywhere. */
const mostRows = 100 * dissuasionNames.length;

/**
 * How often who was on a shift reminded people of what, as counted by one phone so far. It may arrive
 * twice and out of order: what was tapped last holds. Whose phone it is is not written down.
 * @throws Refusal('forbidden') for who was not there; 'conflict' outside the shift, or another's key
 */
export async function countDissuasions(
	db: Db,
	actor: Actor,
	code: string,
	key: string,
	{ counts, taps }: DissuasionInput,
	at: number
): Promise<Sums> {
	return db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		await assertWasThere(tx, actor, shift);
		const { opensAt, outUntil } = hoursOf(shift, await shiftRules(tx));
		if (shift.calledOffAt !== null || at < opensAt || at > outUntil + oldestAct) {
			throw new Refusal('conflict', '不在这个班次的时间里，不能计数');
		}
		const [other] = await tx
			.select({ shiftId: dissuasions.shiftId })
			.from(dissuasions)
			.where(eq(dissuasions.key, key))
			.limit(1);
		if (other && other.shiftId !== shift.id) {
			throw new Refusal('conflict', '这个编号已经用于另一个班次');
		}
		const [rows] = await tx
			.select({ n: count() })
			.from(dissuasions)
			.where(eq(dissuasions.shiftId, shift.id));
		if (!other && rows!.n >= mostRows) throw new Refusal('conflict', '这个班次的计数已满');
		const isEarlier = lt(dissuasions.taps, taps);
		for (const kind of dissuasionNames) {
			const n = counts[kind] ?? 0;
			const counted = { n, taps };
			if (n === 0) {
				const those = and(eq(dissuasions.key, key), eq(dissuasions.kind, kind), isEarlier);
				await tx.update(dissuasions).set(counted).where(those);
				continue;
			}
			await tx
				.insert(dissuasions)
				.values({ shiftId: shift.id, key, kind, ...counted })
				.onConflictDoUpdate({
					target: [dissuasions.key, dissuasions.kind],
					set: counted,
					setWhere: isEarlier
				});
		}
		return dissuasionsOf(tx, shift.id);
	});
}

async function assertWasThere(
	tx: Db,
	actor: Actor,
	shift: { id: number; leadId: number | null }
): Promise<void> {
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	if (leads(actor, shift)) return;
	const signup = await signupOf(tx, shift.id, actor.accountId);
	if (signup?.checkedInAt == null) throw new Refusal('forbidden', '签到以后才能计数');
}

export type Sums = Partial<Record<DissuasionKind, number>>;

const sums = (rows: { kind: DissuasionKind; n: number }[]): Sums =>
	Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));

/** Of one shift. */
export async function dissuasionsOf(db: Db, shiftId: number): Promise<Sums> {
	return sums(
		await db
			.select({ kind: dissuasions.kind, n: sql<number>`sum(${dissuasions.n})` })
			.from(dissuasions)
			.where(and(eq(dissuasions.shiftId, shiftId), gt(dissuasions.n, 0)))
			.groupBy(dissuasions.kind)
	);
}

/** Of the shifts of one post that began from `from` on and before `until`. */
export async function dissuasionsAt(
	db: Db,
	postId: number,
	from: number,
	until: number
): Promise<Sums> {
	return sums(
		await db
			.select({ kind: dissuasions.kind, n: sql<number>`sum(${dissuasions.n})` })
			.from(shifts)
			.innerJoin(dissuasions, eq(dissuasions.shiftId, shifts.id))
			.where(
				and(
					eq(shifts.postId, postId),
					sql`${shifts.startsAt} >= ${from}`,
					sql`${shifts.startsAt} < ${until}`,
					gt(dissuasions.n, 0)
				)
			)
			.groupBy(dissuasions.kind)
	);
}
