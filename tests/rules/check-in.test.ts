import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest } from '$lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '$lib/time/shanghai';
import { actAnswers, actNames, leadActs, volunteerActs, type Act } from '$lib/volunteering/acts';
import {
	driftInWords,
	hoursOf,
	outOfHours,
	presenceOf,
	timeOfAct,
	whyNotOnSite,
	type StandingAct
} from '$lib/volunteering/check-in';
import { actsAs, leads } from '$lib/volunteering/policy';
import { standardRules } from '$lib/volunteering/sign-up';
import { shanghai } from '../support/factories';

const starts = shanghai('2026-03-05 07:00');
const ends = shanghai('2026-03-05 09:00');
const shift = { startsAt: starts, endsAt: ends, calledOffAt: null, finishedAt: null };
const at = (time: string) => shanghai(`2026-03-05 ${time}`);

describe('when something was done', () => {
	const received = at('08:00');
	const told = (said: number, sent: number) => timeOfAct({ at: said, sentAt: sent }, received);

	it.each<[string, ReturnType<typeof told>, number | null, number]>([
		['is taken at its word', told(at('07:10'), received), at('07:10'), 0],
		['also two seconds off', told(at('07:10'), received + 2000), at('07:10'), 2000],
		[
			'is corrected by a clock that is fast',
			told(at('07:13'), received + 3 * minuteMs),
			at('07:10'),
			3 * minuteMs
		],
		[
			'is corrected by a clock that is slow',
			told(at('06:10'), received - hourMs),
			at('07:10'),
			-hourMs
		],
		['is never later than when we hear of it', told(at('08:30'), received), received, 0],
		['may be two days ago', told(received - 2 * dayMs, received), received - 2 * dayMs, 0]
	])('%s', (_, time, expected, driftMs) => expect(time).toEqual({ at: expected, driftMs }));

	it('is not longer ago than that, whatever the clock says', () => {
		expect(told(received - 2 * dayMs - 1, received)).toBeNull();
		expect(told(0, dayMs)).not.toBeNull();
		expect(told(0, 3 * dayMs)).toBeNull();
	});

	it.each([
		[0, ''],
		[2000, ''],
		[-2001, '手机时钟慢 2 秒，已校正'],
		[3 * minuteMs + 5000, '手机时钟快 3 分钟，已校正'],
		[-2 * hourMs, '手机时钟慢 2 小时，已校正'],
		[370 * dayMs, '手机时钟快 370 天，已校正']
	])('a clock that is off by %d ms reads %s', (driftMs, words) =>
		expect(driftInWords(driftMs)).toBe(words)
	);
});

describe('the hours of a shift', () => {
	const ask = (act: Act, time: string, changes = {}) =>
		outOfHours(act, { ...shift, ...changes }, standardRules, at(time));

	it.each<[Act, string, ReturnType<typeof ask>]>([
		['check_in', '06:29', 'not_yet'],
		['check_in', '06:30', null],
		['check_in', '09:00', null],
		['check_in', '09:01', 'over'],
		['here', '09:01', 'over'],
		['check_out', '06:29', 'not_yet'],
		['check_out', '11:00', null],
		['check_out', '11:01', 'over'],
		['left', '11:01', 'over'],
		['miss', '06:59', 'not_begun'],
		['miss', '07:00', null],
		['finish', '06:59', 'not_begun'],
		['finish', '11:01', 'over'],
		['vouch', '06:59', 'not_begun'],
		['vouch', '15:00', null],
		['note', '15:00', null]
	])('%s at %s', (act, time, answer) => expect(ask(act, time)).toBe(answer));

	it('end when everyone was sent home, but for what the lead still has to say', () => {
		const finished = { finishedAt: at('08:30') };
		expect(ask('check_out', '08:30', finished)).toBeNull();
		expect(ask('check_out', '08:31', finished)).toBe('over');
		expect(ask('vouch', '08:31', finished)).toBeNull();
	});

	it('are none when it is called off', () =>
		expect(ask('check_in', '07:00', { calledOffAt: at('06:00') })).toBe('called_off'));

	it('are the office’s to set, and go over midnight', () => {
		const night = { startsAt: at('22:00'), endsAt: at('22:00') + 8 * hourMs };
		const rules = { ...standardRules, checkInOpensMinutes: 60, checkOutMinutes: 30 };
		expect(hoursOf(night, rules)).toEqual({
			opensAt: at('21:00'),
			closesAt: shanghai('2026-03-06 06:00'),
			outUntil: shanghai('2026-03-06 06:30')
		});
	});
});

describe('whoever comes unannounced', () => {
	const asked = { ...shift, postId: 1, calledOff: false, minimumAge: 16, hazardous: false };
	const someone = {
		ageBand: '18-59' as const,
		...{ consentAt: null, trainedAt: 1, risksAccepted: true, already: false, others: [] }
	};
	it('may be late, and may not be what nobody may be', () => {
		expect(whyNotOnSite(asked, someone, standardRules)).toBeNull();
		const midnight = { ...asked, startsAt: at('00:00'), endsAt: at('02:00') };
		expect(whyNotOnSite(midnight, someone, { ...standardRules, opensDays: 0 })).toBeNull();
		const pupil = { ...someone, ageBand: '14-15' as const, consentAt: 1 };
		expect(whyNotOnSite(asked, pupil, standardRules)).toBe('too_young');
		const untold = { ...someone, risksAccepted: false };
		expect(whyNotOnSite(asked, untold, standardRules)).toBe('accept_risks');
	});
});

describe('what became of someone', () => {
	const said = (...list: [Act, string][]) => list.map(([act, time]) => ({ act, at: at(time) }));
	const times = (list: StandingAct[], closed = false) => {
		const { state, ...rest } = presenceOf(list, closed);
		const clock = (ms: number | null, by: string | null) =>
			ms === null ? '' : `${new Date(ms + 8 * hourMs).toISOString().slice(11, 16)} ${by}`;
		return [state, clock(rest.checkedInAt, rest.checkedInBy), clock(rest.leftAt, rest.leftBy)];
	};

	it.each<[string, StandingAct[], string[]]>([
		['nothing said', [], ['confirmed', '', '']],
		[
			'came and went by the number',
			said(['check_in', '07:00'], ['check_out', '09:00']),
			['completed', '07:00 number', '09:00 number']
		],
		[
			'of two numbers the earlier holds, coming and going',
			said(
				['check_in', '07:04'],
				['check_in', '07:00'],
				['check_out', '08:00'],
				['check_out', '08:30']
			),
			['completed', '07:00 number', '08:00 number']
		],
		[
			'the number proves what the lead only saw',
			said(['here', '06:50'], ['check_in', '07:10']),
			['checked_in', '07:10 number', '']
		],
		[
			'a word takes nothing from a number',
			said(['check_in', '07:10'], ['here', '07:15']),
			['checked_in', '07:10 number', '']
		],
		[
			'a number after leaving proves nothing',
			said(['here', '07:00'], ['left', '08:00'], ['check_in', '08:30']),
			['left_early', '07:00 word', '08:00 word']
		],
		[
			'sent home with the others',
			said(['check_in', '07:00'], ['finish', '09:00'], ['check_out', '09:05']),
			['completed', '07:00 number', '09:00 word']
		],
		['never came', said(['finish', '09:00']), ['no_show', '', '']],
		[
			'came late after being missed',
			said(['miss', '07:10'], ['check_in', '07:20']),
			['checked_in', '07:20 number', '']
		],
		[
			'the number was passed on',
			said(['check_in', '07:00'], ['not_here', '07:30']),
			['no_show', '', '']
		],
		[
			'and cannot be used once more',
			said(['check_in', '07:00'], ['not_here', '07:00'], ['check_in', '07:01']),
			['no_show', '', '']
		],
		[
			'but who really comes later has come',
			said(['check_in', '07:00'], ['not_here', '07:30'], ['check_in', '08:00']),
			['checked_in', '08:00 number', '']
		],
		[
			'was let in, and came when that was asked',
			said(['check_in', '07:05'], ['admit', '07:20']),
			['checked_in', '07:05 number', '']
		],
		[
			'was turned away first',
			said(['check_in', '07:05'], ['turn_away', '07:06'], ['walk_in', '07:30']),
			['checked_in', '07:30 word', '']
		]
	])('%s', (_, list, expected) => expect(times(list)).toEqual(expected));

	it('is not known where nobody saw it, once the shift is closed', () => {
		expect(times(said(['check_in', '07:00']), true)).toEqual(['completed', '07:00 number', '']);
		expect(times([], true)).toEqual(['no_show', '', '']);
	});

	const someAct = fc.record({
		act: fc.constantFrom(...actNames),
		at: fc.integer({ min: 0, max: 20 }).map((n) => starts + n * minuteMs)
	});
	it('is the same in whatever order it was heard', () => {
		fc.assert(
			fc.property(
				fc
					.array(someAct, { maxLength: 8 })
					.chain((list) =>
						fc.tuple(
							fc.constant(list),
							fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })
						)
					),
				fc.boolean(),
				([list, shuffled], closed) => {
					expect(presenceOf(shuffled, closed)).toEqual(presenceOf(list, closed));
				}
			)
		);
	});

	it('never leaves before coming, and has a time of coming whenever there is one of leaving', () => {
		fc.assert(
			fc.property(fc.array(someAct, { maxLength: 8 }), (list) => {
				const { checkedInAt, leftAt } = presenceOf(list);
				return leftAt === null || (checkedInAt !== null && checkedInAt <= leftAt);
			})
		);
	});
});

describe('who acts', () => {
	const someone = { ...guest, accountId: 7, role: 'resident' as const };
	it('is the lead of this very shift, or the office', () => {
		expect(leads(someone, { leadId: 7 })).toBe(true);
		expect(leads(guest, { leadId: null })).toBe(false);
		expect(actsAs(someone, { leadId: 7 })).toBe('lead');
		expect(actsAs({ ...someone, role: 'team_lead' }, { leadId: 8 })).toBeNull();
		expect(actsAs({ ...someone, role: 'moderator' }, { leadId: 8 })).toBe('office');
		expect(actsAs({ ...someone, role: 'checker' }, { leadId: 8 })).toBeNull();
	});
	it('every act is a volunteer’s or a lead’s, and every answer has its sentence', () => {
		expect([...volunteerActs, ...leadActs].sort()).toEqual([...actNames].sort());
		expect(new Set(Object.values(actAnswers)).size).toBe(Object.keys(actAnswers).length);
	});
});
