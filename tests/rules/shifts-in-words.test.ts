import { describe, expect, it } from 'vitest';
import { hourMs, startOfDay } from '../../src/lib/time/shanghai';
import { explained, questions } from '../../src/lib/volunteering/course';
import { byDay } from '../../src/lib/volunteering/list';
import { standardRules } from '../../src/lib/volunteering/sign-up';
import { stepFor, type Step } from '../../src/lib/volunteering/steps';
import {
	dayInWords,
	hoursInWords,
	isFull,
	roomInWords,
	turnInWords
} from '../../src/lib/volunteering/words';

const at = (day: string, hours: number) => startOfDay(day) + hours * hourMs;
const now = at('2026-01-05', 23.5);

describe('a shift in words', () => {
	it('says from when until when, also over midnight', () => {
		const startsAt = at('2026-01-05', 22);
		expect(hoursInWords({ startsAt, endsAt: at('2026-01-05', 23.5) })).toBe('22:00–23:30');
		expect(hoursInWords({ startsAt, endsAt: at('2026-01-06', 6) })).toBe('22:00–次日 06:00');
	});

	it.each([
		['2026-01-05', '今天 1月5日 周一'],
		['2026-01-06', '明天 1月6日 周二'],
		['2026-01-07', '后天 1月7日 周三'],
		['2026-01-11', '1月11日 周日']
	])('names the day %s', (day, words) => {
		expect(dayInWords(day, now)).toBe(words);
	});

	it.each([
		[{ most: 3, held: 1, waiting: 0 }, '还有 2 个名额'],
		[{ most: 3, held: 3, waiting: 0 }, '名额已满，可候补，您排第一'],
		[{ most: 3, held: 3, waiting: 2 }, '名额已满，可候补，前面 2 人'],
		// just free, and first for those who wait
		[{ most: 3, held: 2, waiting: 2 }, '名额已满，可候补，前面 2 人']
	])('tells the room of %o', (room, words) => {
		expect(roomInWords(room)).toBe(words);
		expect(isFull(room)).toBe(words.includes('已满'));
	});

	it('tells whoever waits how many are before', () => {
		expect([turnInWords(0), turnInWords(2)]).toEqual(['您排第一', '前面还有 2 人']);
	});
});

describe('what a visitor can do about a shift', () => {
	const times = { startsAt: at('2026-01-10', 7), endsAt: at('2026-01-10', 9), postId: 1 };
	const shift = { ...times, calledOffAt: null };
	const ready = { ageBand: '18-59', consentAt: null, trainedAt: 1 } as const;
	const visitor = { signedIn: true, mayVolunteer: true, volunteer: ready };
	const child = { ...ready, ageBand: '14-15' } as const;
	const someone = (more: object) => ({ ...visitor, ...more });

	it.each<[Step, object, object, number]>([
		['sign_up', {}, {}, now],
		['called_off', { calledOffAt: 1 }, {}, now],
		['begun', {}, {}, times.startsAt],
		['over', {}, {}, times.endsAt],
		['not_open', {}, {}, startOfDay('2025-12-27') - 1],
		['sign_up', {}, {}, startOfDay('2025-12-27')],
		['sign_in', {}, { signedIn: false, mayVolunteer: false, volunteer: undefined }, now],
		['staff', {}, { mayVolunteer: false, volunteer: undefined }, now],
		['join', {}, { volunteer: undefined }, now],
		['learn', {}, { volunteer: { ...ready, trainedAt: null } }, now],
		['learn', {}, { volunteer: child }, now],
		['sign_up', {}, { volunteer: { ...child, consentAt: 1 } }, now]
	])('is %s', (step, ofShift, ofVisitor, when) => {
		expect(stepFor({ ...shift, ...ofShift }, someone(ofVisitor), standardRules, when)).toBe(step);
	});
});

describe('the course', () => {
	const right = Object.fromEntries(questions.map((question) => [question.name, question.right]));

	it('has a right answer among those of each question', () => {
		for (const { options, right } of questions) {
			expect(options.map(({ value }) => value)).toContain(right);
		}
	});

	it('explains what is wrong or missing, and nothing else', () => {
		expect(explained(right)).toEqual({});
		expect(Object.keys(explained({ ...right, refused: 'fine' }))).toEqual(['refused']);
		expect(Object.keys(explained({}))).toHaveLength(questions.length);
	});
});

describe('the list of shifts', () => {
	const here = { lat: 35.58, lng: 118.83 };
	const shifts = [
		{ day: '2026-01-06', name: 'far', lat: 35.6, lng: 118.83 },
		{ day: '2026-01-06', name: 'near', lat: 35.581, lng: 118.83 },
		{ day: '2026-01-07', name: 'here', ...here }
	];
	const order = (from: typeof here | null) =>
		byDay(shifts, from).map((section) => section.shifts.map(({ name }) => name));

	it('keeps its days, and within them puts near before far', () => {
		expect(order(null)).toEqual([['far', 'near'], ['here']]);
		expect(order(here)).toEqual([['near', 'far'], ['here']]);
		expect(byDay(shifts, here)[0]!.shifts[0]!.distance).toBe('离您 110 米');
	});
});
