import { and, asc, eq, getTableColumns, gt, gte, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { activeStates, engagedStates, holdingStates } from '../../volunteering/signups';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { posts, risksAccepted, shifts, signups, volunteers } from './schema';

export const shiftColumns = {
	...getTableColumns(shifts),
	postName: posts.name,
	kind: posts.kind,
	lat: posts.lat,
	lng: posts.lng,
	minimumAge: posts.minimumAge,
	hazardous: posts.hazardous,
	risks: posts.risks,
	held: sql<number>`(SELECT count(*) FROM signups s WHERE s.shift_id = ${shifts.id} AND s.state IN ${[...holdingStates]})`,
	waiting: sql<number>`(SELECT count(*) FROM signups s WHERE s.shift_id = ${shifts.id} AND s.state = 'waitlisted')`
};

const asked = (db: Db) =>
	db.select(shiftColumns).from(shifts).innerJoin(posts, eq(posts.id, shifts.postId)).$dynamic();

export type AskedRow = Awaited<ReturnType<typeof asked>>[number];

/** @throws Refusal('missing') */
export async function getShift(db: Db, code: string): Promise<AskedRow> {
	const [row] = await asked(db).where(eq(shifts.code, code));
	if (!row) throw new Refusal('missing', '没有这个班次');
	return row;
}

export async function shiftById(db: Db, id: number): Promise<AskedRow> {
	const [row] = await asked(db).where(eq(shifts.id, id));
	return row!;
}

/** Those not over yet that begin before `until`, in order. */
export const openShifts = (db: Db, at: number, until: number): Promise<AskedRow[]> =>
	asked(db)
		// no shift is longer than a day
		.where(
			and(
				gte(shifts.startsAt, at - 86_400_000),
				lt(shifts.startsAt, until),
				gt(shifts.endsAt, at),
				isNull(shifts.calledOffAt)
			)
		)
		.orderBy(asc(shifts.startsAt), asc(shifts.id));

export async function volunteerOf(db: Db, accountId: number) {
	const [row] = await db.select().from(volunteers).where(eq(volunteers.accountId, accountId));
	return row;
}

/** The other shifts that hold a place for someone around a time. */
export const engagements = (
	db: Db,
	accountId: number,
	shift: { id: number; startsAt: number; endsAt: number }
) =>
	db
		.select({ startsAt: shifts.startsAt, endsAt: shifts.endsAt, postId: shifts.postId })
		.from(signups)
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.where(
			and(
				eq(signups.accountId, accountId),
				inArray(signups.state, [...engagedStates, 'completed', 'left_early']),
				ne(shifts.id, shift.id),
				gt(shifts.endsAt, shift.startsAt - 2 * 86_400_000),
				lt(shifts.startsAt, shift.endsAt + 2 * 86_400_000)
			)
		);

/** As they read now; what was read before they changed does not count. */
export async function hasAcceptedRisks(db: Db, accountId: number, postId: number) {
	const found = await db
		.select({ at: risksAccepted.at })
		.from(risksAccepted)
		.innerJoin(posts, eq(posts.id, risksAccepted.postId))
		.where(
			and(
				eq(risksAccepted.accountId, accountId),
				eq(risksAccepted.postId, postId),
				gte(risksAccepted.at, posts.risksSince)
			)
		);
	return found.length > 0;
}

/** What is active of someone on a shift. */
export async function signupOf(db: Db, shiftId: number, accountId: number) {
	const [row] = await db
		.select()
		.from(signups)
		.where(
			and(
				eq(signups.shiftId, shiftId),
				eq(signups.accountId, accountId),
				inArray(signups.state, [...activeStates])
			)
		);
	return row;
}

/** How many wait before one that waits. */
export async function waitingBefore(db: Db, shiftId: number, signupId: number): Promise<number> {
	const [row] = await db
		.select({ n: sql<number>`count(*)` })
		.from(signups)
		.where(
			and(eq(signups.shiftId, shiftId), eq(signups.state, 'waitlisted'), lt(signups.id, signupId))
		);
	return row!.n;
}
