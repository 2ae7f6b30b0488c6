import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { addShift } from '../../src/lib/server/volunteering/changes';
import {
	addGroup,
	changeGroup,
	joinGroup,
	leaveGroup
} from '../../src/lib/server/volunteering/group-commands';
import {
	deskGroups,
	membersOf,
	ownGroups,
	proposalsOf,
	getGroup,
	shiftsToPropose
} from '../../src/lib/server/volunteering/groups';
import { leaveVolunteers, ownVolunteerData } from '../../src/lib/server/volunteering/own';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { propose } from '../../src/lib/server/volunteering/propose';
import { getShift, signupOf, volunteerOf } from '../../src/lib/server/volunteering/queries';
import {
	acceptOffer,
	cancelSignup,
	joinVolunteers,
	lapseOffers,
	signUp
} from '../../src/lib/server/volunteering/sign-ups';
import { freshTown } from '../support/database';
import { account, inTown, people, seal, shanghai, type Cast } from '../support/factories';

const noon = shanghai('2026-03-02 12:00');
let db: Db;
let who: Cast;
let postId: number;
let coordinator: Actor;
let group: string;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const post = {
		...{
			...inTown,
			name: '人民路口',
			kind: 'crossing' as const,
			unitId: null,
			task: '劝导',
			kit: ''
		},
		...{ risks: '注意来往车辆', hazardous: false, minimumAge: 16, insured: true }
	};
	postId = await addPost(db, who.moderator, post, noon);
	coordinator = await volunteer();
	const coordinatorNumber = await numberOf(coordinator);
	const form = { name: '供电公司', kind: 'unit', coordinatorNumber } as const;
	group = await addGroup(db, who.moderator, form, noon);
});

async function volunteer(ageBand: '14-15' | '18-59' = '18-59'): Promise<Actor> {
	const actor = await account(db, 'resident');
	await joinVolunteers(db, actor, { ageBand, consent: true, trained: true }, noon);
	return actor;
}

async function member(ageBand: '14-15' | '18-59' = '18-59'): Promise<Actor> {
	const actor = await volunteer(ageBand);
	await joinGroup(db, actor, group, noon);
	return actor;
}

const numberOf = async (actor: Actor) => (await volunteerOf(db, actor.accountId!))!.number;
const shift = (most: number, day = '2026-03-05') => {
	const form = { postId, day, start: 420, end: 540, least: 1, most, leadId: null, note: '' };
	return addShift(db, who.moderator, form, noon);
};
const stateOf = async (actor: Actor, code: string) =>
	(await signupOf(db, (await getShift(db, code)).id, actor.accountId!))?.state ?? null;

async function ask(code: string, actors: readonly Actor[], at = noon, by = coordinator) {
	const numbers = await Promise.all(actors.map(numberOf));
	const given = await propose(db, by, group, { shift: code, numbers }, at);
	return given.map(({ answer }) => answer);
}

describe('a coordinator who proposes a shift', () => {
	it('keeps a place for each, which is theirs once they read the risks and say yes', async () => {
		const code = await shift(3);
		const [first, second] = [await member(), await member()];
		expect(await ask(code, [first, second])).toEqual(['asked', 'asked']);
		expect([await stateOf(first, code), await stateOf(second, code)]).toEqual([
			'offered',
			'offered'
		]);
		expect(await readInbox(db, first.accountId!)).toMatchObject([
			{ title: '有人想请您参加', body: expect.stringMatching(/供电公司.*请您自己决定/) }
		]);
		await expect(acceptOffer(db, first, code, { risks: false }, noon)).rejects.toMatchObject({
			reason: 'conflict',
			fields: { risks: expect.stringContaining('风险提示') }
		});
		expect(await stateOf(first, code)).toBe('offered');
		await acceptOffer(db, first, code, { risks: true }, noon);
		expect(await stateOf(first, code)).toBe('confirmed');
		expect(await cancelSignup(db, second, code, noon)).toBe('cancelled');
		expect(await ask(code, [first, second])).toEqual(['already_in', 'asked_before']);
		const said = await proposalsOf(db, await getGroup(db, group), noon);
		expect(said.map(({ state }) => state).sort()).toEqual(['cancelled', 'confirmed']);
	});

	it('signs nobody up: without an answer it lapses after a day, and that is all right', async () => {
		const code = await shift(1);
		const one = await member();
		await ask(code, [one]);
		expect(await lapseOffers(db, noon + dayMs - 1)).toBe(0);
		expect(await lapseOffers(db, noon + dayMs)).toBe(1);
		expect(await stateOf(one, code)).toBeNull();
		expect((await readInbox(db, one.accountId!)).map(({ title }) => title)).toContain(
			'邀请已经过期'
		);
	});

	it('waits for the answer no longer than until the places are anybody’s', async () => {
		const code = await shift(2, '2026-03-03');
		const [one, late] = [await member(), await member()];
		const starts = shanghai('2026-03-03 07:00');
		await ask(code, [one], starts - 2 * hourMs);
		const { id } = await getShift(db, code);
		const { offeredUntil } = (await signupOf(db, id, one.accountId!))!;
		expect(offeredUntil).toBe(starts - hourMs / 2);
		expect(await ask(code, [late], starts - hourMs / 2)).toEqual(['too_near']);
	});

	it('never has one place too many, and none before those who wait', async () => {
		const code = await shift(2);
		const members = [await member(), await member(), await member()];
		expect(await ask(code, members)).toEqual(['asked', 'asked', 'full']);
		const waiting = await volunteer();
		expect(await signUp(db, waiting, code, { risks: true }, noon)).toBe('waitlisted');
		await cancelSignup(db, members[0]!, code, noon);
		expect(await stateOf(waiting, code)).toBe('offered');
		expect(await ask(code, [members[2]!])).toEqual(['full']);
		expect(await getShift(db, code)).toMatchObject({ held: 2, waiting: 0 });
	});

	it('asks only who is in the group, and learns nothing of why someone cannot', async () => {
		const code = await shift(4);
		const [left, young, stranger] = [await member(), await member('14-15'), await volunteer()];
		await leaveGroup(db, left, group, noon);
		expect(await ask(code, [left, young, stranger])).toEqual([
			'not_member',
			'not_suitable',
			'not_member'
		]);
		expect(await readInbox(db, left.accountId!)).toEqual([]);
	});

	it('is the group’s own, while the group is in use', async () => {
		const code = await shift(1);
		const one = await member();
		await expect(ask(code, [one], noon, one)).rejects.toMatchObject({ reason: 'forbidden' });
		const [{ id } = { id: 0 }] = await deskGroups(db);
		const coordinatorNumber = await numberOf(coordinator);
		const off = { id, name: '供电公司', kind: 'unit', coordinatorNumber, active: false } as const;
		await changeGroup(db, who.moderator, off, noon);
		await expect(ask(code, [one])).rejects.toMatchObject({ reason: 'conflict' });
		expect(await ownGroups(db, one)).toEqual([]);
	});

	it('is shown the shifts of a day that have room', async () => {
		const [free, full] = [await shift(2), await shift(1)];
		await signUp(db, await volunteer(), full, { risks: true }, noon);
		const codes = (await shiftsToPropose(db, '2026-03-05', noon)).map(({ code }) => code);
		expect(codes).toEqual([free]);
	});
});

describe('a group', () => {
	it('is joined and left by volunteers themselves, twice is once', async () => {
		const one = await member();
		await joinGroup(db, one, group, noon);
		const { id } = await getGroup(db, group);
		expect(await membersOf(db, id)).toEqual([
			{ accountId: one.accountId, number: await numberOf(one) }
		]);
		expect(await ownGroups(db, coordinator)).toMatchObject([{ coordinates: true }]);
		await leaveGroup(db, one, group, noon);
		expect(await membersOf(db, id)).toEqual([]);
		await expect(joinGroup(db, who.resident, group, noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await expect(joinGroup(db, who.moderator, group, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('has a name of its own and a coordinator who is a volunteer', async () => {
		const form = { name: '供电公司', kind: 'unit', coordinatorNumber: null } as const;
		await expect(addGroup(db, who.moderator, form, noon)).rejects.toMatchObject({
			fields: { name: '已经有同名的团队' }
		});
		const nobody = { ...form, name: '别的', coordinatorNumber: 'ZZZZ-ZZZZ' };
		await expect(addGroup(db, who.moderator, nobody, noon)).rejects.toMatchObject({
			fields: { coordinatorNumber: '没有这位志愿者' }
		});
		await expect(addGroup(db, who.resident, form, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('is in one’s own data, and forgets whoever leaves for good', async () => {
		const one = await member();
		expect(await ownVolunteerData(db, seal, one.accountId!)).toMatchObject({
			groups: [{ name: '供电公司' }]
		});
		expect(await ownVolunteerData(db, seal, coordinator.accountId!)).toMatchObject({
			coordinates: ['供电公司']
		});
		await leaveVolunteers(db, one.accountId!, noon);
		await leaveVolunteers(db, coordinator.accountId!, noon);
		const { id, coordinatorId } = await getGroup(db, group);
		expect(await membersOf(db, id)).toEqual([]);
		expect(coordinatorId).toBeNull();
	});
});
