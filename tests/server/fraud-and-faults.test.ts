import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { hourMs, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { ActForm } from '../../src/lib/volunteering/act-forms';
import { checked } from '../../src/lib/server/http/endpoint';
import { callOff, changeShift } from '../../src/lib/server/volunteering/changes';
import { renewSecret } from '../../src/lib/server/volunteering/shift-secrets';
import { signUp } from '../../src/lib/server/volunteering/sign-ups';
import { ends, noon, onSite, starts, type Spot } from '../support/on-site';

let spot: Spot;
let one: Actor;
let two: Actor;
beforeEach(async () => {
	spot = await onSite();
	[one, two] = (await spot.signedUp(2)) as [Actor, Actor];
});

const later = (minutes: number) => starts + minutes * minuteMs;

describe('a number that is guessed', () => {
	const guess = (n: number, at: number) => {
		const digits = String(n).padStart(6, '0');
		return spot.checkIn(one, at, { digits });
	};
	/** Five that are not the number then. */
	async function fiveWrong(at: number) {
		const right = [await spot.digitsAt(at - 30_000), await spot.digitsAt(at)];
		right.push(await spot.digitsAt(at + 30_000));
		const wrong = [1, 2, 3, 4, 5, 6, 7, 8].filter(
			(n) => !right.includes(String(n).padStart(6, '0'))
		);
		for (const n of wrong.slice(0, 5)) {
			expect(await guess(n, at)).toMatchObject({ answer: 'wrong_number', refused: true });
		}
	}

	it('is wrong, and after five there is a pause of ten minutes, for this one alone', async () => {
		await fiveWrong(later(0));
		await expect(spot.checkIn(one, later(1))).rejects.toMatchObject({
			reason: 'limited',
			retryAfter: 600
		});
		expect(await spot.checkIn(two, later(1))).toMatchObject({ answer: 'done' });
		const kept = { at: later(1), key: uuidv7() };
		await expect(spot.checkIn(one, { ...kept, receivedAt: later(10) - 1 })).rejects.toMatchObject({
			reason: 'limited'
		});
		// what the phone kept meanwhile is taken in as of when it was typed
		expect(await spot.checkIn(one, { ...kept, receivedAt: later(10) })).toMatchObject({
			answer: 'done',
			at: later(1)
		});
	});

	it('with a clock that says something else each time is counted by ours', async () => {
		const digits = '000000';
		for (let n = 0; n < 5; n++) {
			await spot.checkIn(one, { at: later(n * 15), receivedAt: ends }, { digits });
		}
		await expect(spot.checkIn(one, { at: later(80), receivedAt: ends })).rejects.toMatchObject({
			reason: 'limited'
		});
		expect((await spot.says('here', one, ends)).answer).toBe('done');
	});

	it('is right for half a minute and one before and after, not longer', async () => {
		const digits = await spot.digitsAt(later(0));
		expect(await spot.checkIn(one, later(0) + 60_000, { digits })).toMatchObject({
			answer: 'wrong_number'
		});
		expect(await spot.checkIn(one, later(0) + 59_999, { digits })).toMatchObject({
			answer: 'done'
		});
	});
});

describe('a number that is passed on', () => {
	it('brings somebody in who is not there: the lead says so, and nothing counts', async () => {
		await spot.checkIn(one, later(0));
		expect(await spot.says('not_here', one, later(10))).toMatchObject({
			answer: 'done',
			state: 'no_show'
		});
		expect(await spot.ownOf(one)).toMatchObject({ checkedInAt: null, leftAt: null });
		await spot.says('finish', null, ends);
		expect(await spot.hoursOf(one)).toEqual([]);
	});

	it('is of no use once more', async () => {
		const digits = await spot.digitsAt(later(0));
		await spot.checkIn(one, later(0), { digits });
		await spot.says('not_here', one, later(0) + 10_000);
		const again = await spot.checkIn(one, later(0) + 20_000, { digits });
		expect(again).toMatchObject({ answer: 'already', state: 'no_show' });
	});
});

describe('what is sent again', () => {
	it('under the same key is answered the same, and has happened once', async () => {
		const key = uuidv7();
		const send = (more = {}) => spot.checkIn(one, { at: later(1), key, ...more });
		const first = await send();
		const replies = await Promise.all(
			Array.from({ length: 20 }, (_, n) => send({ sentAt: later(1) + n, receivedAt: later(5) }))
		);
		expect(replies).toEqual(Array(20).fill(first));
		const refused = { at: later(2), key: uuidv7() };
		const wrong = () => spot.checkIn(two, refused, { digits: '000000' });
		expect(await wrong()).toEqual(await wrong());
		expect((await spot.kitAt(later(6))).trouble).toHaveLength(1);
	});

	it('under the same key with something else in it, or by somebody else, is refused', async () => {
		const key = uuidv7();
		await spot.checkIn(one, { at: later(1), key });
		for (const other of [
			() => spot.checkIn(one, { at: later(2), key }),
			() => spot.checkOut(one, { at: later(1), key }),
			() => spot.checkIn(two, { at: later(1), key })
		]) {
			await expect(other()).rejects.toMatchObject({ reason: 'conflict' });
		}
	});

	it('under another key changes nothing', async () => {
		const digits = await spot.digitsAt(later(1));
		await spot.checkIn(one, later(1), { digits });
		const replayed = await spot.checkIn(one, later(1) + 20_000, { digits });
		expect(replayed).toMatchObject({ answer: 'already', refused: false, state: 'checked_in' });
		expect((await spot.ownOf(one))?.checkedInAt).toBe(later(1));
	});

	it('from two phones at once is one check-in, by the earlier', async () => {
		const [first, second] = await Promise.all([
			spot.checkIn(one, { at: later(2), receivedAt: later(3) }),
			spot.checkIn(one, { at: later(1), receivedAt: later(3) })
		]);
		expect([first.refused, second.refused]).toEqual([false, false]);
		expect((await spot.ownOf(one))?.checkedInAt).toBe(later(1));
		const same = await Promise.all([1, 2].map(() => spot.checkIn(two, later(4))));
		expect(same.map(({ answer }) => answer).sort()).toEqual(['already', 'done']);
	});
});

describe('a number that does not belong here', () => {
	it('of another shift is wrong', async () => {
		const other = await spot.anotherShift({ leadId: two.accountId });
		const digits = await spot.digitsAt(later(1), other, two);
		expect(await spot.checkIn(one, later(1), { digits })).toMatchObject({ answer: 'wrong_number' });
	});

	it('an hour early is too early, and after the end too late', async () => {
		expect(await spot.checkIn(one, later(-60))).toMatchObject({
			answer: 'not_yet',
			sentence: '还没有到签到时间'
		});
		expect(await spot.checkIn(one, ends + 1)).toMatchObject({ answer: 'over' });
	});

	it('cannot be said to be from the future, nor from the day before yesterday', async () => {
		const digits = await spot.digitsAt(later(1));
		const ahead = { at: later(50), sentAt: later(1), receivedAt: later(1) };
		expect(await spot.checkIn(one, ahead, { digits })).toMatchObject({ at: later(1) });
		const old = { at: later(1), receivedAt: later(1) + 48 * hourMs + 1 };
		await expect(spot.checkIn(two, old)).rejects.toMatchObject({ reason: 'invalid' });
	});
});

it('whoever is not signed up waits for the lead’s word, and a wrong number brings nobody before the lead', async () => {
	const stranger = await spot.volunteer();
	const guess = await spot.checkIn(stranger, later(1), { digits: '000000', risks: true });
	expect(guess).toMatchObject({ answer: 'wrong_number' });
	expect((await spot.kitAt(later(1))).people).toHaveLength(2);
	expect(await spot.checkOut(stranger, later(2))).toMatchObject({ answer: 'not_here' });
	await spot.checkIn(stranger, later(3), { risks: true });
	await spot.says('finish', null, ends);
	expect(await spot.hoursOf(stranger)).toEqual([]);
});

describe('the lead', () => {
	beforeEach(async () => {
		await signUp(spot.db, spot.lead, spot.code, { risks: true }, noon);
	});

	it('is no witness for himself, by number or by word', async () => {
		expect(await spot.checkIn(spot.lead, later(1))).toMatchObject({ answer: 'own', refused: true });
		for (const act of ['here', 'left', 'walk_in', 'vouch'] as const) {
			expect(await spot.says(act, spot.lead, later(1))).toMatchObject({ answer: 'own' });
		}
	});

	it('is seen by the office, which answers for it, also after everyone was sent home', async () => {
		const office = spot.who.moderator;
		await spot.says('here', spot.lead, later(5), {}, office);
		await spot.says('finish', null, later(90));
		expect((await spot.ownOf(spot.lead))?.state).toBe('checked_in');
		expect(await spot.hoursOf(spot.lead)).toEqual([]);
		await spot.says('left', spot.lead, later(95), {}, office);
		expect(await spot.hoursOf(spot.lead)).toEqual([`vouched 90 by ${office.accountId}`]);
	});

	it('of another shift, a volunteer, or a colleague without a desk says nothing here', async () => {
		for (const actor of [two, spot.who.neighbour, spot.who.checker]) {
			await expect(spot.says('here', one, later(1), {}, actor)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
		await expect(spot.checkIn(spot.who.moderator, later(1))).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});
});

describe('hours', () => {
	it('are never above the shift, measured or vouched', async () => {
		await spot.checkIn(one, later(-30));
		await spot.says('here', two, later(-30));
		await spot.checkOut(one, ends + 2 * hourMs);
		await spot.says('left', two, ends + 2 * hourMs);
		expect(await spot.hoursOf(one)).toEqual(['measured 120']);
		expect(await spot.hoursOf(two)).toEqual([`vouched 120 by ${spot.lead.accountId}`]);
		const more = spot.says('vouch', one, ends, { minutes: 10, reason: 'other' });
		expect(await more).toMatchObject({ answer: 'not_possible' });
	});

	it('are told anew when it is heard later that somebody left earlier', async () => {
		await spot.checkIn(one, later(0));
		await spot.says('finish', null, later(120));
		expect(await spot.sumOf(one)).toBe(120);
		await spot.checkOut(one, { at: later(45), receivedAt: ends + hourMs });
		expect(await spot.sumOf(one)).toBe(45);
	});
});

describe('a shift that changes after somebody came', () => {
	const form = { day: '2026-03-05', least: 1, most: 5, note: '' };

	it('keeps who came, and counts by its times at the end', async () => {
		await spot.checkIn(one, later(-20));
		const moved = { ...form, postId: spot.postId, leadId: spot.lead.accountId };
		const shorter = { ...moved, start: 7 * 60 + 30, end: 8 * 60 + 30 };
		await changeShift(spot.db, spot.who.moderator, spot.code, shorter, later(-10));
		expect((await spot.ownOf(one))?.state).toBe('checked_in');
		await spot.says('finish', null, later(95));
		expect(await spot.hoursOf(one)).toEqual(['measured 60']);
	});

	it('has another number as soon as another leads', async () => {
		const before = await spot.kitAt(later(-20));
		const other = await spot.volunteer();
		const led = { ...form, postId: spot.postId, leadId: other.accountId };
		const same = { start: 7 * 60, end: 9 * 60 };
		await changeShift(spot.db, spot.who.moderator, spot.code, { ...led, ...same }, later(-15));
		const after = await spot.kitAt(later(-10), other);
		expect(after.secret).not.toBe(before.secret);
		await expect(spot.kitAt(later(-10))).rejects.toMatchObject({ reason: 'forbidden' });
	});

	it('is called off: nobody is there any more, and every act is told so', async () => {
		await spot.checkIn(one, later(-20));
		await callOff(spot.db, spot.who.moderator, spot.code, '暴雨', later(-10));
		expect(await spot.ownOf(one)).toBeNull();
		const digits = '123456';
		expect(await spot.checkIn(two, later(-5), { digits })).toMatchObject({
			answer: 'called_off',
			sentence: '这个班次已经取消'
		});
		await expect(spot.kitAt(later(0))).rejects.toMatchObject({ reason: 'conflict' });
	});
});

describe('the borders of days and time zones', () => {
	it('a shift over midnight is one shift, of the day on which it began', async () => {
		spot = await onSite({ start: 22 * 60, minutes: 8 * 60 });
		[one] = (await spot.signedUp(1)) as [Actor];
		const [from, to] = [starts + 15 * hourMs, starts + 23 * hourMs];
		const digits = async (at: number) => ({ digits: await spot.digitsAt(at) });
		expect(await spot.checkIn(one, from, await digits(from))).toMatchObject({ answer: 'done' });
		const midnight = startOfDay('2026-03-06');
		expect(await spot.says('here', one, midnight)).toMatchObject({ answer: 'already' });
		expect(await spot.checkOut(one, to, await digits(to))).toMatchObject({ state: 'completed' });
		expect(await spot.hoursOf(one)).toEqual(['measured 480']);
	});

	it('a phone that lives elsewhere says the same instant', async () => {
		const digits = await spot.digitsAt(starts);
		const written = '2026-03-04T15:00:00.000-08:00';
		const body = { act: 'check_in', digits, at: written, sentAt: '2026-03-05T07:00:00+08:00' };
		const input = checked(ActForm, body);
		expect(await spot.send(one, input, { at: starts })).toMatchObject({
			at: starts,
			answer: 'done'
		});
	});
});

describe('the lead’s phone is lost', () => {
	it('its numbers are wrong from then on, and what came before stands', async () => {
		const kept = { at: later(9), digits: await spot.digitsAt(later(9)) };
		const stolen = await spot.digitsAt(later(12));
		await spot.checkIn(one, later(1));
		await renewSecret(spot.db, spot.deps.seal, spot.who.moderator, spot.code, later(10));
		const { digits } = kept;
		const onItsWay = { at: kept.at, receivedAt: later(30) };
		expect(await spot.checkIn(two, onItsWay, { digits })).toMatchObject({ answer: 'done' });
		expect((await spot.ownOf(one))?.checkedInAt).toBe(later(1));
		const out = (code: string) => spot.checkOut(one, later(12), { digits: code });
		expect(await out(stolen)).toMatchObject({ answer: 'wrong_number' });
		const { secret, secretSince } = await spot.kitAt(later(12));
		expect(secretSince).toBe(later(10));
		expect(await out(spot.shown(secret, later(12)))).toMatchObject({ answer: 'done' });
	});

	it('only the lead and the office may say so', async () => {
		const renew = (actor: Actor) =>
			renewSecret(spot.db, spot.deps.seal, actor, spot.code, later(1));
		await expect(renew(one)).rejects.toMatchObject({ reason: 'forbidden' });
		await renew(spot.lead);
		expect((await spot.kitAt(later(2))).secretSince).toBe(later(1));
	});
});
