import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import type { ChangeGroup, GroupForm } from '../../volunteering/group-forms';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { getGroup } from './groups';
import { groupMembers, volunteerGroups } from './groups-schema';
import { leadAsked } from './leads';
import { assertPlans } from './posts';
import { volunteerOf } from './queries';
import { volunteerId } from './sign-ups';

/** @returns the code in the address by which members join */
export async function addGroup(db: Db, actor: Actor, form: GroupForm, at: number): Promise<string> {
	assertPlans(actor);
	const code = codeFrom(randomBytes(8));
	await db.transaction(async (tx) => {
		const [made] = await tx
			.insert(volunteerGroups)
			.values({ code, ...(await asStored(tx, form)) })
			.returning({ id: volunteerGroups.id });
		await record(tx, actor, 'add_group', `group:${made!.id}`, at);
	});
	return code;
}

/** A group that is no longer used keeps its members; nobody can join or be proposed. */
export async function changeGroup(
	db: Db,
	actor: Actor,
	{ id, active, ...form }: ChangeGroup,
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const changed = await tx
			.update(volunteerGroups)
			.set({ active, ...(await asStored(tx, form, id)) })
			.where(eq(volunteerGroups.id, id))
			.returning({ id: volunteerGroups.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个团队');
		await record(tx, actor, 'change_group', `group:${id}`, at, { active });
	});
}

async function asStored(tx: Db, { name, kind, coordinatorNumber }: GroupForm, own?: number) {
	const [same] = await tx
		.select({ id: volunteerGroups.id })
		.from(volunteerGroups)
		.where(eq(volunteerGroups.name, name));
	if (same && same.id !== own) {
		throw new Refusal('invalid', '已经有同名的团队', { name: '已经有同名的团队' });
	}
	return { name, kind, coordinatorId: await coordinator(tx, coordinatorNumber) };
}

async function coordinator(tx: Db, number: string | null): Promise<number | null> {
	if (number === null) return null;
	return leadAsked(tx, { leadId: null, leadNumber: number }).catch((problem: unknown) => {
		if (!(problem instanceof Refusal)) throw problem;
		throw new Refusal('invalid', problem.message, { coordinatorNumber: problem.message });
	});
}

/** From now on the coordinator may propose shifts to this volunteer, who confirms each or not. */
export async function joinGroup(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	const accountId = volunteerId(actor);
	await db.transaction(async (tx) => {
		const group = await getGroup(tx, code);
		if (!group.active) throw new Refusal('conflict', '这个团队已经停用');
		if (!(await volunteerOf(tx, accountId))) throw new Refusal('conflict', '请先登记成为志愿者');
		const joined = await tx
			.insert(groupMembers)
			.values({ groupId: group.id, accountId, agreedAt: at })
			.onConflictDoNothing()
			.returning({ at: groupMembers.agreedAt });
		if (joined.length > 0) await record(tx, actor, 'join_group', `group:${group.id}`, at);
	});
}

/** Ends that; what one confirmed stays one's own. */
export async function leaveGroup(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	const accountId = volunteerId(actor);
	await db.transaction(async (tx) => {
		const { id } = await getGroup(tx, code);
		const left = await tx
			.delete(groupMembers)
			.where(and(eq(groupMembers.groupId, id), eq(groupMembers.accountId, accountId)))
			.returning({ at: groupMembers.agreedAt });
		if (left.length > 0) await record(tx, actor, 'leave_group', `group:${id}`, at);
	});
}
