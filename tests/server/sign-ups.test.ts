import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { addShift, callOff, changeShift } from '../../src/lib/server/volunteering/changes';
import { addPost, changePost, listPosts } from '../../src/lib/server/volunteering/posts';
import { addGroup, joinGroup } from '../../src/lib/server/volunteering/group-commands';
import { propose } from '../../src/lib/server/volunteering/propose';
import { getShift, signupOf, volunteerOf } from '../../src/lib/server/volunteering/queries';
import {
	acceptOffer,
	cancelSignup,
	endWaiting,
	joinVolunteers,
	lapseOffers,
	signUp
} from '../../src/lib/server/volunteering/sign-ups';
import { remind } from '../../src/lib/server/volunteering/remind';
import { freshTown } from '../support/database';
import { account, people, shanghai, type Cast } from '../support/factories';

const noon = shanghai('2026-03-02 12:00');
const starts = shanghai('2026-03-05 07:00');
const yes = { risks: true };

let db: Db;
let who: Cast;
let postId: number;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const post = {
		name: '人民路口',
		kind: 'crossing' as const,
		lat: 35.581,
		lng: 118.836,
		unitId: null,
		task: '劝导行人走斑马线',
		kit: '红马甲、小旗',
		risks: '注意来往车辆',
		hazardous: false,
		minimumAge: 16,
		insured: true
	};
	postId = await addPost(db, who.moderator, post, noon);
});

async function shift(most: number, more: { day?: string; start?: number; leadId?: number } = {}) {
	const { day = '2026-03-05', start = 7 * 60, leadId = null } = more;
	const form = { postId, day, start, end: start + 120, least: 1, most, leadId, note: '' };
	return addShift(db, who.moderator, form, noon);
}

async function volunteers(count: number): Promise<Actor[]> {
	const made: Actor[] = [];
	for (let n = 0; n < count; n++) {
		const actor = await account(db, 'resident');
		await joinVolunteers(db, actor, { ageBand: '18-59', consent: false, trained: true }, noon);
		made.push(actor);
	}
	return made;
}

const stateOf = async (actor: Actor, code: string) =>
	(await signupOf(db, (await getShift(db, code)).id, actor.accountId!))?.state ?? null;
const letters = async (actor: Actor) =>
	(await readInbox(db, actor.accountId!)).map(({ title }) => title);

describe('a place on a shift', () => {
	it('is taken by the first, and the others wait in order', async () => {
		const code = await shift(1);
		const [first, second, third] = (await volunteers(3)) as [Actor, Actor, Actor];
		expect(await signUp(db, first, code, yes, noon)).toBe('confirmed');
		expect(await signUp(db, second, code, yes, noon)).toBe('waitlisted');
		expect(await signUp(db, third, code, yes, noon)).toBe('waitlisted');
		expect(await signUp(db, first, code, yes, noon)).toBe('already_in');
		expect(await signUp(db, third, code, yes, noon)).toBe('already_in');
		expect(await getShift(db, code)).toMatchObject({ held: 1, waiting: 2 });
	});

	it('goes to the next when it is given back, who has two hours to say yes', async () => {
		const code = await shift(1);
		const [first, second, third] = (await volunteers(3)) as [Actor, Actor, Actor];
		for (const actor of [first, second, third]) await signUp(db, actor, code, yes, noon);
		expect(await cancelSignup(db, first, code, noon)).toBe('cancelled');
		expect(await stateOf(second, code)).toBe('offered');
		expect(await stateOf(third, code)).toBe('waitlisted');
		expect(await letters(second)).toEqual(['有名额了，请确认']);
		await expect(acceptOffer(db, third, code, yes, noon)).rejects.toMatchObject({
			reason: 'conflict'
		});

		expect(await lapseOffers(db, noon + 2 * hourMs - 1)).toBe(0);
		expect(await lapseOffers(db, noon + 2 * hourMs)).toBe(1);
		expect(await stateOf(second, code)).toBeNull();
		expect(await letters(second)).toContain('名额已让给下一位');
		expect(await stateOf(third, code)).toBe('offered');
		const late = noon + 2 * hourMs;
		await expect(acceptOffer(db, second, code, yes, late)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await acceptOffer(db, third, code, yes, late);
		expect(await stateOf(third, code)).toBe('confirmed');
	});

	it('is not given past those who wait', async () => {
		const code = await shift(1);
		const [first, second, third] = (await volunteers(3)) as [Actor, Actor, Actor];
		for (const actor of [first, second]) await signUp(db, actor, code, yes, noon);
		await cancelSignup(db, first, code, noon);
		expect(await signUp(db, third, code, yes, noon)).toBe('waitlisted');
		expect(await signUp(db, first, code, yes, noon)).toBe('waitlisted');
		await cancelSignup(db, second, code, noon);
		expect(await stateOf(third, code)).toBe('offered');
	});

	it('given back late is recorded so, and the lead is told', async () => {
		const [lead, one] = (await volunteers(2)) as [Actor, Actor];
		const code = await shift(2, { leadId: lead.accountId! });
		await signUp(db, one, code, yes, noon);
		const late = starts - 12 * hourMs + 1;
		expect(await cancelSignup(db, one, code, late)).toBe('late_cancelled');
		expect(await letters(lead)).toEqual(['有人临时取消', '请您带队']);
		expect(await auditOf(db, `shift:${code}`)).toMatchObject([
			{ action: 'add_shift' },
			{ action: 'sign_up' },
			{ action: 'cancel_signup' }
		]);
	});

	it('on a shift that the office has moved is given back freely to the end', async () => {
		const code = await shift(1);
		const [one] = (await volunteers(1)) as [Actor];
		await signUp(db, one, code, yes, noon);
		const moved = { postId, day: '2026-03-05', start: 8 * 60, end: 10 * 60 };
		const room = { least: 1, most: 1, leadId: null, note: '' };
		await changeShift(db, who.moderator, code, { ...moved, ...room }, starts - hourMs);
		expect(await cancelSignup(db, one, code, starts)).toBe('cancelled');
	});

	it('is not offered to who is elsewhere by then, who keeps the turn', async () => {
		const code = await shift(1);
		const same = await shift(5);
		const [first, second, third] = (await volunteers(3)) as [Actor, Actor, Actor];
		for (const actor of [first, second, third]) await signUp(db, actor, code, yes, noon);
		expect(await signUp(db, second, same, yes, noon)).toBe('confirmed');
		await cancelSignup(db, first, code, noon);
		expect(await stateOf(second, code)).toBe('waitlisted');
		expect(await stateOf(third, code)).toBe('offered');
	});

	it('is nobody’s any more when the shift is called off, and all are told why', async () => {
		const code = await shift(1);
		const [first, second, third] = (await volunteers(3)) as [Actor, Actor, Actor];
		for (const actor of [first, second]) await signUp(db, actor, code, yes, noon);
		await callOff(db, who.moderator, code, '当天有暴雨', noon);
		for (const actor of [first, second]) {
			expect(await stateOf(actor, code)).toBeNull();
			expect(await readInbox(db, actor.accountId!)).toMatchObject([
				{ title: '班次取消了', body: expect.stringContaining('当天有暴雨') }
			]);
		}
		expect(await signUp(db, third, code, yes, noon)).toBe('called_off');
	});

	it('that never came free ends the waiting when the shift begins', async () => {
		const code = await shift(1);
		const [first, second] = (await volunteers(2)) as [Actor, Actor];
		for (const actor of [first, second]) await signUp(db, actor, code, yes, noon);
		await endWaiting(db, starts - minuteMs, starts - 1);
		expect(await stateOf(second, code)).toBe('waitlisted');
		await endWaiting(db, starts - 1, starts);
		expect(await stateOf(second, code)).toBeNull();
		expect(await letters(second)).toEqual(['这次没有排到']);
		expect(await stateOf(first, code)).toBe('confirmed');
	});
});

describe('who may sign up', () => {
	it('is who has joined, read the risks, and is old enough', async () => {
		const code = await shift(3);
		const actor = who.resident;
		const ask = (risks: boolean) => signUp(db, actor, code, { risks }, noon);
		await expect(ask(true)).rejects.toMatchObject({ reason: 'conflict' });
		await joinVolunteers(db, actor, { ageBand: '14-15', consent: false, trained: false }, noon);
		expect(await ask(true)).toBe('too_young');
		const older = { ageBand: '16-17', consent: false, trained: false } as const;
		await joinVolunteers(db, actor, older, noon);
		expect(await ask(false)).toBe('needs_consent');
		await joinVolunteers(db, actor, { ...older, consent: true }, noon);
		expect(await ask(false)).toBe('needs_training');
		await joinVolunteers(db, actor, { ...older, consent: true, trained: true }, noon);
		expect(await ask(false)).toBe('confirmed');
	});

	it('has read the risks of a post once for all its shifts', async () => {
		const [actor] = (await volunteers(1)) as [Actor];
		const [today, tomorrow] = [await shift(1), await shift(1, { day: '2026-03-06' })];
		expect(await signUp(db, actor, today, { risks: false }, noon)).toBe('accept_risks');
		expect(await signUp(db, actor, today, { risks: true }, noon)).toBe('confirmed');
		expect(await signUp(db, actor, tomorrow, { risks: false }, noon)).toBe('confirmed');
	});

	it('reads the risks again once they have changed', async () => {
		const [actor] = (await volunteers(1)) as [Actor];
		const [today, tomorrow] = [await shift(1), await shift(1, { day: '2026-03-06' })];
		expect(await signUp(db, actor, today, { risks: true }, noon)).toBe('confirmed');
		const post = (await listPosts(db)).find(({ id }) => id === postId)!;
		await changePost(db, who.moderator, postId, { ...post, kit: '' }, noon + 1);
		await changePost(db, who.moderator, postId, { ...post, risks: '正在修路' }, noon + 2);
		const ask = (risks: boolean) => signUp(db, actor, tomorrow, { risks }, noon + 3);
		expect(await ask(false)).toBe('accept_risks');
		expect(await ask(true)).toBe('confirmed');
	});

	it('is no guest and no staff account', async () => {
		const code = await shift(1);
		const visitor = { ...who.resident, accountId: null, role: 'guest' as const };
		const refused = (actor: Actor) => signUp(db, actor, code, yes, noon);
		await expect(refused(visitor)).rejects.toMatchObject({ reason: 'unauthenticated' });
		await expect(refused(who.moderator)).rejects.toMatchObject({ reason: 'forbidden' });
		await expect(signUp(db, who.resident, 'ZZZZ-ZZZZ', yes, noon)).rejects.toMatchObject({
			reason: 'missing'
		});
	});
});

it('two hundred for ten places at once: ten have one, the others wait', async () => {
	const code = await shift(10);
	const crowd = await volunteers(200);
	const given = await Promise.all(crowd.map((actor) => signUp(db, actor, code, yes, noon)));
	expect(given.filter((answer) => answer === 'confirmed')).toHaveLength(10);
	expect(given.filter((answer) => answer === 'waitlisted')).toHaveLength(190);
	expect(await getShift(db, code)).toMatchObject({ held: 10, waiting: 190 });
});

type Step = { who: number; does: 'sign' | 'cancel' | 'accept' | 'propose' | 'wait' };
const steps = fc.array(
	fc.record({
		who: fc.nat(5),
		does: fc.constantFrom<Step['does']>('sign', 'cancel', 'accept', 'propose', 'wait')
	}),
	{ minLength: 5, maxLength: 30 }
);

it('in whatever order people sign up, are asked, cancel, accept or let it lapse, there is never one too many, no free place while one waits, and nobody there against their will', async () => {
	const crowd = await volunteers(6);
	const [coordinator] = (await volunteers(1)) as [Actor];
	const numberOf = async ({ accountId }: Actor) => (await volunteerOf(db, accountId!))!.number;
	const coordinatorNumber = await numberOf(coordinator);
	const named = { name: '第一小学', kind: 'school', coordinatorNumber } as const;
	const group = await addGroup(db, who.moderator, named, noon);
	for (const actor of crowd) await joinGroup(db, actor, group, noon);
	let day = 5;
	await fc.assert(
		fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (steps, most) => {
			day = day === 15 ? 5 : day + 1;
			const code = await shift(most, { day: `2026-03-${String(day).padStart(2, '0')}` });
			let at = noon;
			const willing = new Set<Actor>();
			for (const { who, does } of steps) {
				const actor = crowd[who]!;
				const act = {
					sign: () => signUp(db, actor, code, yes, at),
					cancel: () => cancelSignup(db, actor, code, at),
					accept: () => acceptOffer(db, actor, code, yes, at),
					propose: async () => {
						const numbers = [await numberOf(actor)];
						await propose(db, coordinator, group, { shift: code, numbers }, at);
					},
					wait: () => lapseOffers(db, (at += hourMs))
				}[does];
				await act().catch((problem: { reason?: string }) => {
					if (problem.reason !== 'conflict') throw problem;
				});
				if (does === 'sign' || does === 'accept') willing.add(actor);
				if ((await stateOf(actor, code)) === 'confirmed') expect(willing).toContain(actor);
				const { held, waiting } = await getShift(db, code);
				expect(held).toBeLessThanOrEqual(most);
				expect(waiting === 0 || held === most).toBe(true);
			}
			await callOff(db, who.moderator, code, '试过了', noon);
		}),
		{ numRuns: 25 }
	);
});

describe('whoever is expected', () => {
	const at = (time: string) => shanghai(`2026-03-${time}`);

	it('is reminded once the evening before and once two hours before, and who waits is not', async () => {
		const code = await shift(1);
		const [first, second] = (await volunteers(2)) as [Actor, Actor];
		for (const actor of [first, second]) await signUp(db, actor, code, yes, noon);
		const run = async (from: string, to: string) => {
			await remind(db, at(from), at(to));
			return letters(first);
		};
		expect(await run('02 12:00', '04 18:59')).toEqual([]);
		expect(await run('04 18:59', '04 19:00')).toEqual(['明天有您的班次']);
		expect(await run('04 19:00', '05 04:59')).toEqual(['明天有您的班次']);
		expect(await run('05 04:59', '05 05:00')).toEqual(['两小时后开始', '明天有您的班次']);
		expect(await run('05 05:00', '05 06:00')).toHaveLength(2);
		expect(await letters(second)).toEqual([]);
	});

	it('is told late after a stop, but not of what has begun', async () => {
		const [early, later] = [await shift(1), await shift(1, { start: 10 * 60 })];
		const [first, second] = (await volunteers(2)) as [Actor, Actor];
		await signUp(db, first, early, yes, noon);
		await signUp(db, second, later, yes, noon);
		await remind(db, at('04 12:00'), at('05 08:30'));
		expect(await letters(first)).toEqual([]);
		expect(await letters(second)).toEqual(['明天有您的班次', '两小时后开始']);
	});
});
