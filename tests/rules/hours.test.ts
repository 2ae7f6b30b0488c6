import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	aboveTheDay,
	countsFor,
	inAll,
	mostMeasuredADay,
	plannedMinutes,
	roundings,
	rowsDue,
	servedMinutes,
	sumsOf,
	type Entry,
	type Presence
} from '$lib/volunteering/hours';
import {
	holderOf,
	maskedName,
	nextNumber,
	paperInWords,
	PersonForm
} from '$lib/volunteering/certificate';
import {
	columnsAsked,
	columnsRead,
	ColumnsForm,
	standardColumns
} from '$lib/volunteering/hours-columns';
import { entryInWords, inHours, signedDuration } from '$lib/volunteering/hours-words';
import { starsFor } from '$lib/volunteering/stars';
import { shanghai } from '../support/factories';

const shift = { startsAt: shanghai('2026-03-05 07:00'), endsAt: shanghai('2026-03-05 09:00') };
const at = (time: string) => shanghai(`2026-03-05 ${time}`);

describe('minutes served', () => {
	it.each([
		['07:00', '09:00', 120],
		['06:30', '09:30', 120],
		['07:10', '08:00', 50],
		['09:05', '09:20', 0],
		['05:00', '06:00', 0],
		['08:00', '07:30', 0]
	])('from %s to %s are %i', (came, left, minutes) => {
		expect(servedMinutes(shift, at(came), at(left))).toBe(minutes);
	});

	it('are whole: a minute that was begun is none', () => {
		expect(servedMinutes(shift, at('07:00') + 1, at('07:10'))).toBe(9);
		expect(plannedMinutes(shift)).toBe(120);
	});

	it('go on over midnight', () => {
		const night = { startsAt: at('23:00'), endsAt: shanghai('2026-03-06 01:00') };
		expect(servedMinutes(night, at('23:30'), shanghai('2026-03-06 00:30'))).toBe(60);
	});
});

describe('rounding to half an hour', () => {
	it.each([
		[15, 0],
		[16, 30],
		[45, 30],
		[46, 60],
		[60, 60],
		[75, 60],
		[76, 90],
		[-46, -60]
	])('%i minutes count as %i', (minutes, counted) => {
		expect(roundings.half_hour.counted(minutes)).toBe(counted);
	});

	it('is of the whole shift, however many rows it came in', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -60, max: 120 }), { maxLength: 6 }), (pieces) => {
				let sum = 0;
				let counted = 0;
				for (const piece of pieces) {
					counted += countsFor('half_hour', sum, piece);
					sum += piece;
				}
				expect(counted).toBe(roundings.half_hour.counted(sum) + 0);
			})
		);
	});
});

const none = { measured: 0, above: 0, seen: 0, vouched: 0 };
const room = { planned: 120, room: mostMeasuredADay };
const measured = (minutes: number): Presence => ({ kind: 'measured', minutes });
const seen = (minutes: number): Presence => ({ kind: 'vouched', minutes });

describe('what is still to be written', () => {
	it('is what was measured or seen, once', () => {
		expect(rowsDue(none, measured(110), room)).toEqual([
			{ kind: 'measured', minutes: 110, reason: '' }
		]);
		expect(rowsDue({ ...none, measured: 110 }, measured(110), room)).toEqual([]);
		expect(rowsDue(none, seen(110), room)).toEqual([{ kind: 'vouched', minutes: 110, reason: '' }]);
		expect(rowsDue(none, null, room)).toEqual([]);
	});

	it('is the difference when the times have changed', () => {
		expect(rowsDue({ ...none, measured: 110 }, measured(90), room)).toEqual([
			{ kind: 'measured', minutes: -20, reason: '' }
		]);
		expect(rowsDue({ ...none, seen: 60 }, measured(90), room)).toEqual([
			{ kind: 'measured', minutes: 90, reason: '' },
			{ kind: 'vouched', minutes: -60, reason: '' }
		]);
	});

	it('names what is above eight hours a day and counts none of it', () => {
		expect(rowsDue(none, measured(120), { ...room, room: 30 })).toEqual([
			{ kind: 'measured', minutes: 30, reason: '' },
			{ kind: 'measured', minutes: 90, reason: aboveTheDay }
		]);
		expect(
			rowsDue({ ...none, measured: 30, above: 90 }, measured(120), { ...room, room: 30 })
		).toEqual([]);
	});

	it('lets what was vouched give way to what was measured since', () => {
		expect(rowsDue({ ...none, vouched: 60 }, measured(100), room)).toEqual([
			{ kind: 'measured', minutes: 100, reason: '' },
			{ kind: 'vouched', minutes: -40, reason: '' }
		]);
	});

	it('is never more than planned, and nothing at the second time, whatever comes', () => {
		const presence = fc.option(
			fc.record({
				kind: fc.constantFrom('measured' as const, 'vouched' as const),
				minutes: fc.integer({ min: 0, max: 120 })
			})
		);
		const rooms = fc.integer({ min: 0, max: 480 });
		fc.assert(
			fc.property(
				fc.array(fc.tuple(presence, rooms), { maxLength: 8 }),
				fc.integer({ min: 0, max: 120 }),
				(steps, vouched) => {
					const rows: Entry[] = [];
					const add = (kind: Entry['kind'], minutes: number, reason: string) =>
						rows.push({ kind, minutes, reason, counted: minutes, claimId: null });
					if (vouched > 0) add('vouched', vouched, '手机没电');
					for (const [there, left] of steps) {
						const limits = { planned: 120, room: left };
						for (const { kind, minutes, reason } of rowsDue(sumsOf(rows), there, limits)) {
							add(kind, minutes, reason);
						}
						const sums = sumsOf(rows);
						expect(inAll(sums)).toBeLessThanOrEqual(120);
						expect(inAll(sums)).toBeGreaterThanOrEqual(0);
						expect(sums.measured).toBeGreaterThanOrEqual(0);
						expect(rowsDue(sums, there, limits)).toEqual([]);
					}
				}
			)
		);
	});
});

describe('stars', () => {
	it.each([
		[0, 0, 100 * 60],
		[99 * 60 + 59, 0, 1],
		[100 * 60, 1, 200 * 60],
		[300 * 60, 2, 300 * 60],
		[600 * 60, 3, 400 * 60],
		[1000 * 60, 4, 500 * 60]
	])('for %i minutes are %i, with %i missing to the next', (minutes, stars, missing) => {
		expect(starsFor(minutes)).toMatchObject({ stars, next: { missing } });
	});

	it('end with the fifth', () => {
		expect(starsFor(1500 * 60)).toEqual({ stars: 5, label: '五星志愿者', next: null });
	});
});

describe('a certificate', () => {
	it('is numbered through the year', () => {
		expect(nextNumber('2026', undefined)).toBe('2026-000001');
		expect(nextNumber('2026', '2026-000122')).toBe('2026-000123');
	});

	it('keeps of a paper its last four places, and of a name its first letter for others', () => {
		const given = { name: '张三丰', paper: 'id_card', paperNumber: '11010119900101123x' };
		const holder = holderOf(v.parse(PersonForm, given));
		expect(holder).toEqual({ name: '张三丰', paper: 'id_card', tail: '123X' });
		expect(JSON.stringify(holder)).not.toContain('1990');
		expect(paperInWords(holder!)).toBe('居民身份证 ****123X');
		expect(maskedName('张三丰')).toBe('张*');
		expect(holderOf(v.parse(PersonForm, { name: '' }))).toBeNull();
		for (const half of [
			{ name: '张三', paper: 'id_card' },
			{ name: '张三', paperNumber: '1234' },
			{ paper: 'id_card', paperNumber: '1234' },
			{ name: '张三', paper: 'id_card', paperNumber: '12' }
		]) {
			expect(v.safeParse(PersonForm, half).success).toBe(false);
		}
	});
});

describe('the columns of the export', () => {
	it('stand in the order of their numbers, under the heading that was written', () => {
		const asked = { place_number: '2', place_day: '1', heading_day: '日期' };
		expect(columnsAsked(v.parse(ColumnsForm, asked))).toEqual([
			{ field: 'day', heading: '日期' },
			{ field: 'number', heading: '志愿者编号' }
		]);
	});

	it('are the standard where nothing was chosen, or nothing that makes sense', () => {
		for (const nothing of [undefined, [], [{ field: 'name', heading: '姓名' }], 'x']) {
			expect(columnsRead(nothing)).toEqual(standardColumns);
		}
	});
});

describe('a row in words', () => {
	const row = { kind: 'measured' as const, minutes: 60, reason: '', claimed: false, voucher: null };
	it('says why it is there and who answers for it', () => {
		expect(entryInWords(row)).toBe('签到到签退，按时间记');
		expect(entryInWords({ ...row, minutes: -5 })).toContain('改动');
		expect(entryInWords({ ...row, reason: aboveTheDay })).toBe(aboveTheDay);
		expect(entryInWords({ ...row, kind: 'vouched', voucher: 'lead' })).toBe('队长证明到场');
		const claimed = { reason: '情况属实', claimed: true, voucher: 'office' as const };
		expect(entryInWords({ ...row, kind: 'vouched', ...claimed })).toBe(
			'更正，文明办证明：情况属实'
		);
	});

	it('has its minutes with their sign', () => {
		expect([signedDuration(-30), signedDuration(90), inHours(110)]).toEqual([
			'−30分',
			'1小时30分',
			'1.83'
		]);
	});
});
