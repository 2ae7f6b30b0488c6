import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { addShift, callOff, changeShift } from '../../src/lib/server/volunteering/changes';
import { deskShifts } from '../../src/lib/server/volunteering/desk';
import { carryOutPlan, planned } from '../../src/lib/server/volunteering/planning';
import {
	addPattern,
	addPost,
	atItsPlace,
	changePost,
	endPattern,
	listPatterns,
	listPosts
} from '../../src/lib/server/volunteering/posts';
import { getShift, signupOf, volunteerOf } from '../../src/lib/server/volunteering/queries';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import type { AgeBand } from '../../src/lib/volunteering/posts';
import { listPlaces } from '../../src/lib/server/places/lists';
import { setCalendarDay } from '../../src/lib/server/reports/commands/calendar';
import { freshTown } from '../support/database';
import { account, inTown, people, rowCounts, shanghai, type Cast } from '../support/factories';

// a Monday
const noon = shanghai('2026-03-02 12:00');
const week = { from: '2026-03-02', to: '2026-03-08' };
const yes = { risks: true };
const post = {
	name: '人民路口',
	kind: 'crossing' as const,
	...inTown,
	unitId: null,
	task: '劝导行人走斑马线',
	kit: '红马甲、小旗',
	risks: '注意来往车辆',
	hazardous: false,
	minimumAge: 16,
	insured: true
};
const pattern = {
	days: 'workday' as const,
	seasonFrom: '01-01',
	seasonTo: '12-31',
	start: 7 * 60,
	end: 9 * 60,
	least: 2,
	most: 4
};

let db: Db;
let who: Cast;
let postId: number;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	postId = await addPost(db, who.moderator, post, noon);
});

const form = {
	day: '2026-03-05',
	start: 420,
	end: 540,
	least: 1,
	most: 2,
	leadId: null as number | null,
	note: ''
};
const byHand = (changes: Partial<typeof form> = {}) =>
	addShift(db, who.moderator, { postId, ...form, ...changes }, noon);

async function volunteer(ageBand: AgeBand = '18-59'): Promise<Actor> {
	const actor = await account(db, 'resident');
	await joinVolunteers(db, actor, { ageBand, consent: true, trained: true }, noon);
	return actor;
}
const letters = async (actor: Actor) =>
	(await readInbox(db, actor.accountId!)).map(({ title, body }) => `${title} ${body}`);
const stateOf = async (actor: Actor, code: string) =>
	(await signupOf(db, (await getShift(db, code)).id, actor.accountId!))?.state ?? null;

describe('patterns carried out', () => {
	beforeEach(() => addPattern(db, who.moderator, { postId, ...pattern }, noon));

	it('make what was shown before, and nothing a second time', async () => {
		const shown = await planned(db, week.from, week.to, noon);
		// the morning of the day itself is over
		expect(shown.map(({ day }) => day.slice(5))).toEqual(['03-03', '03-04', '03-05', '03-06']);
		expect(await carryOutPlan(db, who.supervisor, week, noon)).toBe(4);
		const made = await deskShifts(db, week.from, week.to);
		expect(
			made.map(({ day, startsAt, endsAt, least, most }) => [day, startsAt, endsAt, least, most])
		).toEqual(shown.map((s) => [s.day, s.startsAt, s.endsAt, 2, 4]));
		expect(made.map(({ postName }) => postName)).toEqual(shown.map(({ postName }) => postName));

		expect(await planned(db, week.from, week.to, noon)).toEqual([]);
		expect(await carryOutPlan(db, who.moderator, week, noon)).toBe(0);
		expect(await carryOutPlan(db, who.moderator, { ...week, to: '2026-03-09' }, noon)).toBe(1);
		expect(await deskShifts(db, week.from, '2026-03-31')).toHaveLength(5);
	});

	it('leave out what was called off, and what was moved within its day', async () => {
		await carryOutPlan(db, who.moderator, week, noon);
		const [first, second] = await deskShifts(db, week.from, week.to);
		await callOff(db, who.moderator, first!.code, '当天有暴雨', noon);
		const later = { ...form, postId, day: second!.day, start: 23 * 60, end: 30 };
		await changeShift(db, who.moderator, second!.code, later, noon);
		expect(await carryOutPlan(db, who.moderator, week, noon)).toBe(0);
		expect(await deskShifts(db, week.from, week.to)).toHaveLength(4);
	});

	it('keep a shift on its day, for else it would be made there again', async () => {
		await carryOutPlan(db, who.moderator, week, noon);
		const [first] = await deskShifts(db, week.from, week.to);
		const moved = changeShift(db, who.moderator, first!.code, { postId, ...form }, noon);
		await expect(moved).rejects.toMatchObject({ reason: 'invalid', fields: { day: /另加一个/ } });
		expect(await getShift(db, first!.code)).toMatchObject({ day: '2026-03-03' });
	});

	it('follow the town’s own calendar', async () => {
		const storm = { day: '2026-03-04', kind: 'rest' as const, note: '台风停工' };
		await setCalendarDay(db, who.supervisor, storm, noon);
		const shown = await planned(db, week.from, week.to, noon);
		expect(shown.map(({ day }) => day.slice(5))).toEqual(['03-03', '03-05', '03-06']);
	});

	it('make nothing once ended, nor at a post no longer used; what was made stays', async () => {
		await carryOutPlan(db, who.moderator, { ...week, to: '2026-03-03' }, noon);
		await changePost(db, who.moderator, postId, { ...post, active: false }, noon);
		expect(await planned(db, week.from, week.to, noon)).toEqual([]);
		await changePost(db, who.moderator, postId, { ...post, active: true }, noon);
		const [only] = await listPatterns(db);
		await endPattern(db, who.moderator, only!.id, noon);
		expect(await planned(db, week.from, week.to, noon)).toEqual([]);
		expect(await listPatterns(db)).toEqual([]);
		expect(await deskShifts(db, week.from, week.to)).toHaveLength(1);
		await expect(endPattern(db, who.moderator, only!.id, noon)).rejects.toMatchObject({
			reason: 'missing'
		});
	});

	it('go neither back nor too far ahead', async () => {
		const plan = (from: string, to: string) => carryOutPlan(db, who.moderator, { from, to }, noon);
		const before = await rowCounts(db);
		await expect(plan('2026-03-01', '2026-03-08')).rejects.toMatchObject({ reason: 'invalid' });
		await expect(plan('2026-03-02', '2027-03-08')).rejects.toMatchObject({ fields: { to: /120/ } });
		expect(await rowCounts(db)).toEqual(before);
	});
});

describe('a post', () => {
	it('is kept with what volunteers must know of it, on the grid it lies in', async () => {
		const [kept] = await listPosts(db);
		expect(kept).toMatchObject({ ...post, active: true });
		expect(kept!.gridId).not.toBeNull();
	});

	it('can stand where a known place is', async () => {
		const [place] = await listPlaces(db);
		const asked = { placeId: place!.id, lat: null, lng: null };
		expect(await atItsPlace(db, asked)).toMatchObject({ lat: place!.lat, lng: place!.lng });
		const nowhere = atItsPlace(db, { ...asked, placeId: 99_999 });
		await expect(nowhere).rejects.toMatchObject({ reason: 'invalid' });
	});

	it('has a name of its own, a unit that there is, and lies near the town', async () => {
		const before = await rowCounts(db);
		const add = (changes: object) => addPost(db, who.moderator, { ...post, ...changes }, noon);
		await expect(add({})).rejects.toMatchObject({ fields: { name: '已经有同名的点位' } });
		await expect(add({ name: '二', unitId: 9999 })).rejects.toMatchObject({ reason: 'missing' });
		await expect(add({ name: '二', lat: 39.9 })).rejects.toMatchObject({ reason: 'invalid' });
		expect(await rowCounts(db)).toEqual(before);
		// its own name is no other's
		await changePost(db, who.moderator, postId, { ...post, kit: '哨子', active: true }, noon);
		expect((await listPosts(db))[0]).toMatchObject({ kit: '哨子' });
	});

	it('that becomes dangerous is no longer for the minors who signed up; the next has the place', async () => {
		const code = await byHand({ most: 2 });
		const [boy, woman, next] = [await volunteer('16-17'), await volunteer(), await volunteer()];
		for (const actor of [boy, woman, next]) await signUp(db, actor, code, yes, noon);
		await changePost(db, who.moderator, postId, { ...post, hazardous: true, active: true }, noon);
		expect(await stateOf(boy, code)).toBeNull();
		expect(await letters(boy)).toEqual([expect.stringMatching(/您的报名取消了.*年龄要求/)]);
		expect([await stateOf(woman, code), await stateOf(next, code)]).toEqual([
			'confirmed',
			'offered'
		]);
		expect(await letters(woman)).toEqual([]);
	});
});

describe('a shift by hand', () => {
	it('is listed with who leads it: by name, or by number where there is no name', async () => {
		const lead = await account(db, 'team_lead');
		await byHand({ leadId: lead.accountId });
		const neighbour = await volunteer();
		const { number } = (await volunteerOf(db, neighbour.accountId!))!;
		const numbered = { ...form, postId, start: 600, end: 660, leadNumber: number };
		await addShift(db, who.moderator, numbered, noon);
		const rows = await deskShifts(db, '2026-03-05', '2026-03-05');
		expect(rows.map(({ lead }) => lead)).toEqual(['team_lead', number]);
		expect(await letters(lead)).toEqual([expect.stringContaining('请您带队')]);
	});

	it('is led by no one who is not there, has not joined, or works for the office', async () => {
		const before = await rowCounts(db);
		for (const leadId of [99_999, who.resident.accountId!, who.handler.accountId!]) {
			await expect(byHand({ leadId })).rejects.toMatchObject({ fields: { leadId: /志愿者/ } });
		}
		const unknown = addShift(db, who.moderator, { ...form, postId, leadNumber: '0000-0000' }, noon);
		await expect(unknown).rejects.toMatchObject({ fields: { leadNumber: /志愿者/ } });
		await expect(byHand({ day: '2026-03-02' })).rejects.toMatchObject({ reason: 'invalid' });
		await expect(byHand({ day: '2036-03-05' })).rejects.toMatchObject({ reason: 'invalid' });
		await changePost(db, who.moderator, postId, { ...post, active: false }, noon);
		await expect(byHand()).rejects.toMatchObject({ fields: { postId: /在用/ } });
		const after = await rowCounts(db);
		expect({ ...after, audit_log: 0 }).toEqual({ ...before, audit_log: 0 });
	});
});

describe('changing a shift', () => {
	it('tells those who signed up and who leads, when time or post change and else not', async () => {
		const lead = await account(db, 'team_lead');
		const code = await byHand({ leadId: lead.accountId, most: 1 });
		const [has, waits] = [await volunteer(), await volunteer()];
		await signUp(db, has, code, yes, noon);
		await signUp(db, waits, code, yes, noon);
		const change = (changes: object) =>
			changeShift(
				db,
				who.moderator,
				code,
				{ postId, ...form, most: 1, leadId: lead.accountId, ...changes },
				noon
			);
		await change({ note: '带水' });
		expect([await letters(has), await letters(waits)]).toEqual([[], []]);
		await change({ start: 480, end: 600 });
		for (const actor of [has, waits]) {
			expect(await letters(actor)).toEqual([expect.stringMatching(/班次有变动.*3月5日 08:00/)]);
		}
		expect(await letters(lead)).toEqual([
			expect.stringMatching(/带队的班次改为.*08:00/),
			expect.stringContaining('请您带队')
		]);
		expect(await auditOf(db, `shift:${code}`)).toHaveLength(5);
	});

	it('to a post that asks for more years lets go of those who have them not', async () => {
		const elsewhere = { ...post, name: '货运站', minimumAge: 18 };
		const freight = await addPost(db, who.moderator, elsewhere, noon);
		const code = await byHand();
		const [girl, man] = [await volunteer('16-17'), await volunteer()];
		for (const actor of [girl, man]) await signUp(db, actor, code, yes, noon);
		await changeShift(db, who.moderator, code, { ...form, postId: freight }, noon);
		expect([await stateOf(girl, code), await stateOf(man, code)]).toEqual([null, 'confirmed']);
		expect((await letters(girl))[0]).toContain('您的报名取消了');
	});

	it('that gives more room offers it to who waits first', async () => {
		const code = await byHand({ most: 1 });
		const [has, first, second] = [await volunteer(), await volunteer(), await volunteer()];
		for (const actor of [has, first, second]) await signUp(db, actor, code, yes, noon);
		await changeShift(db, who.moderator, code, { postId, ...form, most: 2 }, noon);
		expect([await stateOf(first, code), await stateOf(second, code)]).toEqual([
			'offered',
			'waitlisted'
		]);
		expect(await letters(first)).toEqual([expect.stringContaining('有名额了')]);
		expect(await letters(second)).toEqual([]);
	});

	it('is refused below those who hold a place, once begun, and once called off', async () => {
		const code = await byHand({ most: 2 });
		for (const actor of [await volunteer(), await volunteer()]) {
			await signUp(db, actor, code, yes, noon);
		}
		const before = await rowCounts(db);
		const change = (changes: object, at = noon) =>
			changeShift(db, who.moderator, code, { postId, ...form, ...changes }, at);
		await expect(change({ most: 1 })).rejects.toMatchObject({ fields: { most: /已有 2 人/ } });
		await expect(change({ day: '2026-03-01' })).rejects.toMatchObject({ reason: 'invalid' });
		const begun = shanghai('2026-03-05 07:00');
		await expect(change({ note: '晚了' }, begun)).rejects.toMatchObject({ reason: 'conflict' });
		expect(await rowCounts(db)).toEqual(before);
		expect(await getShift(db, code)).toMatchObject({ most: 2, day: '2026-03-05', note: '' });
		await callOff(db, who.moderator, code, '当天有暴雨', noon);
		await expect(change({ note: '晚了' })).rejects.toMatchObject({ reason: 'conflict' });
	});
});

describe('calling a shift off', () => {
	it('ends every sign-up and tells each the reason, and who leads', async () => {
		const lead = await account(db, 'team_lead');
		const code = await byHand({ most: 1, leadId: lead.accountId });
		const [has, waits] = [await volunteer(), await volunteer()];
		for (const actor of [has, waits]) await signUp(db, actor, code, yes, noon);
		await callOff(db, who.supervisor, code, '当天有暴雨', noon);
		for (const actor of [has, waits]) {
			expect(await stateOf(actor, code)).toBeNull();
			expect(await letters(actor)).toEqual([expect.stringMatching(/取消.*人民路口.*当天有暴雨/)]);
		}
		expect((await letters(lead))[0]).toContain('当天有暴雨');
		expect(await getShift(db, code)).toMatchObject({
			calledOffAt: noon,
			callOffReason: '当天有暴雨',
			held: 0,
			waiting: 0
		});
		expect(await signUp(db, await volunteer(), code, yes, noon)).toBe('called_off');
	});

	it('is done once, and not after it began', async () => {
		const code = await byHand();
		const begun = shanghai('2026-03-05 07:00');
		const before = await rowCounts(db);
		await expect(callOff(db, who.moderator, code, '晚了', begun)).rejects.toMatchObject({
			reason: 'conflict'
		});
		expect(await rowCounts(db)).toEqual(before);
		await callOff(db, who.moderator, code, '当天有暴雨', noon);
		await expect(callOff(db, who.moderator, code, '再来', noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
		expect(await getShift(db, code)).toMatchObject({ callOffReason: '当天有暴雨' });
	});
});

it('planning is the desk’s: others are refused, and nothing is left of it', async () => {
	const code = await byHand();
	await addPattern(db, who.moderator, { postId, ...pattern }, noon);
	const [made] = await listPatterns(db);
	const lead = await account(db, 'team_lead');
	const before = await rowCounts(db);
	for (const actor of [who.administrator, who.handler, who.checker, who.resident, lead]) {
		const tries = [
			addPost(db, actor, { ...post, name: '二' }, noon),
			changePost(db, actor, postId, { ...post, active: false }, noon),
			addPattern(db, actor, { postId, ...pattern }, noon),
			endPattern(db, actor, made!.id, noon),
			carryOutPlan(db, actor, week, noon),
			addShift(db, actor, { postId, ...form }, noon),
			changeShift(db, actor, code, { postId, ...form, note: '改' }, noon),
			callOff(db, actor, code, '不行', noon)
		];
		for (const attempt of await Promise.allSettled(tries)) {
			expect(attempt).toMatchObject({ status: 'rejected', reason: { reason: 'forbidden' } });
		}
	}
	expect(await rowCounts(db)).toEqual(before);
	expect(await getShift(db, code)).toMatchObject({ note: '', calledOffAt: null });
});
