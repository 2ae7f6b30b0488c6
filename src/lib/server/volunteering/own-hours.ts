import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { Voucher } from '../../volunteering/hours-words';
import { activeStates } from '../../volunteering/signups';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { hourClaims, hours } from './hours-schema';
import { ownAccount } from './of-volunteer';
import { posts, shifts } from './schema';

const sumOf = (kind: 'measured' | 'vouched') =>
	sql<number>`sum(CASE WHEN ${hours.kind} = ${kind} THEN ${hours.counted} ELSE 0 END)`;

/** What counts of someone, by month, the latest first. */
export const ownMonths = (db: Db, actor: Actor) => {
	const month = sql<string>`substr(${hours.day}, 1, 7)`;
	return db
		.select({ month, measured: sumOf('measured'), vouched: sumOf('vouched') })
		.from(hours)
		.where(eq(hours.accountId, ownAccount(actor)))
		.groupBy(month)
		.orderBy(desc(month));
};

const perPage = 20;

/** The shifts that someone was on or led, begun by now, each with its rows and claims; the latest first. */
export async function ownServed(db: Db, actor: Actor, at: number, page = 1) {
	const accountId = ownAccount(actor);
	const own = sql`${shifts.id} IN (
		SELECT shift_id FROM signups WHERE account_id = ${accountId} AND state IN ${[...activeStates]}
		UNION SELECT shift_id FROM hours WHERE account_id = ${accountId}
		UNION SELECT id FROM shifts WHERE lead_id = ${accountId} AND called_off_at IS NULL)`;
	const found = await db
		.select({
			id: shifts.id,
			code: shifts.code,
			day: shifts.day,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			finishedAt: shifts.finishedAt,
			postName: posts.name
		})
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(and(own, lte(shifts.startsAt, at)))
		.orderBy(desc(shifts.startsAt), desc(shifts.id))
		.limit(perPage + 1)
		.offset((page - 1) * perPage);
	const shown = found.slice(0, perPage);
	const ids = shown.map(({ id }) => id);
	const entries = await entriesWithVoucher(db, accountId, ids);
	const claims = await claimsOf(db, accountId, ids);
	return {
		shifts: shown.map(({ id, finishedAt, ...shift }) => ({
			...shift,
			over: shift.endsAt <= at || finishedAt !== null,
			entries: entries.filter(({ shiftId }) => shiftId === id),
			claims: claims.filter(({ shiftId }) => shiftId === id)
		})),
		next: found.length > perPage ? page + 1 : null
	};
}

export type OwnServed = Awaited<ReturnType<typeof ownServed>>['shifts'][number];

export async function entriesWithVoucher(db: Db, accountId: number, shiftIds: readonly number[]) {
	if (shiftIds.length === 0) return [];
	const rows = await db
		.select({
			id: hours.id,
			shiftId: hours.shiftId,
			kind: hours.kind,
			minutes: hours.minutes,
			counted: hours.counted,
			rounding: hours.rounding,
			reason: hours.reason,
			claimId: hours.claimId,
			at: hours.at,
			voucherRole: accounts.role
		})
		.from(hours)
		.leftJoin(accounts, eq(accounts.id, hours.voucherId))
		.where(and(inArray(hours.shiftId, [...shiftIds]), eq(hours.accountId, accountId)))
		.orderBy(asc(hours.id));
	return rows.map(({ voucherRole, claimId, ...row }) => ({
		...row,
		claimed: claimId !== null,
		voucher: voucherOf(voucherRole)
	}));
}

const voucherOf = (role: string | null): Voucher => {
	if (role === null) return null;
	return role === 'moderator' || role === 'supervisor' ? 'office' : 'lead';
};

const claimsOf = async (db: Db, accountId: number, shiftIds: readonly number[]) =>
	shiftIds.length === 0
		? []
		: db
				.select({
					id: hourClaims.id,
					shiftId: hourClaims.shiftId,
					minutes: hourClaims.minutes,
					words: hourClaims.words,
					at: hourClaims.at,
					answeredAt: hourClaims.answeredAt,
					granted: hourClaims.granted,
					answer: hourClaims.answer
				})
				.from(hourClaims)
				.where(and(inArray(hourClaims.shiftId, [...shiftIds]), eq(hourClaims.accountId, accountId)))
				.orderBy(asc(hourClaims.id));
