import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { addMonths, calendarOf, daysOf, monthSummaries, weekdayOf } from '$lib/posters/calendar';
import { coverageOf } from '$lib/posters/coverage';
import { PosterForm, StepForm } from '$lib/posters/forms';
import { countsForCoverage, siteKindNames } from '$lib/posters/sites';
import {
	actionsOn,
	posterActionNames,
	posterStateNames,
	refusalOf,
	type PosterAction,
	type PosterState
} from '$lib/posters/workflow';
import { rangeOf } from '$lib/server/http/ranges';

const [writer, other] = [1, 2];

describe('the road of a poster', () => {
	const offered: Record<PosterState, [PosterAction[], PosterAction[]]> = {
		draft: [['submit'], ['submit']],
		review: [['return'], ['approve', 'return']],
		published: [['retire'], ['retire']],
		retired: [['revive'], ['revive']]
	};

	it.each(posterStateNames)('offers in %s to the writer and to another what is theirs', (state) => {
		const poster = { state, writers: [writer] };
		expect([actionsOn(poster, writer), actionsOn(poster, other)]).toEqual(offered[state]);
	});

	it('says why not, for every action in every state', () => {
		for (const state of posterStateNames) {
			for (const action of posterActionNames) {
				const may = actionsOn({ state, writers: [] }, other).includes(action);
				expect(refusalOf({ state, writers: [] }, action, other) === null).toBe(may);
			}
		}
	});

	it('asks for words where someone will want them', () => {
		const says = (action: string, note: string) => v.safeParse(StepForm, { action, note }).success;
		expect([says('return', ''), says('return', '错字'), says('approve', '')]).toEqual([
			false,
			true,
			true
		]);
	});
});

describe('the days of a form', () => {
	const form = { title: '题', themeId: '1', summary: '句', body: '文' };
	const problem = (fromDay: string, untilDay: string) =>
		v.safeParse(PosterForm, { ...form, fromDay, untilDay }).issues?.[0].message;

	it.each([
		['2026-01-02', '2026-01-01', '结束日期不能早于开始日期'],
		['2026-01-01', '2027-06-01', '最长展示一年，到期再看要不要续'],
		['2026-02-30', '2026-03-01', '日期写成 2026-01-05 这样'],
		['2026-01-01', '2026-01-01', undefined]
	])('from %s to %s: %s', (from, until, message) => {
		expect(problem(from, until)).toBe(message);
	});
});

describe('a month', () => {
	it('has its days, and begins on its weekday', () => {
		expect(daysOf('2028-02')).toHaveLength(29);
		expect(weekdayOf('2026-11-01')).toBe(6);
		expect(weekdayOf('2026-11-02')).toBe(0);
		expect([addMonths('2026-11', 2), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
	});

	it('shows what hangs on each day, and where nothing does', () => {
		const posters = [{ fromDay: '2025-12-30', untilDay: '2026-01-03', theme: '节约' }];
		const days = calendarOf('2026-01', posters);
		expect(days.slice(2, 4).map(({ gap }) => gap)).toEqual([false, true]);
		expect(monthSummaries(['2026-01', '2026-02'], posters)).toEqual([
			{ month: '2026-01', themes: ['节约'], gaps: 28 },
			{ month: '2026-02', themes: [], gaps: 28 }
		]);
	});
});

describe('a range of bytes', () => {
	it.each<[string | null, ReturnType<typeof rangeOf>]>([
		[null, null],
		['bytes=0-9', { start: 0, end: 9 }],
		['bytes=90-', { start: 90, end: 99 }],
		['bytes=90-500', { start: 90, end: 99 }],
		['bytes=-10', { start: 90, end: 99 }],
		['bytes=-500', { start: 0, end: 99 }],
		['bytes=100-', 'none'],
		['bytes=-0', 'none'],
		['bytes=9-0', null],
		['bytes=0-1,5-6', null],
		['bytes=-', null],
		['lines=0-9', null]
	])('%s', (header, range) => {
		expect(rangeOf(header, 100)).toEqual(range);
	});
});

describe('posters along the streets', () => {
	// a kilometre to the east on the equator is 0.00899 degrees
	const line = [
		[0, 0],
		[0.00899, 0]
	];
	const street = { street: '人民路', name: '人民路东段', line };
	const at = (metres: number) => ({ lat: 0, lng: (0.00899 * metres) / 1000 });

	it('leave gaps where none is within 200 metres, with their length and middle', () => {
		const [found] = coverageOf([street], [at(200)]);
		expect(found!.length).toBeCloseTo(1000, -1);
		expect(found!.covered).toBeCloseTo(400, -1);
		expect(found!.gaps).toHaveLength(1);
		expect(found!.gaps[0]!.length).toBeCloseTo(600, -1);
		expect(found!.gaps[0]!.middle.lng).toBeCloseTo(at(700).lng, 3);
	});

	it('leave none when every part has one near, and one whole gap when there is none', () => {
		expect(coverageOf([street], [at(200), at(600), at(950)])[0]!.gaps).toEqual([]);
		expect(coverageOf([street], [])[0]!.gaps[0]!.length).toBe(1000);
	});

	it('do not count as banners and roll-ups, nor when they fell off or were taken down', () => {
		const counted = siteKindNames.filter((kind) =>
			countsForCoverage({ kind, active: true, condition: null })
		);
		expect(siteKindNames.filter((kind) => !counted.includes(kind))).toEqual(['banner', 'roll_up']);
		expect(countsForCoverage({ kind: 'wall', active: true, condition: 'damaged' })).toBe(false);
		expect(countsForCoverage({ kind: 'wall', active: false, condition: 'good' })).toBe(false);
	});
});
