import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	dueAt,
	extendClock,
	inTime,
	lamp,
	limitLabel,
	limitMs,
	limitTypes,
	pauseClock,
	remainingMs,
	resumeClock,
	startClock,
	stopClock,
	usedMs,
	type Clock,
	type LimitType,
	type TimeLimit
} from '$lib/reports/deadlines';
import { workCalendar } from '$lib/time/calendar';
import { dayMs, hourMs, minuteMs } from '$lib/time/shanghai';

const calendar = workCalendar();
const at = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);
const limit = (value: number, type: LimitType): TimeLimit => ({ type, value });
const started = (value: number, type: LimitType, time: string) =>
	startClock(limit(value, type), at(time));

describe('a limit', () => {
	it.each([
		[limit(2, 'urgent_hour'), '2紧急工作时', 2 * hourMs],
		[limit(4, 'work_hour'), '4工作时', 4 * hourMs],
		[limit(15, 'work_minute'), '15分钟（工作时间）', 15 * minuteMs],
		[limit(1, 'work_day'), '1工作日', dayMs],
		[limit(3, 'natural_day'), '3自然日', 3 * dayMs]
	])('%o reads %s', (given, label, ms) => {
		expect(limitLabel(given)).toBe(label);
		expect(limitMs(given)).toBe(ms);
	});
});

// 2026-11-20 is a Friday; 国庆节 2026 is 1 to 7 October, with 20 September and 10 October worked.
describe('a deadline', () => {
	it.each<[number, LimitType, string, string, string]>([
		[2, 'urgent_hour', 'over lunch', '2026-11-20 11:30', '2026-11-20 13:30'],
		[2, 'urgent_hour', 'over night', '2026-11-20 23:00', '2026-11-21 01:00'],
		[2, 'urgent_hour', 'on a weekend', '2026-11-21 10:00', '2026-11-21 12:00'],
		[2, 'urgent_hour', 'on a public holiday', '2026-10-01 10:00', '2026-10-01 12:00'],
		[2, 'urgent_hour', 'on a 调休 Saturday', '2026-10-10 19:00', '2026-10-10 21:00'],

		[4, 'work_hour', 'in one morning', '2026-11-20 08:00', '2026-11-20 12:00'],
		[4, 'work_hour', 'over lunch', '2026-11-20 10:00', '2026-11-20 16:00'],
		[2, 'work_hour', 'from lunch on', '2026-11-20 12:30', '2026-11-20 16:00'],
		[4, 'work_hour', 'until the day ends', '2026-11-20 14:00', '2026-11-20 18:00'],
		[4, 'work_hour', 'over night', '2026-11-19 16:00', '2026-11-20 10:00'],
		[4, 'work_hour', 'from the night on', '2026-11-19 22:00', '2026-11-20 12:00'],
		[4, 'work_hour', 'over a weekend', '2026-11-20 16:00', '2026-11-23 10:00'],
		[4, 'work_hour', 'from a weekend on', '2026-11-21 16:00', '2026-11-23 12:00'],
		[4, 'work_hour', 'over a public holiday', '2026-09-30 16:00', '2026-10-08 10:00'],
		[4, 'work_hour', 'into a 调休 Saturday', '2026-10-09 16:00', '2026-10-10 10:00'],
		[4, 'work_hour', 'out of a 调休 Saturday', '2026-10-10 16:00', '2026-10-12 10:00'],
		[80, 'work_hour', 'over weeks', '2026-11-02 08:00', '2026-11-13 18:00'],

		[15, 'work_minute', 'in the morning', '2026-11-20 09:00', '2026-11-20 09:15'],
		[15, 'work_minute', 'up to lunch', '2026-11-20 11:45', '2026-11-20 12:00'],
		[15, 'work_minute', 'over lunch', '2026-11-20 11:50', '2026-11-20 14:05'],
		[15, 'work_minute', 'over night', '2026-11-19 17:50', '2026-11-20 08:05'],
		[15, 'work_minute', 'over a weekend', '2026-11-20 17:50', '2026-11-23 08:05'],
		[15, 'work_minute', 'over a public holiday', '2026-09-30 17:50', '2026-10-08 08:05'],
		[15, 'work_minute', 'into a 调休 Saturday', '2026-10-09 17:50', '2026-10-10 08:05'],

		[1, 'work_day', 'on weekdays', '2026-11-16 10:00', '2026-11-17 10:00'],
		[1, 'work_day', 'over a weekend', '2026-11-20 10:00', '2026-11-23 10:00'],
		[1, 'work_day', 'over a public holiday', '2026-09-30 10:00', '2026-10-08 10:00'],
		[1, 'work_day', 'into a 调休 Saturday', '2026-10-09 10:00', '2026-10-10 10:00'],
		[1, 'work_day', 'out of a 调休 Saturday', '2026-10-10 10:00', '2026-10-12 10:00'],
		[1, 'work_day', 'that would end at lunch', '2026-11-16 13:00', '2026-11-17 14:00'],
		[1, 'work_day', 'that ends as lunch begins', '2026-11-16 12:00', '2026-11-17 12:00'],
		[1, 'work_day', 'that ends as the day does', '2026-11-16 18:00', '2026-11-17 18:00'],
		[1, 'work_day', 'that would end at night', '2026-11-16 20:00', '2026-11-18 08:00'],
		[1, 'work_day', 'that would end on Friday night', '2026-11-19 20:00', '2026-11-23 08:00'],
		[1, 'work_day', 'from a weekend on', '2026-11-21 10:00', '2026-11-24 08:00'],
		[5, 'work_day', 'over 国庆节', '2026-09-29 10:00', '2026-10-12 10:00'],

		[1, 'natural_day', 'over a weekend', '2026-11-20 20:00', '2026-11-21 20:00'],
		[1, 'natural_day', 'that ends at lunch', '2026-11-16 13:00', '2026-11-17 13:00'],
		[3, 'natural_day', 'over a public holiday', '2026-09-30 10:00', '2026-10-03 10:00'],
		[1, 'natural_day', 'on a 调休 Saturday', '2026-10-09 22:00', '2026-10-10 22:00']
	])('of %i %s %s: from %s to %s', (value, type, _, start, due) => {
		const clock = started(value, type, start);
		expect(dueAt(clock, calendar)).toBe(at(due));
		expect(lamp(clock, at(due), calendar)).toBe('red');
		expect(lamp(clock, at(due) - 1, calendar)).toBe('yellow');
		expect(inTime(stopClock(clock, at(due), calendar))).toBe(false);
		expect(inTime(stopClock(clock, at(due) - 1, calendar))).toBe(true);
	});

	it("follows the office's own days and hours", () => {
		const own = workCalendar({ restdays: ['2026-11-20'], hours: [[9 * 60, 17 * 60]] });
		expect(dueAt(started(4, 'work_hour', '2026-11-19 15:00'), own)).toBe(at('2026-11-23 11:00'));
	});
});

describe('the lamp', () => {
	it.each<[number, LimitType, string, string]>([
		[4, 'work_hour', '2026-11-20 08:00', '2026-11-20 11:00'],
		[8, 'work_hour', '2026-11-20 10:00', '2026-11-20 18:00'],
		[4, 'urgent_hour', '2026-11-21 22:00', '2026-11-22 01:00'],
		[20, 'work_minute', '2026-11-20 17:50', '2026-11-23 08:05'],
		[2, 'work_day', '2026-11-20 10:00', '2026-11-23 22:00'],
		[4, 'natural_day', '2026-09-30 10:00', '2026-10-03 10:00']
	])('of %i %s from %s turns yellow at %s exactly', (value, type, start, border) => {
		const clock = started(value, type, start);
		expect(lamp(clock, at(start), calendar)).toBe('green');
		expect(lamp(clock, at(border) - 1, calendar)).toBe('green');
		expect(lamp(clock, at(border), calendar)).toBe('yellow');
	});

	it('says paused and stopped, however late', () => {
		const clock = started(1, 'urgent_hour', '2026-11-20 08:00');
		const later = at('2026-11-25 08:00');
		expect(lamp(clock, later, calendar)).toBe('red');
		expect(lamp(pauseClock(clock, later, calendar), later, calendar)).toBe('paused');
		expect(lamp(stopClock(clock, later, calendar), later, calendar)).toBe('stopped');
	});
});

describe('a working-day limit that ends at night', () => {
	const clock = started(1, 'work_day', '2026-11-16 20:00');
	const night = at('2026-11-17 22:00');

	it('keeps its last millisecond until work begins', () => {
		expect(remainingMs(clock, at('2026-11-17 19:00'), calendar)).toBe(hourMs);
		expect(remainingMs(clock, night, calendar)).toBe(1);
		expect(remainingMs(clock, at('2026-11-18 07:59'), calendar)).toBe(1);
		expect(remainingMs(clock, at('2026-11-18 08:00'), calendar)).toBe(0);
	});

	it('does not count the night as overdue', () => {
		expect(usedMs(clock, at('2026-11-18 09:00'), calendar)).toBe(dayMs + hourMs);
	});

	it('is in time when stopped in that night, and has nothing to spare after a pause', () => {
		expect(inTime(stopClock(clock, night, calendar))).toBe(true);
		const resumed = resumeClock(pauseClock(clock, night, calendar), at('2026-11-19 10:00'));
		expect(dueAt(resumed, calendar)).toBe(at('2026-11-19 10:00') + 1);
	});
});

describe('a paused clock', () => {
	const clock = started(4, 'work_hour', '2026-11-19 16:00');
	const paused = pauseClock(clock, at('2026-11-19 17:30'), calendar);

	it('has no deadline and counts nothing', () => {
		expect(dueAt(paused, calendar)).toBeNull();
		expect(usedMs(paused, at('2026-12-31 12:00'), calendar)).toBe(1.5 * hourMs);
	});

	it('goes on with what was left, after a night', () => {
		const resumed = resumeClock(paused, at('2026-11-20 09:00'));
		expect(dueAt(resumed, calendar)).toBe(at('2026-11-20 11:30'));
	});

	it('pauses and resumes only once', () => {
		expect(pauseClock(paused, at('2026-11-20 09:00'), calendar)).toEqual(paused);
		const resumed = resumeClock(paused, at('2026-11-20 09:00'));
		expect(resumeClock(resumed, at('2026-11-20 10:00'))).toEqual(resumed);
	});

	it('can be stopped', () => {
		const stopped = stopClock(paused, at('2026-11-20 09:00'), calendar);
		expect(stopped).toEqual({ ...paused, stoppedAt: at('2026-11-20 09:00') });
		expect(inTime(stopped)).toBe(true);
	});

	it('stays overdue when it was, and is so at once when resumed', () => {
		const late = pauseClock(clock, at('2026-11-20 11:00'), calendar);
		const resumed = resumeClock(late, at('2026-11-23 20:00'));
		expect(remainingMs(late, at('2026-11-20 11:00'), calendar)).toBe(0);
		expect(dueAt(resumed, calendar)).toBe(at('2026-11-23 20:00'));
		expect(lamp(resumed, at('2026-11-23 20:00'), calendar)).toBe('red');
		expect(usedMs(resumed, at('2026-11-24 09:00'), calendar)).toBe(6 * hourMs);
	});
});

describe('a stopped clock', () => {
	const clock = started(4, 'work_hour', '2026-11-20 08:00');
	const stopped = stopClock(clock, at('2026-11-20 11:00'), calendar);

	it('keeps its first stop and runs no more', () => {
		expect(stopClock(stopped, at('2026-11-20 17:00'), calendar)).toEqual(stopped);
		expect(pauseClock(stopped, at('2026-11-20 17:00'), calendar)).toEqual(stopped);
		expect(usedMs(stopped, at('2026-11-20 17:00'), calendar)).toBe(3 * hourMs);
		expect(dueAt(stopped, calendar)).toBeNull();
	});

	it('goes on after 返工 from what it had used, without the time of the check', () => {
		const rework = resumeClock(stopped, at('2026-11-20 16:00'));
		expect(dueAt(rework, calendar)).toBe(at('2026-11-20 17:00'));
		expect(inTime(stopClock(rework, at('2026-11-20 16:59'), calendar))).toBe(true);
		expect(inTime(stopClock(rework, at('2026-11-20 17:30'), calendar))).toBe(false);
	});

	it('is not in time before it has stopped', () => {
		expect(inTime(clock)).toBe(false);
	});
});

describe('an extension', () => {
	const clock = started(1, 'work_day', '2026-11-19 10:00');

	it('moves the deadline by working days', () => {
		expect(dueAt(extendClock(clock, 1), calendar)).toBe(at('2026-11-23 10:00'));
	});

	it('brings an overdue clock back into time', () => {
		const late = at('2026-11-20 11:00');
		expect(lamp(clock, late, calendar)).toBe('red');
		expect(lamp(extendClock(clock, 1), late, calendar)).toBe('green');
	});

	it('waits while paused', () => {
		const paused = pauseClock(clock, at('2026-11-19 22:00'), calendar);
		const resumed = resumeClock(extendClock(paused, 1), at('2026-11-23 10:00'));
		expect(dueAt(resumed, calendar)).toBe(at('2026-11-25 08:00'));
	});

	it.each([0, -1, NaN])('of %d is refused', (value) => {
		expect(() => extendClock(clock, value)).toThrow(RangeError);
	});
});

describe('any clock', () => {
	const instants = fc.integer({ min: at('2026-09-01 00:00'), max: at('2026-10-31 00:00') });
	const spans = fc.integer({ min: 0, max: 5 * dayMs });
	const limits = fc.record({
		type: fc.constantFrom(...limitTypes),
		value: fc.integer({ min: 1, max: 40 })
	});
	const history = fc.array(fc.record({ run: spans, rest: spans }), { maxLength: 4 });

	function live(clock: Clock, steps: { run: number; rest: number }[]) {
		let now = clock.startedAt;
		for (const { run, rest } of steps) {
			clock = pauseClock(clock, (now += run), calendar);
			clock = resumeClock(clock, (now += rest));
		}
		return { clock, now };
	}

	it('never runs while paused', () => {
		fc.assert(
			fc.property(limits, instants, history, spans, spans, (given, start, steps, run, later) => {
				const { clock, now } = live(startClock(given, start), steps);
				const paused = pauseClock(clock, now + run, calendar);
				expect(usedMs(paused, now + run + later, calendar)).toBe(paused.usedMs);
				expect(paused.usedMs).toBe(usedMs(clock, now + run, calendar));
			})
		);
	});

	it('never runs backwards, nor faster than time', () => {
		fc.assert(
			fc.property(limits, instants, history, spans, spans, (given, start, steps, run, later) => {
				const { clock, now } = live(startClock(given, start), steps);
				const before = usedMs(clock, now + run, calendar);
				const after = usedMs(clock, now + run + later, calendar);
				expect(before).toBeGreaterThanOrEqual(clock.usedMs);
				expect(after).toBeGreaterThanOrEqual(before);
				// One more for the last millisecond that waits for the next work time.
				expect(after - before).toBeLessThanOrEqual(later + 1);
				expect(remainingMs(clock, now + run, calendar)).toBeGreaterThanOrEqual(0);
				expect(usedMs(clock, start - 1, calendar)).toBe(clock.usedMs);
			})
		);
	});

	it('has used its limit when it is due, not a millisecond before', () => {
		fc.assert(
			fc.property(limits, instants, history, (given, start, steps) => {
				const { clock } = live(startClock(given, start), steps);
				fc.pre(clock.usedMs < limitMs(given));
				const due = dueAt(clock, calendar) ?? NaN;
				expect(usedMs(clock, due, calendar)).toBe(limitMs(given));
				expect(usedMs(clock, due - 1, calendar)).toBeLessThan(limitMs(given));
			})
		);
	});

	it('is due at the same instant however often it paused for nothing', () => {
		const cuts = fc.array(spans, { maxLength: 5 });
		fc.assert(
			fc.property(limits, instants, cuts, (given, start, runs) => {
				const clock = startClock(given, start);
				const steps = runs.map((run) => ({ run: Math.floor(run / 50), rest: 0 }));
				const cut = live(clock, steps);
				fc.pre(remainingMs(clock, cut.now, calendar) > 1);
				expect(dueAt(cut.clock, calendar)).toBe(dueAt(clock, calendar));
				expect(cut.clock.usedMs).toBe(usedMs(clock, cut.now, calendar));
			})
		);
	});

	it('sums its runs, in whatever order they came', () => {
		// Four working days from the same hour, so that each run counts alike on each of them.
		const days = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'];
		const runs = fc.array(fc.integer({ min: 0, max: 20 * hourMs }), {
			minLength: 4,
			maxLength: 4
		});
		const sum = (type: LimitType, lengths: number[]) => {
			let clock = pauseClock(started(999, type, `${days[0]} 01:00`), 0, calendar);
			for (const [index, length] of lengths.entries()) {
				const from = at(`${days[index]} 01:00`);
				clock = pauseClock(resumeClock(clock, from), from + length, calendar);
			}
			return clock.usedMs;
		};
		fc.assert(
			fc.property(fc.constantFrom(...limitTypes), runs, (type, lengths) => {
				expect(sum(type, lengths.toReversed())).toBe(sum(type, lengths));
			}),
			{ numRuns: 40 }
		);
	});

	it('survives JSON', () => {
		const clock = started(4, 'work_hour', '2026-11-20 08:00');
		expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
	});
});
