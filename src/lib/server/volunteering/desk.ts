import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { addDays, startOfDay } from '../../time/shanghai';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { leadLabel } from './leads';
import { shiftColumns } from './queries';
import { posts, shifts, volunteers } from './schema';

const listed = (db: Db) =>
	db
		.select({
			...shiftColumns,
			leadAccount: { id: accounts.id, name: accounts.name },
			leadNumber: volunteers.number
		})
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.leftJoin(accounts, eq(accounts.id, shifts.leadId))
		.leftJoin(volunteers, eq(volunteers.accountId, shifts.leadId))
		.$dynamic();

type Listed = Awaited<ReturnType<typeof listed>>[number];

/** `lead`: how colleagues read who leads; empty while there is nobody. */
const withLead = ({ leadAccount, leadNumber, ...shift }: Listed) => ({
	...shift,
	lead: leadAccount ? leadLabel({ ...leadAccount, number: leadNumber }).label : ''
});

/** The shifts that begin between two days, both included, with those called off, in order. */
export async function deskShifts(db: Db, from: string, to: string) {
	const rows = await listed(db)
		.where(
			and(gte(shifts.startsAt, startOfDay(from)), lt(shifts.startsAt, startOfDay(addDays(to, 1))))
		)
		.orderBy(asc(shifts.startsAt), asc(shifts.id));
	return rows.map(withLead);
}

export type DeskShift = Awaited<ReturnType<typeof deskShifts>>[number];

/** @throws Refusal('missing') */
export async function deskShift(db: Db, code: string): Promise<DeskShift> {
	const [row] = await listed(db).where(eq(shifts.code, code));
	if (!row) throw new Refusal('missing', '没有这个班次');
	return withLead(row);
}
