import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import { accounts } from '../accounts/schema';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { sha256 } from '../sealing';
import { calendarStates } from './calendar';
import { shiftFeeds } from './groups-schema';
import { posts, shifts, signups } from './schema';
import { volunteerId } from './sign-ups';

const daysBack = 30;

/** A new secret address for one's calendar; the one before ends. @returns its token, this once */
export async function makeFeed(db: Db, actor: Actor, at: number): Promise<string> {
	const accountId = volunteerId(actor);
	const token = randomBytes(24).toString('base64url');
	const feed = { tokenHash: sha256(token), at };
	await db.transaction(async (tx) => {
		await tx
			.insert(shiftFeeds)
			.values({ accountId, ...feed })
			.onConflictDoUpdate({ target: shiftFeeds.accountId, set: feed });
		await record(tx, actor, 'make_feed', `account:${accountId}`, at);
	});
	return token;
}

export async function endFeed(db: Db, actor: Actor, at: number): Promise<void> {
	const accountId = volunteerId(actor);
	await db.transaction(async (tx) => {
		const ended = await tx
			.delete(shiftFeeds)
			.where(eq(shiftFeeds.accountId, accountId))
			.returning({ at: shiftFeeds.at });
		if (ended.length === 0) throw new Refusal('conflict', '日历已经停用');
		await record(tx, actor, 'end_feed', `account:${accountId}`, at);
	});
}

/** Since when one's calendar has its address; null while it has none. */
export async function feedSince(db: Db, { accountId }: Actor): Promise<number | null> {
	if (accountId === null) return null;
	const [feed] = await db
		.select({ at: shiftFeeds.at })
		.from(shiftFeeds)
		.where(eq(shiftFeeds.accountId, accountId));
	return feed?.at ?? null;
}

/** What belongs in one's calendar, from a month back on. @throws Refusal('missing') for no address that holds */
export async function shiftsOfFeed(db: Db, token: string, at: number) {
	const [owner] = await db
		.select({ accountId: shiftFeeds.accountId })
		.from(shiftFeeds)
		.innerJoin(accounts, eq(accounts.id, shiftFeeds.accountId))
		.where(and(eq(shiftFeeds.tokenHash, sha256(token)), eq(accounts.active, true)));
	if (!owner) throw new Refusal('missing', '没有这个日历，可能已经停用或者换了地址');
	const { accountId } = owner;
	return db
		.select({ ...calendarColumns, state: signups.state })
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(
			and(
				eq(signups.accountId, accountId),
				// whoever cancelled and came back has two on one shift: the last holds
				sql`${signups.id} IN (SELECT max(s.id) FROM signups s WHERE s.account_id = ${accountId} GROUP BY s.shift_id)`,
				inArray(signups.state, calendarStates),
				gt(shifts.endsAt, at - daysBack * dayMs)
			)
		)
		.orderBy(asc(shifts.startsAt));
}

const calendarColumns = {
	code: shifts.code,
	startsAt: shifts.startsAt,
	endsAt: shifts.endsAt,
	postName: posts.name,
	lat: posts.lat,
	lng: posts.lng,
	task: posts.task,
	kit: posts.kit,
	note: shifts.note,
	calledOffAt: shifts.calledOffAt,
	callOffReason: shifts.callOffReason
};

/** @throws Refusal('missing') */
export async function shiftForCalendar(db: Db, code: string) {
	const [shift] = await db
		.select(calendarColumns)
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(eq(shifts.code, code));
	if (!shift) throw new Refusal('missing', '没有这个班次');
	return shift;
}
