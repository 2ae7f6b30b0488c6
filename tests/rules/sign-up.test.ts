import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '$lib/time/shanghai';
import {
	answers,
	cancelFreeUntil,
	offerUntil,
	opensAt,
	standardRules,
	whyNot,
	type Asking,
	type AskedShift
} from '$lib/volunteering/sign-up';
import {
	activeStates,
	holdingStates,
	next,
	signupStates,
	workflow
} from '$lib/volunteering/signups';
import { shanghai } from '../support/factories';

const at = shanghai('2026-03-02 12:00');
const morning: AskedShift = {
	startsAt: shanghai('2026-03-05 07:00'),
	endsAt: shanghai('2026-03-05 09:00'),
	postId: 1,
	calledOff: false,
	minimumAge: 14,
	hazardous: false
};
const grownUp: Asking = {
	ageBand: '18-59',
	consentAt: null,
	trainedAt: at,
	risksAccepted: true,
	already: false,
	others: []
};
const pupil: Asking = { ...grownUp, ageBand: '14-15', consentAt: at };

const elsewhere = (from: string, to: string, postId = 2) => ({
	startsAt: shanghai(`2026-03-05 ${from}`),
	endsAt: shanghai(`2026-03-05 ${to}`),
	postId
});
const ask = (shift: Partial<AskedShift>, asking: Partial<Asking> = {}, when = at) =>
	whyNot({ ...morning, ...shift }, { ...grownUp, ...asking }, standardRules, when);

describe('who asks for a place', () => {
	it('has nothing against it as a rule', () => {
		expect(ask({})).toBeNull();
		expect(ask({}, pupil)).toBeNull();
	});

	it.each<[string, ReturnType<typeof ask>, keyof typeof answers]>([
		['has one', ask({}, { already: true }), 'already_in'],
		['asks for what is called off', ask({ calledOff: true }), 'called_off'],
		['comes when it has begun', ask({}, {}, morning.startsAt), 'too_late'],
		['comes a day before it opens', ask({}, {}, shanghai('2026-02-18 23:59')), 'not_open_yet'],
		['is too young for the post', ask({ minimumAge: 16 }, pupil), 'too_young'],
		['is a minor where it is dangerous', ask({ hazardous: true }, pupil), 'hazardous'],
		['is a minor whom nobody allowed', ask({}, { ...pupil, consentAt: null }), 'needs_consent'],
		['has learned nothing', ask({}, { trainedAt: null }), 'needs_training'],
		['has not read the risks', ask({}, { risksAccepted: false }), 'accept_risks'],
		['is elsewhere then', ask({}, { others: [elsewhere('08:59', '10:00')] }), 'overlaps'],
		['is at the same post then', ask({}, { others: [elsewhere('06:00', '07:01', 1)] }), 'overlaps'],
		[
			'has 14 minutes of way',
			ask({}, { others: [elsewhere('09:14', '10:00')] }),
			'too_little_rest'
		],
		[
			'would serve for 8 hours and a minute',
			ask({}, { others: [elsewhere('12:00', '18:01')] }),
			'too_many_hours'
		]
	])('%s', (_, answer, expected) => expect(answer).toBe(expected));

	it('may, just within each bound', () => {
		expect(ask({}, {}, morning.startsAt - 1)).toBeNull();
		expect(ask({}, {}, shanghai('2026-02-19 00:00'))).toBeNull();
		expect(ask({}, { others: [elsewhere('09:15', '10:00')] })).toBeNull();
		expect(ask({}, { others: [elsewhere('09:00', '10:00', 1)] })).toBeNull();
		expect(ask({}, { others: [elsewhere('12:00', '18:00')] })).toBeNull();
	});

	it('has a day of its own on either side of midnight', () => {
		const night = {
			startsAt: shanghai('2026-03-05 22:00'),
			endsAt: shanghai('2026-03-06 02:00')
		};
		const day = (date: string, hours: number) => ({
			startsAt: shanghai(`2026-03-${date} 10:00`),
			endsAt: shanghai(`2026-03-${date} 10:00`) + hours * hourMs,
			postId: 1
		});
		expect(ask(night, { others: [day('05', 6), day('06', 6)] })).toBeNull();
		expect(ask(night, { others: [day('06', 6.5)] })).toBe('too_many_hours');
	});
});

it('opens with the day, two weeks before, and closes its free cancelling twelve hours before', () => {
	expect(opensAt(morning, standardRules)).toBe(shanghai('2026-02-19 00:00'));
	const free = (movedAt: number | null) =>
		cancelFreeUntil({ ...morning, movedAt }, standardRules, at);
	expect([free(null), free(at)]).toEqual(Array(2).fill(shanghai('2026-03-04 19:00')));
	// who signed up for another time
	expect(free(at + 1)).toBe(morning.startsAt);
});

it('an offer stands for two hours, never later than half an hour before, and then none is made', () => {
	expect(offerUntil(morning, standardRules, at)).toBe(at + 2 * hourMs);
	const near = morning.startsAt - hourMs;
	expect(offerUntil(morning, standardRules, near)).toBe(morning.startsAt - 30 * minuteMs);
	expect(offerUntil(morning, standardRules, morning.startsAt - 30 * minuteMs)).toBeNull();
});

describe('the states of a sign-up', () => {
	it('each lead to states that there are, and all but the first come from somewhere', () => {
		const reached = new Set<string>(
			signupStates.flatMap((state) => Object.values(workflow[state]).map(({ to }) => to))
		);
		expect([...reached].every((state) => (signupStates as string[]).includes(state))).toBe(true);
		expect(signupStates.filter((state) => !reached.has(state))).toEqual(['waitlisted']);
	});

	it('hold a place only while one has not given it back', () => {
		expect(holdingStates).toEqual([
			'confirmed',
			'offered',
			'checked_in',
			'completed',
			'left_early'
		]);
		expect(activeStates).not.toContain('cancelled');
	});

	it('never come back once they are over', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('cancelled', 'late_cancelled', 'completed', 'left_early'),
				(state) => {
					const actions = signupStates.flatMap((each) => Object.keys(workflow[each]));
					return actions.every((action) => next(state, action as never) === undefined);
				}
			)
		);
	});
});
