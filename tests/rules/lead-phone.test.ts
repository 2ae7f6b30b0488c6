import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeAt, keyBytes, keyText } from '../../src/lib/accounts/totp';
import { actFields } from '../../src/lib/volunteering/act-fields';
import type { Act } from '../../src/lib/volunteering/acts';
import {
	checkInAddress,
	digitsIn,
	digitsScanned
} from '../../src/lib/volunteering/check-in-address';
import { checkInStep } from '../../src/lib/volunteering/check-in-steps';
import { countedOn } from '../../src/lib/volunteering/dissuasions';
import { numberAt } from '../../src/lib/volunteering/number';
import { secondsLeft } from '../../src/lib/volunteering/number-time';
import {
	countOf,
	ownStateWith,
	queuedFor,
	rowsOf,
	type KitPerson,
	type Queued
} from '../../src/lib/volunteering/on-site';
import {
	countInWords,
	hintInWords,
	troubleInWords,
	whenInWords
} from '../../src/lib/volunteering/on-site-words';
import { signupStates, type SignupState } from '../../src/lib/volunteering/signups';

const seven = Date.parse('2026-03-05T07:00:00+08:00');
const minute = 60_000;

const person = (state: SignupState, more: Partial<KitPerson> = {}): KitPerson => ({
	number: 'V-1',
	called: '小李',
	state,
	checkedInAt: null,
	checkedInBy: null,
	leftAt: null,
	leftBy: null,
	hint: null,
	...more
});
let keys = 0;
const queued = (
	act: Act,
	volunteer: string | null = 'V-1',
	more: Partial<Queued> = {}
): Queued => ({ key: `k${keys++}`, act, volunteer, at: seven, refusal: null, ...more });

const rowAfter = (state: SignupState, ...acts: Queued[]) =>
	rowsOf({ people: [person(state)] }, acts)[0];

describe('the list on the lead’s phone, with what waits there', () => {
	it.each<[SignupState, Act, SignupState]>([
		['confirmed', 'here', 'checked_in'],
		['confirmed', 'miss', 'no_show'],
		['confirmed', 'walk_in', 'checked_in'],
		['no_show', 'here', 'checked_in'],
		['asking', 'admit', 'checked_in'],
		['checked_in', 'left', 'left_early'],
		['checked_in', 'not_here', 'no_show'],
		['checked_in', 'finish', 'completed'],
		['confirmed', 'finish', 'no_show'],
		// what cannot be any more changes nothing here, and the server says why
		['completed', 'left', 'completed'],
		['checked_in', 'here', 'checked_in']
	])('shows who is %s after %s as %s', (state, act, after) => {
		const about = act === 'finish' ? null : 'V-1';
		expect(rowAfter(state, queued(act, about))?.state).toBe(after);
	});

	it('lets go of whoever was turned away', () => {
		expect(rowAfter('asking', queued('turn_away'))).toBeUndefined();
	});

	it('takes one after the other, in the order in which they were done', () => {
		const row = rowAfter(
			'confirmed',
			queued('miss', 'V-1', { at: seven }),
			queued('here', 'V-1', { at: seven + 5 * minute }),
			queued('left', 'V-1', { at: seven + 65 * minute })
		)!;
		expect(row).toMatchObject({
			state: 'left_early',
			checkedInAt: seven + 5 * minute,
			leftAt: seven + 65 * minute
		});
		expect(row.waits.map(({ act }) => act)).toEqual(['miss', 'here', 'left']);
		expect(whenInWords(row)).toBe('07:05 到（队长记），08:05 离开（队长记）');
	});

	it('leaves out what the server refused', () => {
		const row = rowAfter('confirmed', queued('here', 'V-1', { refusal: '名额已满' }))!;
		expect(row.state).toBe('confirmed');
		expect(row.waits).toEqual([]);
	});

	it('has a line for somebody who walked in, and one alone', () => {
		const rows = rowsOf({ people: [] }, [queued('walk_in', 'V-9'), queued('walk_in', 'V-9')]);
		expect(rows.map(({ number, state }) => [number, state])).toEqual([['V-9', 'checked_in']]);
	});

	it('puts first who asks, then who is missing, and does not list who cancelled', () => {
		const people = signupStates.map((state) => person(state, { number: state }));
		const states = rowsOf({ people }, []).map(({ state }) => state);
		expect(states.slice(0, 3)).toEqual(['asking', 'confirmed', 'checked_in']);
		expect(states).not.toContain('cancelled');
		expect(states).not.toContain('late_cancelled');
	});

	it.each<[SignupState, string[]]>([
		['asking', ['admit', 'turn_away']],
		['confirmed', ['here', 'miss']],
		['checked_in', ['left', 'not_here']],
		['no_show', ['here']],
		['completed', []]
	])('offers for who is %s no button that leads nowhere', (state, offered) => {
		expect(rowAfter(state)?.offers).toEqual(offered);
	});

	it('counts everyone once, whatever waits', () => {
		const acts = fc.constantFrom<Act>('here', 'miss', 'left', 'not_here', 'walk_in', 'finish');
		const some = fc.array(fc.tuple(acts, fc.constantFrom('a', 'b', 'c')), { maxLength: 12 });
		fc.assert(
			fc.property(some, (done) => {
				const people = ['a', 'b', 'c'].map((number) => person('confirmed', { number }));
				const rows = rowsOf(
					{ people },
					done.map(([act, whom]) => queued(act, act === 'finish' ? null : whom))
				);
				expect(rows.map(({ number }) => number).sort()).toEqual(['a', 'b', 'c']);
				const { came, missing } = countOf(rows);
				const unseen = rows.filter(({ state }) => state === 'no_show').length;
				expect(came + missing + unseen).toBe(3);
			})
		);
	});

	it('finds in the outbox what is of this shift', () => {
		const item = (to: string, act: unknown) => ({
			key: to,
			to,
			fields: { act, volunteer: 'V-1' },
			createdAt: seven,
			refusal: null
		});
		const found = queuedFor('AAAA-1111', [
			item('/api/shifts/AAAA-1111/acts/1', 'here'),
			item('/api/shifts/AAAA-1111/dissuasions/2', undefined),
			item('/api/shifts/BBBB-1111/acts/3', 'here'),
			item('/api/shifts/AAAA-1111/acts/4', 'dance')
		]);
		expect(found).toMatchObject([{ act: 'here', volunteer: 'V-1', at: seven }]);
		expect(found).toHaveLength(1);
	});
});

describe('where a volunteer stands with what waits on their own phone', () => {
	it.each<[SignupState | null, Act[], SignupState | null]>([
		['confirmed', ['check_in'], 'checked_in'],
		['confirmed', ['check_in', 'check_out'], 'completed'],
		['no_show', ['check_in'], 'checked_in'],
		['waitlisted', ['check_in'], 'asking'],
		[null, ['check_in'], 'asking'],
		[null, [], null],
		['checked_in', ['check_in'], 'checked_in'],
		['completed', ['check_in'], 'completed'],
		['confirmed', ['check_out'], 'confirmed']
	])('%s and %j is %s', (known, acts, after) => {
		expect(
			ownStateWith(
				known,
				acts.map((act) => queued(act, null))
			)
		).toBe(after);
	});
});

describe('what the page says', () => {
	it('counts in one sentence', () => {
		expect(countInWords({ came: 3, missing: 2 })).toBe('到了 3 人，还差 2 人');
		expect(countInWords({ came: 5, missing: 0 })).toBe('到了 5 人，都到齐了');
		expect(countInWords({ came: 0, missing: 0 })).toBe('还没有人报名');
	});

	it('tells how far away somebody checked in', () => {
		expect(hintInWords(3)).toBe('就在点位');
		expect(hintInWords(3_240)).toBe('离点位约 3.2 公里');
	});

	it('says of trouble who, when and what', () => {
		const at = { number: 'V-1', act: 'check_in' as const, at: seven, driftMs: 0, drift: '' };
		const people = [person('confirmed')];
		expect(troubleInWords({ ...at, answer: 'wrong_number' }, people)).toBe(
			'07:00 小李 签到：号码不对或已经过期，请看队长手机上现在的号码'
		);
		expect(
			troubleInWords({ ...at, answer: 'done', drift: '手机时钟快 3 分钟，已校正' }, people)
		).toBe('07:00 小李 签到：手机时钟快 3 分钟，已校正');
		expect(troubleInWords({ ...at, number: null, answer: 'unknown' }, people)).toContain('有人');
	});
});

describe('what is sent of a form', () => {
	const now = Date.parse('2026-03-05T08:40:00+08:00');

	it('is of now, or of the time that was typed when it last was so late', () => {
		expect(actFields({ act: 'here', volunteer: ' V-1 ' }, now)).toEqual({
			act: 'here',
			volunteer: 'V-1',
			at: new Date(now).toISOString()
		});
		const at = (time: string) => Date.parse(actFields({ act: 'left', time }, now).at);
		expect(at('08:10')).toBe(now - 30 * minute);
		expect(at('23:10')).toBe(now - 9.5 * 60 * minute);
		expect(at('soon')).toBe(now);
	});

	it('has numbers as numbers and what was ticked as true', () => {
		const typed = { act: 'vouch', minutes: '90', reason: 'flat', risks: 'on', metres: '12' };
		expect(actFields(typed, now)).toMatchObject({ minutes: 90, metres: 12, risks: true });
	});
});

describe('the number', () => {
	// RFC 6238, appendix B: SHA-1, six of its eight digits
	const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

	it('is the one of RFC 6238', () => {
		expect(numberAt(secret, 59_000)).toBe('287082');
		expect(numberAt(secret, 1_111_111_109_000)).toBe('081804');
	});

	it('is at any time the one that the server expects', () => {
		const time = fc.integer({ min: 0, max: 2 ** 42 });
		const key = fc.uint8Array({ minLength: keyBytes, maxLength: keyBytes });
		fc.assert(
			fc.property(key, time, (key, at) => {
				expect(numberAt(keyText(key), at)).toBe(codeAt(key, at));
			})
		);
	});

	it('lasts half a minute', () => {
		expect(secondsLeft(0)).toBe(30);
		expect(secondsLeft(29_001)).toBe(1);
		expect(secondsLeft(30_000)).toBe(30);
	});

	it('is read from the link and from the code of this shift alone', () => {
		const address = checkInAddress('https://qinghe.example', 'AAAA-1111', '081804');
		expect(digitsIn(new URL(address).hash)).toBe('081804');
		expect(digitsScanned(address, 'AAAA-1111')).toBe('081804');
		expect(digitsScanned(address, 'BBBB-1111')).toBeNull();
		expect(digitsScanned('https://elsewhere.example/', 'AAAA-1111')).toBeNull();
		expect(digitsIn('#people')).toBe('');
	});
});

describe('who opens the page where one checks in', () => {
	const visitor = { signedIn: true, mayVolunteer: true, isLead: false, isVolunteer: true };

	it.each([
		[{ calledOff: true }, {}, 'called_off'],
		[{ calledOff: false }, { signedIn: false, mayVolunteer: false, isVolunteer: false }, 'sign_in'],
		[{ calledOff: false }, { isLead: true }, 'lead'],
		[{ calledOff: false }, { mayVolunteer: false }, 'staff'],
		[{ calledOff: false }, { isVolunteer: false }, 'join'],
		[{ calledOff: false }, {}, 'here']
	])('%j %j → %s', (shift, more, step) => {
		expect(checkInStep(shift, { ...visitor, ...more })).toBe(step);
	});
});

it('a count is never below none', () => {
	expect(countedOn({}, 'litter', 1)).toEqual({ litter: 1 });
	expect(countedOn({ litter: 1, dog: 2 }, 'litter', -1)).toEqual({ litter: 0, dog: 2 });
	expect(countedOn({}, 'litter', -1)).toEqual({ litter: 0 });
});
