import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { holidaysPublished, workCalendar } from '$lib/time/calendar';
import {
	addDays,
	dayMs,
	dayOf,
	formatDay,
	formatDuration,
	formatTime,
	relative,
	startOfDay
} from '$lib/time/shanghai';
import {
	afterCounted,
	countedBetween,
	nextWorkTime,
	workDays,
	workHours
} from '$lib/time/work-time';

const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);
const instants = fc.integer({ min: at('2024-01-01 00:00'), max: at('2028-12-31 00:00') });

describe('a day in Shanghai', () => {
	it.each([
		['2026-11-20T15:59:59.999Z', '2026-11-20'],
		['2026-11-20T16:00:00.000Z', '2026-11-21'],
		['2026-12-31T16:00:00.000Z', '2027-01-01'],
		['2028-02-28T16:00:00.000Z', '2028-02-29']
	])('at %s is %s', (instant, day) => {
		expect(dayOf(Date.parse(instant))).toBe(day);
	});

	it('begins at 16:00 UTC of the day before', () => {
		expect(startOfDay('2026-11-21')).toBe(Date.parse('2026-11-20T16:00:00Z'));
	});

	it.each(['2026-02-30', '2026-13-01', '2026-1-1', '', 'heute'])('refuses %j', (day) => {
		expect(() => startOfDay(day)).toThrow(RangeError);
	});

	it.each([
		['2026-12-31', 1, '2027-01-01'],
		['2028-03-01', -1, '2028-02-29'],
		['2026-11-21', 0, '2026-11-21']
	])('%s and %i days is %s', (day, days, other) => {
		expect(addDays(day, days)).toBe(other);
	});

	it('holds each of its instants', () => {
		fc.assert(
			fc.property(instants, (instant) => {
				const start = startOfDay(dayOf(instant));
				expect(instant - start).toBeGreaterThanOrEqual(0);
				expect(instant - start).toBeLessThan(dayMs);
			})
		);
	});
});

describe('time as the visitor reads it', () => {
	const now = at('2026-11-21 10:00');

	it('names the year only when it is another one', () => {
		expect(formatDay('2026-03-05', now)).toBe('3月5日');
		expect(formatDay('2025-12-31', now)).toBe('2025年12月31日');
		expect(formatTime(at('2026-11-21 08:30'), now)).toBe('11月21日 08:30');
		expect(formatTime(at('2027-01-01 00:05'), now)).toBe('2027年1月1日 00:05');
	});

	it.each([
		['2026-11-21 10:00:00', '刚刚'],
		['2026-11-21 09:59:01', '刚刚'],
		['2026-11-21 09:59:00', '1分钟前'],
		['2026-11-21 09:56:01', '3分钟前'],
		['2026-11-21 09:00:01', '59分钟前'],
		['2026-11-21 09:00:00', '1小时前'],
		['2026-11-21 00:00:00', '10小时前'],
		['2026-11-20 23:59:59', '昨天'],
		['2026-11-20 00:00:00', '昨天'],
		['2026-11-19 23:59:59', '前天'],
		['2026-11-18 12:00:00', '3天前'],
		['2026-11-15 00:00:00', '6天前'],
		['2026-11-14 23:59:59', '11月14日'],
		['2025-11-21 10:00:00', '2025年11月21日'],
		['2026-11-21 10:00:59', '即将'],
		['2026-11-21 10:01:00', '1分钟后'],
		['2026-11-21 23:59:59', '13小时后'],
		['2026-11-22 00:00:00', '明天'],
		['2026-11-23 12:00:00', '后天'],
		['2026-11-27 23:59:59', '6天后'],
		['2026-11-28 00:00:00', '11月28日']
	])('%s is %s', (time, words) => {
		expect(relative(at(time), now)).toBe(words);
	});

	it('says minutes across midnight', () => {
		expect(relative(at('2026-11-20 23:50'), at('2026-11-21 00:10'))).toBe('20分钟前');
	});

	it.each([
		[0, '0分'],
		[45, '45分'],
		[60, '1小时'],
		[135, '2小时15分'],
		[59.6, '1小时'],
		[3000, '50小时'],
		[-5, '0分']
	])('%d minutes are %s', (minutes, words) => {
		expect(formatDuration(minutes)).toBe(words);
	});
});

describe('the working calendar of 2026', () => {
	const calendar = workCalendar();
	const timeZone = process.env.TZ;

	afterEach(() => {
		if (timeZone === undefined) delete process.env.TZ;
		else process.env.TZ = timeZone;
	});

	const days: [string, boolean, string][] = [
		['2026-11-20', true, 'Friday'],
		['2026-11-21', false, 'Saturday'],
		['2026-11-22', false, 'Sunday'],
		['2026-01-01', false, '元旦'],
		['2026-01-02', false, '元旦, Friday moved'],
		['2026-01-04', true, '元旦 调休 Sunday'],
		['2026-02-14', true, '春节 调休 Saturday'],
		['2026-02-16', false, '除夕'],
		['2026-02-23', false, '春节, Monday moved'],
		['2026-02-28', true, '春节 调休 Saturday'],
		['2026-05-05', false, '劳动节, Tuesday moved'],
		['2026-05-09', true, '劳动节 调休 Saturday'],
		['2026-09-20', true, '国庆节 调休 Sunday'],
		['2026-09-25', false, '中秋节'],
		['2026-10-01', false, '国庆节'],
		['2026-10-07', false, '国庆节, Wednesday moved'],
		['2026-10-08', true, 'first day after 国庆节'],
		['2026-10-10', true, '国庆节 调休 Saturday'],
		['2026-10-11', false, 'Sunday after it']
	];

	it.each(days)('%s works: %s (%s)', (day, works) => {
		expect(calendar.isWorkday(day)).toBe(works);
	});

	it.each([
		['America/Los_Angeles', 480],
		['Pacific/Kiritimati', -840]
	])('is the same on a machine in %s', (zone, offset) => {
		process.env.TZ = zone;
		expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(offset);
		for (const [day, works] of days) expect([day, calendar.isWorkday(day)]).toEqual([day, works]);
	});

	it('has the usual office hours', () => {
		expect(calendar.hours).toEqual([
			[480, 720],
			[840, 1080]
		]);
	});
});

describe('a year without a published arrangement', () => {
	it('works Monday to Friday', () => {
		const calendar = workCalendar();
		expect(calendar.isWorkday('2099-10-01')).toBe(true);
		expect(calendar.isWorkday('2099-10-03')).toBe(false);
	});

	it.each([
		[2003, false],
		[2004, true],
		[2025, true],
		[2026, true],
		[2099, false]
	])('can be told: %i %s', (year, published) => {
		expect(holidaysPublished(year)).toBe(published);
	});
});

describe("the office's own days and hours", () => {
	const calendar = workCalendar({
		workdays: ['2026-10-03'],
		restdays: ['2026-10-10', '2026-11-20'],
		hours: [[9 * 60, 17 * 60]]
	});

	it('go before the national ones', () => {
		expect(calendar.isWorkday('2026-10-03')).toBe(true);
		expect(calendar.isWorkday('2026-10-10')).toBe(false);
		expect(calendar.isWorkday('2026-11-20')).toBe(false);
		expect(calendar.isWorkday('2026-11-19')).toBe(true);
		expect(calendar.hours).toEqual([[540, 1020]]);
	});

	it('are refused when they contradict themselves', () => {
		const day = ['2026-10-03'];
		expect(() => workCalendar({ workdays: day, restdays: day })).toThrow(RangeError);
		expect(() => workCalendar({ restdays: ['2026-02-30'] })).toThrow(RangeError);
	});

	it.each([
		['none', []],
		['backwards', [[720, 480]]],
		['empty', [[480, 480]]],
		[
			'overlapping',
			[
				[480, 720],
				[700, 1080]
			]
		],
		['after midnight', [[1200, 1500]]],
		['not a number', [[NaN, 720]]]
	] as [string, [number, number][]][])('refuses hours that are %s', (_, hours) => {
		expect(() => workCalendar({ hours })).toThrow(RangeError);
	});
});

describe('work time', () => {
	const calendar = workCalendar();

	it.each([
		['in the morning', '2026-11-20 09:15', '2026-11-20 09:15'],
		['at the very beginning', '2026-11-20 08:00', '2026-11-20 08:00'],
		['before it', '2026-11-20 07:59:59.999', '2026-11-20 08:00'],
		['at the end of the morning', '2026-11-20 12:00', '2026-11-20 12:00'],
		['at lunch', '2026-11-20 12:00:00.001', '2026-11-20 14:00'],
		['at the end of the day', '2026-11-20 18:00', '2026-11-20 18:00'],
		['on Friday night', '2026-11-20 18:00:00.001', '2026-11-23 08:00'],
		['on the eve of 国庆节', '2026-09-30 20:00', '2026-10-08 08:00'],
		['before a 调休 Saturday', '2026-10-09 20:00', '2026-10-10 08:00']
	])('%s: from %s it is next at %s', (_, from, next) => {
		expect(nextWorkTime(calendar, at(from))).toBe(at(next));
	});

	it.each([
		['a whole working day', '2026-11-20 00:00', '2026-11-21 00:00', 8 * 60],
		['over lunch', '2026-11-20 11:30', '2026-11-20 14:30', 60],
		['over a weekend', '2026-11-20 17:00', '2026-11-23 09:00', 120],
		['over 国庆节 and its 调休 Saturday', '2026-09-30 17:00', '2026-10-12 09:00', 26 * 60],
		['backwards', '2026-11-23 09:00', '2026-11-20 17:00', 0]
	])('%s: from %s to %s there are %i minutes', (_, from, to, minutes) => {
		expect(countedBetween(workHours(calendar), at(from), at(to))).toBe(minutes * 60_000);
	});

	it('adds up, wherever it is cut', () => {
		const countings = fc.constantFrom(workHours(calendar), workDays(calendar));
		const three = fc.tuple(instants, instants, instants);
		fc.assert(
			fc.property(countings, three, (counting, times) => {
				const [a, b, c] = times.toSorted((x, y) => x - y) as [number, number, number];
				const cut = countedBetween(counting, a, b) + countedBetween(counting, b, c);
				expect(cut).toBe(countedBetween(counting, a, c));
			}),
			{ numRuns: 50 }
		);
	});

	it('counts back what it counted forth', () => {
		const countings = fc.constantFrom(workHours(calendar), workDays(calendar));
		const spans = fc.integer({ min: 1, max: 60 * dayMs });
		fc.assert(
			fc.property(countings, instants, spans, (counting, from, ms) => {
				const end = afterCounted(counting, from, ms);
				expect(countedBetween(counting, from, end)).toBe(ms);
				expect(countedBetween(counting, from, end - 1)).toBe(ms - 1);
			})
		);
	});

	it('does not search for ever in a calendar without working days', () => {
		const never = { isWorkday: () => false, hours: calendar.hours };
		expect(() => nextWorkTime(never, at('2026-11-20 09:00'))).toThrow(RangeError);
		expect(() => afterCounted(workDays(never), at('2026-11-20 09:00'), 1)).toThrow(RangeError);
	});
});
