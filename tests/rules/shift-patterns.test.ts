import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { publicDays, workCalendar } from '../../src/lib/time/calendar';
import { ChangePost, NewPost, PatternForm, ShiftForm } from '../../src/lib/volunteering/forms';
import { occurrences, type DayKind, type Season } from '../../src/lib/volunteering/patterns';
import { shanghai } from '../support/factories';

const allYear = { from: '01-01', to: '12-31' };
const holidays = new Set(
	publicDays(2026)
		.filter(({ work }) => !work)
		.map(({ day }) => day)
);
const days = {
	calendar: workCalendar(),
	isHoliday: (day: string) => holidays.has(day),
	terms: [
		{ from: '09-01', to: '01-20' },
		{ from: '02-20', to: '07-05' }
	]
};
const morning = { startMinute: 7 * 60, endMinute: 9 * 60 };

const on = (kind: DayKind, from: string, to: string, season: Season = allYear) =>
	occurrences({ days: kind, season, ...morning }, from, to, days).map(({ day }) => day.slice(5));

describe('the days of a pattern', () => {
	// Thursday 1 January 2026 is New Year with Friday and Saturday; Sunday 4 January is worked (调休)
	const turn = ['2025-12-30', '2026-01-06'] as const;
	it.each<[DayKind, string[]]>([
		['workday', ['12-30', '12-31', '01-04', '01-05', '01-06']],
		['restday', ['01-01', '01-02', '01-03']],
		['holiday', ['01-01', '01-02', '01-03']],
		['school_day', ['12-30', '12-31', '01-04', '01-05', '01-06']],
		['every_day', ['12-30', '12-31', '01-01', '01-02', '01-03', '01-04', '01-05', '01-06']]
	])('%s at the turn of the year', (kind, expected) => {
		expect(on(kind, ...turn)).toEqual(expected);
	});

	it.each<[DayKind, string[]]>([
		['workday', ['03-06', '03-09']],
		['restday', ['03-07', '03-08']],
		['holiday', []],
		['school_day', ['03-06', '03-09']]
	])('%s on a plain weekend', (kind, expected) => {
		expect(on(kind, '2026-03-06', '2026-03-09')).toEqual(expected);
	});

	it('of school end with the term and begin with the next', () => {
		expect(on('school_day', '2026-01-19', '2026-01-22')).toEqual(['01-19', '01-20']);
		expect(on('school_day', '2026-07-03', '2026-07-08')).toEqual(['07-03']);
		expect(on('school_day', '2026-08-31', '2026-09-02')).toEqual(['09-01', '09-02']);
	});

	it('of work follow what the town itself decides', () => {
		const storm = { ...days, calendar: workCalendar({ restdays: ['2026-03-09'] }) };
		const pattern = { season: allYear, ...morning };
		const found = (kind: DayKind) =>
			occurrences({ days: kind, ...pattern }, '2026-03-09', '2026-03-09', storm).length;
		expect([found('workday'), found('school_day'), found('restday'), found('holiday')]).toEqual([
			0, 0, 1, 0
		]);
	});
});

describe('the season of a pattern', () => {
	it('holds its first and its last day', () => {
		const summer = { from: '05-01', to: '05-03' };
		expect(on('every_day', '2026-04-29', '2026-05-05', summer)).toEqual([
			'05-01',
			'05-02',
			'05-03'
		]);
	});

	it('may lie over the turn of the year', () => {
		const winter = { from: '12-31', to: '01-02' };
		expect(on('every_day', '2025-12-29', '2026-01-04', winter)).toEqual([
			'12-31',
			'01-01',
			'01-02'
		]);
		expect(on('every_day', '2026-06-01', '2026-06-30', winter)).toEqual([]);
	});

	it('to the end of February holds the leap day', () => {
		const season = { from: '02-28', to: '02-29' };
		expect(on('every_day', '2028-02-27', '2028-03-01', season)).toEqual(['02-28', '02-29']);
		expect(on('every_day', '2026-02-27', '2026-03-01', season)).toEqual(['02-28']);
	});
});

describe('the times of a pattern', () => {
	const times = (startMinute: number, endMinute: number) =>
		occurrences(
			{ days: 'every_day', season: allYear, startMinute, endMinute },
			'2026-03-06',
			'2026-03-06',
			days
		);

	it('are those of Shanghai', () => {
		expect(times(7 * 60, 9 * 60 + 30)).toEqual([
			{
				day: '2026-03-06',
				startsAt: shanghai('2026-03-06 07:00'),
				endsAt: shanghai('2026-03-06 09:30')
			}
		]);
	});

	it.each([
		[22 * 60, 2 * 60, '2026-03-07 02:00'],
		[22 * 60, 0, '2026-03-07 00:00']
	])('go over midnight, and belong to the day they begin on', (start, end, until) => {
		expect(times(start, end)).toEqual([
			{ day: '2026-03-06', startsAt: shanghai('2026-03-06 22:00'), endsAt: shanghai(until) }
		]);
	});
});

describe('what the desk types', () => {
	const typed = { start: '07:00', end: '09:00', least: '1', most: '4' };
	const pattern = { postId: '1', days: 'workday', seasonFrom: '01-01', seasonTo: '12-31' };
	const shift = { postId: '1', day: '2026-03-06', leadId: '', note: '' };
	const problems = (schema: typeof PatternForm | typeof ShiftForm, input: object) => {
		const read = v.safeParse(schema, input);
		const keys = (read.issues ?? []).map((issue) => issue.path?.[0]?.key);
		return [...new Set(keys)];
	};

	it.each<[string, object, string[]]>([
		['as it should be', {}, []],
		['over midnight', { start: '22:00', end: '02:00' }, []],
		['no time at all', { end: '07:00' }, ['end']],
		['a slip that makes fifteen hours', { start: '16:30', end: '07:30' }, ['end']],
		['a time that no clock has', { end: '24:00' }, ['end']],
		['less room than is needed', { least: '5' }, ['most']],
		['no one needed', { least: '0' }, ['least']]
	])('%s', (_, changes, expected) => {
		expect(problems(PatternForm, { ...pattern, ...typed, ...changes })).toEqual(expected);
		expect(problems(ShiftForm, { ...shift, ...typed, ...changes })).toEqual(expected);
	});

	it('days that no calendar has', () => {
		expect(problems(ShiftForm, { ...shift, ...typed, day: '2026-02-30' })).toEqual(['day']);
		expect(problems(PatternForm, { ...pattern, ...typed, seasonTo: '02-31' })).toEqual([
			'seasonTo'
		]);
		expect(problems(PatternForm, { ...pattern, ...typed, seasonTo: '02-29' })).toEqual([]);
	});

	it('a box that is not ticked, which a form leaves out', () => {
		const post = {
			id: '1',
			name: '人民路口',
			kind: 'crossing',
			lat: '35.581',
			lng: '118.836',
			task: '劝导行人走斑马线',
			minimumAge: '16'
		};
		const no = { hazardous: false, insured: false, active: false };
		expect(v.parse(ChangePost, post)).toMatchObject(no);
		expect(v.parse(ChangePost, { ...post, hazardous: 'on' })).toMatchObject({ hazardous: true });
	});

	it('a post that stands nowhere', () => {
		const post = { name: '一', kind: 'other', task: '劝导', minimumAge: '16', lat: '', lng: '' };
		expect(v.safeParse(NewPost, post).success).toBe(false);
		expect(v.parse(NewPost, { ...post, placeId: '3' })).toMatchObject({ placeId: 3, lat: null });
		expect(v.safeParse(NewPost, { ...post, lat: '95', lng: '118' }).success).toBe(false);
	});

	it('the number of who leads, as people type it', () => {
		const read = v.parse(ShiftForm, { ...shift, ...typed, leadNumber: ' 7k3f9qxm ' });
		expect(read.leadNumber).toBe('7K3F-9QXM');
		expect(problems(ShiftForm, { ...shift, ...typed, leadNumber: '12' })).toEqual(['leadNumber']);
		expect(v.parse(ShiftForm, { ...shift, ...typed })).not.toHaveProperty('leadNumber', '');
	});
});
