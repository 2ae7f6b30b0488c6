import { and, asc, desc, eq, getTableColumns, gt, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { addDays, dayMs, startOfDay } from '../../time/shanghai';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { groupMembers, volunteerGroups } from './groups-schema';
import { openShifts } from './queries';
import { posts, shifts, signups, volunteers } from './schema';

/** All groups with how many agreed to be proposed, and the number of who coordinates. */
export const deskGroups = (db: Db) =>
	db
		.select({
			...getTableColumns(volunteerGroups),
			coordinatorNumber: volunteers.number,
			members: sql<number>`(SELECT count(*) FROM group_members m WHERE m.group_id = ${volunteerGroups.id})`
		})
		.from(volunteerGroups)
		.leftJoin(volunteers, eq(volunteers.accountId, volunteerGroups.coordinatorId))
		.orderBy(desc(volunteerGroups.active), asc(volunteerGroups.name));

export type Group = typeof volunteerGroups.$inferSelect;

/** @throws Refusal('missing') */
export async function getGroup(db: Db, code: string): Promise<Group> {
	const [group] = await db.select().from(volunteerGroups).where(eq(volunteerGroups.code, code));
	if (!group) throw new Refusal('missing', '没有这个团队');
	return group;
}

/** The group that the actor coordinates. @throws Refusal('missing' | 'unauthenticated' | 'forbidden') */
export async function coordinatedBy(db: Db, actor: Actor, code: string): Promise<Group> {
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	const group = await getGroup(db, code);
	if (group.coordinatorId === actor.accountId) return group;
	throw new Refusal('forbidden', '这是团队联系人的页面');
}

/** Since when an account agreed to be proposed; null for whoever did not, or left. */
export async function memberSince(db: Db, groupId: number, accountId: number) {
	const [row] = await db
		.select({ agreedAt: groupMembers.agreedAt })
		.from(groupMembers)
		.where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.accountId, accountId)));
	return row?.agreedAt ?? null;
}

/** The groups that someone is in or coordinates, those in use. */
export async function ownGroups(db: Db, { accountId }: Actor) {
	if (accountId === null) return [];
	const group = { code: volunteerGroups.code, name: volunteerGroups.name };
	const led = await db
		.select(group)
		.from(volunteerGroups)
		.where(and(eq(volunteerGroups.coordinatorId, accountId), eq(volunteerGroups.active, true)));
	const joined = await db
		.select(group)
		.from(groupMembers)
		.innerJoin(volunteerGroups, eq(volunteerGroups.id, groupMembers.groupId))
		.where(and(eq(groupMembers.accountId, accountId), eq(volunteerGroups.active, true)));
	const leads = new Set(led.map(({ code }) => code));
	return [
		...led.map((one) => ({ ...one, coordinates: true })),
		...joined.filter(({ code }) => !leads.has(code)).map((one) => ({ ...one, coordinates: false }))
	];
}

/** Those who agreed, by 志愿者编号: a coordinator learns no more of them. */
export const membersOf = (db: Db, groupId: number) =>
	db
		.select({ accountId: volunteers.accountId, number: volunteers.number })
		.from(groupMembers)
		.innerJoin(volunteers, eq(volunteers.accountId, groupMembers.accountId))
		.where(eq(groupMembers.groupId, groupId))
		.orderBy(asc(volunteers.number));

/** The shifts of a day for which members can still be asked. */
export async function shiftsToPropose(db: Db, day: string, at: number) {
	const found = await openShifts(db, Math.max(at, startOfDay(day)), startOfDay(addDays(day, 1)));
	return found
		.filter((shift) => shift.day === day && shift.startsAt > at)
		.filter(({ held, most, waiting }) => held < most && waiting === 0)
		.map(({ code, startsAt, endsAt, postName, held, most }) => {
			return { code, startsAt, endsAt, postName, free: most - held };
		});
}

/** What members were asked by this coordinator and what they answered, as far as it is to come or lately past. */
export const proposalsOf = (db: Db, group: Group, at: number) =>
	db
		.select({
			id: signups.id,
			number: volunteers.number,
			state: signups.state,
			offeredUntil: signups.offeredUntil,
			day: shifts.day,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			postName: posts.name
		})
		.from(groupMembers)
		.innerJoin(signups, eq(signups.accountId, groupMembers.accountId))
		.innerJoin(shifts, eq(shifts.id, signups.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.innerJoin(volunteers, eq(volunteers.accountId, groupMembers.accountId))
		.where(
			and(
				eq(groupMembers.groupId, group.id),
				eq(signups.proposedById, group.coordinatorId ?? 0),
				gt(shifts.startsAt, at - 7 * dayMs)
			)
		)
		.orderBy(asc(shifts.startsAt), asc(volunteers.number));

/** The name of the group on whose behalf someone was asked; null once they are no longer in it. */
export async function groupThatAsked(db: Db, accountId: number, coordinatorId: number) {
	const [row] = await db
		.select({ name: volunteerGroups.name })
		.from(groupMembers)
		.innerJoin(volunteerGroups, eq(volunteerGroups.id, groupMembers.groupId))
		.where(
			and(eq(groupMembers.accountId, accountId), eq(volunteerGroups.coordinatorId, coordinatorId))
		)
		.limit(1);
	return row?.name ?? null;
}

/** The account behind each number that is a member of the group. */
export async function membersByNumber(db: Db, groupId: number, numbers: readonly string[]) {
	if (numbers.length === 0) return new Map<string, number>();
	const rows = await db
		.select({ accountId: volunteers.accountId, number: volunteers.number })
		.from(volunteers)
		.innerJoin(
			groupMembers,
			and(eq(groupMembers.accountId, volunteers.accountId), eq(groupMembers.groupId, groupId))
		)
		.where(inArray(volunteers.number, [...numbers]));
	return new Map(rows.map(({ number, accountId }) => [number, accountId]));
}
