import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import { closeShifts } from '../../src/lib/server/volunteering/close-shifts';
import { countDissuasions, dissuasionsAt } from '../../src/lib/server/volunteering/dissuasions';
import { onSiteFor } from '../../src/lib/server/volunteering/kit';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import { ends, noon, onSite, starts, type Spot } from '../support/on-site';

let spot: Spot;
beforeEach(async () => {
	spot = await onSite();
});

const later = (minutes: number) => starts + minutes * minuteMs;

describe('a volunteer with a place', () => {
	it('checks in and out by the number on the lead’s phone, and both times are measured', async () => {
		const [one] = await spot.signedUp(1);
		expect(await spot.checkIn(one!, starts)).toMatchObject({ answer: 'done', state: 'checked_in' });
		expect(await spot.checkOut(one!, ends)).toMatchObject({ answer: 'done', state: 'completed' });
		expect(await spot.ownOf(one!)).toEqual({
			state: 'completed',
			checkedInAt: starts,
			checkedInBy: 'number',
			leftAt: ends,
			leftBy: 'number'
		});
		expect(await spot.hoursOf(one!)).toEqual(['measured 120']);
		expect(await auditOf(spot.db, `shift:${spot.code}`)).toMatchObject([
			{ action: 'add_shift' },
			{ action: 'take_shift_kit' },
			{ action: 'sign_up' },
			{ action: 'act_on_site', detail: expect.stringContaining('check_in') },
			{ action: 'act_on_site', detail: expect.stringContaining('check_out') }
		]);
	});

	it('who comes is seen by the lead too, and that is vouched for', async () => {
		const [one] = await spot.signedUp(1);
		expect(await spot.says('here', one!, later(5))).toMatchObject({ answer: 'done' });
		expect(await spot.says('here', one!, later(6))).toMatchObject({ answer: 'already' });
		const left = await spot.says('left', one!, later(65), { reason: '家里有事' });
		expect(left).toMatchObject({ answer: 'done', state: 'left_early' });
		expect(await spot.hoursOf(one!)).toEqual([`vouched 60 by ${spot.lead.accountId}`]);
	});

	it('who does not come is missed, not before the beginning, and may still come late', async () => {
		const [one] = await spot.signedUp(1);
		expect(await spot.says('miss', one!, later(-1))).toMatchObject({ answer: 'not_begun' });
		expect(await spot.says('miss', one!, later(20))).toMatchObject({ state: 'no_show' });
		expect(await spot.checkIn(one!, later(30))).toMatchObject({ state: 'checked_in' });
		const again = await spot.says('miss', one!, later(40));
		expect(again).toMatchObject({ answer: 'is_here', refused: true, state: 'checked_in' });
	});

	it('may be slow: half an hour before to the end in, two hours longer out', async () => {
		const [one] = await spot.signedUp(1);
		expect(await spot.checkIn(one!, later(-31))).toMatchObject({ answer: 'not_yet' });
		expect(await spot.checkIn(one!, later(-30))).toMatchObject({ answer: 'done' });
		const late = ends + 2 * hourMs;
		expect(await spot.checkOut(one!, late + 1)).toMatchObject({ answer: 'over' });
		expect(await spot.checkOut(one!, late)).toMatchObject({ answer: 'done' });
		// whoever is there longer than the shift served the shift
		expect(await spot.hoursOf(one!)).toEqual(['measured 120']);
	});
});

describe('whoever comes without a place', () => {
	it('asks, and is let in as of then', async () => {
		const one = await spot.volunteer();
		const asked = await spot.checkIn(one, later(3), { risks: true });
		expect(asked).toMatchObject({ answer: 'asking', state: 'asking', refused: false });
		expect(await spot.checkIn(one, later(4), { risks: true })).toMatchObject({ answer: 'asking' });
		const admitted = await spot.says('admit', one, later(10));
		expect(admitted).toMatchObject({ answer: 'done', state: 'checked_in' });
		expect(await spot.says('admit', one, later(11))).toMatchObject({ answer: 'already' });
		expect(await spot.ownOf(one)).toMatchObject({
			checkedInAt: later(3),
			checkedInBy: 'number'
		});
	});

	it('asks, and is sent home', async () => {
		const one = await spot.volunteer();
		await spot.checkIn(one, later(3), { risks: true });
		expect(await spot.says('turn_away', one, later(5))).toMatchObject({ answer: 'done' });
		expect(await spot.ownOf(one)).toBeNull();
		expect(await spot.says('admit', one, later(6))).toMatchObject({ answer: 'not_possible' });
	});

	it('reads the risks first, has learned, and is old enough', async () => {
		const one = await spot.volunteer(false);
		const ask = (at: number, risks = true) => spot.checkIn(one, at, { risks });
		expect(await ask(later(1))).toMatchObject({ why: 'join', sentence: '请先登记成为志愿者' });
		const said = { ageBand: '14-15', consent: true, trained: true } as const;
		await joinVolunteers(spot.db, one, said, noon);
		expect(await ask(later(2))).toMatchObject({ why: 'too_young', refused: true });
		await joinVolunteers(spot.db, one, { ...said, ageBand: '18-59' }, noon);
		const other = await spot.volunteer();
		expect(await spot.checkIn(other, later(2))).toMatchObject({ why: 'accept_risks' });
		expect(await ask(later(3))).toMatchObject({ answer: 'asking' });
	});

	it('finds no room where all places are taken, asking or brought by the lead', async () => {
		spot = await onSite({ most: 1 });
		await spot.signedUp(1);
		const [asking, walking] = [await spot.volunteer(), await spot.volunteer()];
		await spot.checkIn(asking, later(1), { risks: true });
		expect(await spot.says('admit', asking, later(2))).toMatchObject({ answer: 'full' });
		const brought = await spot.says('walk_in', walking, later(3), { risks: true });
		expect(brought).toMatchObject({ answer: 'full', refused: true });
		expect(await spot.ownOf(walking)).toBeNull();
	});

	it('has waited for a place, and comes into one that is free by then', async () => {
		spot = await onSite({ most: 1 });
		const [first, second] = (await spot.signedUp(2)) as [Actor, Actor];
		expect((await spot.ownOf(second))?.state).toBe('waitlisted');
		expect(await spot.checkIn(second, later(-5))).toMatchObject({ state: 'asking' });
		expect(await spot.says('admit', second, later(5))).toMatchObject({ answer: 'full' });
		await spot.says('miss', first, later(15));
		expect(await spot.says('admit', second, later(16))).toMatchObject({ state: 'checked_in' });
	});

	it('walks in without a phone, by the number on their card as it is typed', async () => {
		const one = await spot.volunteer();
		const typed = (await spot.numberOf(one)).toLowerCase().replace('-', ' ');
		const untold = await spot.says('walk_in', typed, later(1));
		expect(untold).toMatchObject({ why: 'accept_risks', refused: true });
		const told = await spot.says('walk_in', typed, later(2), { risks: true });
		expect(told).toMatchObject({ answer: 'done', state: 'checked_in' });
		expect(await spot.ownOf(one)).toMatchObject({ checkedInBy: 'word', checkedInAt: later(2) });
		for (const nobody of ['ZZZZ-ZZZZ', 'x', '']) {
			expect(await spot.says('walk_in', nobody, later(2))).toMatchObject({ answer: 'unknown' });
		}
	});
});

describe('the end of a shift', () => {
	it('sends everyone home: who is there, who never came, who still waits', async () => {
		const [here, gone, never] = (await spot.signedUp(3)) as [Actor, Actor, Actor];
		const asking = await spot.volunteer();
		await spot.checkIn(here, starts);
		await spot.checkIn(gone, starts);
		await spot.checkIn(asking, later(1), { risks: true });
		await spot.checkOut(gone, later(60));
		expect(await spot.says('finish', null, later(90))).toMatchObject({ answer: 'done' });
		expect(await spot.says('finish', null, later(91))).toMatchObject({ answer: 'already' });
		expect(await spot.ownOf(here)).toMatchObject({ state: 'completed', leftAt: later(90) });
		expect(await spot.ownOf(gone)).toMatchObject({ state: 'completed', leftAt: later(60) });
		expect(await spot.ownOf(never)).toMatchObject({ state: 'no_show', checkedInAt: null });
		expect(await spot.ownOf(asking)).toBeNull();
		expect(await spot.hoursOf(here)).toEqual(['measured 90']);
		expect(await spot.checkIn(never, later(92))).toMatchObject({ answer: 'over' });
		expect((await spot.kitAt(ends)).shift.finishedAt).toBe(later(90));
	});

	it('comes by itself two hours after, and counts nothing that nobody saw', async () => {
		const [here, never] = (await spot.signedUp(2)) as [Actor, Actor];
		await spot.checkIn(here, starts);
		const close = ends + 2 * hourMs;
		await closeShifts(spot.db, close - minuteMs, close - 1);
		expect((await spot.ownOf(here))?.state).toBe('checked_in');
		await closeShifts(spot.db, close - 1, close);
		expect(await spot.ownOf(here)).toMatchObject({ state: 'completed', leftAt: null });
		expect((await spot.ownOf(never))?.state).toBe('no_show');
		expect(await spot.hoursOf(here)).toEqual([]);
		await closeShifts(spot.db, close, close + minuteMs);
		const lines = await auditOf(spot.db, `shift:${spot.code}`);
		expect(lines.filter(({ action }) => action === 'close_shift')).toHaveLength(1);
	});

	it('is made good by the lead, up to the length of the shift, once, for a reason of the list', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		await spot.checkIn(one, starts);
		const vouch = (minutes: number, reason = 'flat', at = ends + 3 * hourMs) =>
			spot.says('vouch', one, at, { minutes, reason });
		expect(await vouch(60, 'flat', ends)).toMatchObject({ answer: 'not_possible' });
		await closeShifts(spot.db, ends, ends + 2 * hourMs);
		await expect(vouch(121)).rejects.toMatchObject({ reason: 'invalid' });
		await expect(vouch(60, 'because')).rejects.toMatchObject({ reason: 'invalid' });
		expect(await vouch(120)).toMatchObject({ answer: 'done' });
		expect(await vouch(120)).toMatchObject({ answer: 'already' });
		expect(await spot.hoursOf(one)).toEqual([`vouched 120 by ${spot.lead.accountId}`]);
	});

	it('keeps the lead’s last note, in whatever order they arrive', async () => {
		await spot.says('note', null, later(10), { words: '来了三位' });
		await spot.says('note', null, { at: later(5), receivedAt: later(20) }, { words: '来了一位' });
		expect((await spot.kitAt(ends)).shift.leadNote).toBe('来了三位');
	});
});

describe('without a network', () => {
	it('what was done is told later and counts as of when it was done', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		const sent = { at: later(2), receivedAt: ends + 5 * hourMs };
		expect(await spot.checkIn(one, sent)).toMatchObject({ answer: 'done', at: later(2) });
		const out = await spot.checkOut(one, { at: later(100), receivedAt: ends + 5 * hourMs });
		expect(out).toMatchObject({ state: 'completed' });
		expect(await spot.hoursOf(one)).toEqual(['measured 98']);
	});

	it('is not too late when the shift was closed meanwhile', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		await closeShifts(spot.db, ends, ends + 2 * hourMs);
		expect((await spot.ownOf(one))?.state).toBe('no_show');
		await spot.checkIn(one, { at: starts, receivedAt: ends + 5 * hourMs });
		await spot.says('finish', null, { at: ends, receivedAt: ends + 6 * hourMs });
		expect(await spot.ownOf(one)).toMatchObject({ state: 'completed', leftAt: ends });
		expect(await spot.hoursOf(one)).toEqual(['measured 120']);
	});

	it('who leaves before it is heard that they came has left', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		const out = await spot.checkOut(one, later(100));
		expect(out).toMatchObject({ answer: 'awaits', refused: false, state: 'confirmed' });
		await spot.checkIn(one, { at: later(1), receivedAt: ends });
		expect(await spot.ownOf(one)).toMatchObject({ state: 'completed', leftAt: later(100) });
	});

	it('whatever order it arrives in, the same is true in the end', async () => {
		type Step = readonly ['check_in' | 'check_out' | 'here' | 'left' | 'miss' | 'not_here', number];
		const step = fc.tuple(
			fc.constantFrom<Step[0]>('check_in', 'check_out', 'here', 'left', 'miss', 'not_here'),
			fc.integer({ min: 0, max: 30 })
		);
		const both = fc
			.tuple(
				fc.array(step, { minLength: 2, maxLength: 6 }),
				fc.option(fc.integer({ min: 5, max: 30 }))
			)
			.chain(([steps, finish]) => {
				const all: (Step | ['finish', number])[] = [
					...steps,
					...(finish === null ? [] : [['finish', finish] as ['finish', number]])
				];
				const some = { minLength: all.length, maxLength: all.length };
				return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, some));
			});
		await fc.assert(
			fc.asyncProperty(both, async ([one, other]) => {
				const outcomes = [];
				for (const steps of [one, other]) {
					const own = await onSite();
					const [who] = (await own.signedUp(1)) as [Actor];
					for (const [name, minute] of steps) {
						const times = { at: later(minute), receivedAt: ends };
						if (name === 'check_in' || name === 'check_out') {
							await own.byNumber(who, name, times);
						} else await own.says(name, name === 'finish' ? null : who, times);
					}
					const { state, ...presence } = (await own.ownOf(who))!;
					outcomes.push({ state, ...presence, hours: await own.sumOf(who) });
				}
				expect(outcomes[1]).toEqual(outcomes[0]);
			}),
			{ numRuns: 25 }
		);
	}, 60_000);
});

describe('the lead’s phone', () => {
	it('has all that is needed for the day, for the lead alone, and a day around the shift', async () => {
		spot = await onSite({ ready: false });
		const [one] = (await spot.signedUp(1)) as [Actor];
		const before = starts - 24 * hourMs;
		await expect(spot.kitAt(before - 1)).rejects.toMatchObject({ reason: 'conflict' });
		const kit = await spot.kitAt(before);
		expect(kit).toMatchObject({
			shift: { code: spot.code, postName: '人民路口', startsAt: starts, endsAt: ends, most: 5 },
			secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
			secretSince: before,
			now: before,
			people: [{ number: await spot.numberOf(one), called: null, state: 'confirmed', hint: null }],
			dissuasions: {},
			trouble: [],
			photo: null
		});
		expect((await spot.kitAt(ends)).secret).toBe(kit.secret);
		await expect(spot.kitAt(ends + 24 * hourMs + 1)).rejects.toMatchObject({ reason: 'conflict' });
		for (const other of [one, spot.who.moderator, spot.who.neighbour]) {
			await expect(spot.kitAt(starts, other)).rejects.toMatchObject({ reason: 'forbidden' });
		}
	});

	it('shows whose clock was wrong and what was refused, the newest first', async () => {
		const [one, two] = (await spot.signedUp(2)) as [Actor, Actor];
		const fast = 3 * minuteMs;
		const [digits, now] = [await spot.digitsAt(later(1)), later(1) + fast];
		await spot.checkIn(one, { at: now, sentAt: now, receivedAt: later(1) }, { digits });
		await spot.checkIn(two, later(2), { digits: '000000' });
		expect((await spot.ownOf(one))?.checkedInAt).toBe(later(1));
		expect((await spot.kitAt(later(3))).trouble).toMatchObject([
			{ number: await spot.numberOf(two), act: 'check_in', answer: 'wrong_number', drift: '' },
			{ number: await spot.numberOf(one), answer: 'done', drift: '手机时钟快 3 分钟，已校正' }
		]);
	});

	it('hears how far away a phone was, for half an hour, and no table does', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		await spot.checkIn(one, later(1), { metres: 98_765.4 });
		const hint = async (at: number) => (await spot.kitAt(at)).people[0]!.hint;
		expect(await hint(later(30))).toBe(98_765);
		expect(await hint(later(31))).toBeNull();
		expect(await spot.everythingKept()).not.toMatch(/9876[0-9]/);
	});
});

describe('what people were reminded of', () => {
	const add = (actor: Actor, key: string, counts: object, at = later(10), taps = 1) =>
		countDissuasions(spot.db, actor, spot.code, key, { counts, taps }, at);

	it('adds up over the phones, and is not lost or doubled on the way, in whatever order it comes', async () => {
		const [one, two] = (await spot.signedUp(2)) as [Actor, Actor];
		for (const actor of [one, two]) await spot.checkIn(actor, starts);
		const [mine, theirs] = [uuidv7(), uuidv7()];
		expect(await add(one, mine, { red_light: 3, litter: 1 })).toEqual({ red_light: 3, litter: 1 });
		await add(two, theirs, { red_light: 2 });
		await add(one, mine, { red_light: 5, litter: 1 }, later(11), 6);
		await add(one, mine, { red_light: 3, litter: 1 });
		expect((await spot.kitAt(later(20))).dissuasions).toEqual({ red_light: 7, litter: 1 });
		expect(await dissuasionsAt(spot.db, spot.postId, starts, ends)).toEqual({
			red_light: 7,
			litter: 1
		});
		expect(await dissuasionsAt(spot.db, spot.postId, ends, ends + 1)).toEqual({});
	});

	it('that was tapped once too often is taken back, also after it was sent', async () => {
		const [one] = (await spot.signedUp(1)) as [Actor];
		await spot.checkIn(one, starts);
		const key = uuidv7();
		await add(one, key, { red_light: 2, dog: 1 }, later(10), 3);
		expect(await add(one, key, { red_light: 1, dog: 0 }, later(11), 5)).toEqual({ red_light: 1 });
		// what was on its way before
		expect(await add(one, key, { red_light: 2, dog: 1 }, later(12), 3)).toEqual({ red_light: 1 });
	});

	it('is counted by who was there or leads, and around the shift', async () => {
		const [one, away] = (await spot.signedUp(2)) as [Actor, Actor];
		await spot.checkIn(one, starts);
		await spot.checkOut(one, later(60));
		const key = uuidv7();
		expect(await add(one, key, { dog: 1 }, ends + 5 * hourMs)).toEqual({ dog: 1 });
		expect(await add(spot.lead, uuidv7(), { dog: 1 })).toEqual({ dog: 2 });
		await expect(add(away, uuidv7(), { dog: 1 })).rejects.toMatchObject({ reason: 'forbidden' });
		const early = starts - hourMs;
		await expect(add(one, key, { dog: 9 }, early)).rejects.toMatchObject({ reason: 'conflict' });
		const leadId = one.accountId;
		const other = await spot.anotherShift({ start: 12 * 60, leadId });
		const taken = countDissuasions(
			spot.db,
			one,
			other,
			key,
			{ counts: { dog: 1 }, taps: 1 },
			starts + 5 * hourMs
		);
		await expect(taken).rejects.toMatchObject({ reason: 'conflict' });
	});
});

it('the page of a shift knows where one stands', async () => {
	const [one] = (await spot.signedUp(1)) as [Actor];
	const seen = (actor: Actor) => onSiteFor(spot.db, actor, spot.code, starts);
	expect(await seen(one)).toMatchObject({
		own: { state: 'confirmed' },
		isLead: false,
		part: null,
		opensAt: later(-30),
		closesAt: ends,
		outUntil: ends + 2 * hourMs,
		risksAccepted: true
	});
	expect(await seen(spot.lead)).toMatchObject({ own: null, isLead: true, part: 'lead' });
	expect(await seen(spot.who.moderator)).toMatchObject({ isLead: false, part: 'office' });
	await signUp(spot.db, spot.lead, spot.code, { risks: true }, noon);
	expect(await seen(spot.lead)).toMatchObject({ own: { state: 'confirmed' }, isLead: true });
});
