import type { Calendar } from '$lib/time/calendar';
import { dayMs, hourMs, minuteMs } from '$lib/time/shanghai';
import {
	afterCounted,
	countedBetween,
	nextWorkTime,
	workDays,
	workHours,
	type Counting
} from '$lib/time/work-time';

export const limitTypes = [
	'urgent_hour',
	'work_hour',
	'work_minute',
	'work_day',
	'natural_day'
] as const;

export type LimitType = (typeof limitTypes)[number];

export type TimeLimit = { type: LimitType; value: number };

/**
 * What each type counts. A `work_day` counts working days from midnight to midnight, so one from
 * Friday 10:00 ends Monday 10:00. Types without `counting` run always.
 */
export const limitKinds: Record<
	LimitType,
	{ unit: string; unitMs: number; counting?: (calendar: Calendar) => Counting }
> = {
	urgent_hour: { unit: '紧急工作时', unitMs: hourMs },
	work_hour: { unit: '工作时', unitMs: hourMs, counting: workHours },
	work_minute: { unit: '分钟（工作时间）', unitMs: minuteMs, counting: workHours },
	work_day: { unit: '工作日', unitMs: dayMs, counting: workDays },
	natural_day: { unit: '自然日', unitMs: dayMs }
};

/** '4工作时', '2紧急工作时', '1工作日', '3自然日', '15分钟（工作时间）'. */
export function limitLabel(limit: TimeLimit): string {
	return `${limit.value}${limitKinds[limit.type].unit}`;
}

/** The counted milliseconds a limit allows. */
export function limitMs(limit: TimeLimit): number {
	return limit.value * limitKinds[limit.type].unitMs;
}

/**
 * A deadline as data. It carries its own limit, so a later change of the town's limits does not
 * reach it.
 *
 * `usedMs` is the counted time of all runs before the present one; `runningSince` is null while
 * paused and once stopped. A clock that is not running is overdue exactly when `usedMs` has reached
 * the limit, whatever the calendar says afterwards.
 *
 * 返工 does not restart a clock: `resumeClock` lets a stopped one go on from what it had used. The
 * check in between does not count, it has a clock of its own. Only a dispatch to another unit
 * calls for a new `startClock`.
 */
export type Clock = {
	readonly limit: TimeLimit;
	readonly startedAt: number;
	readonly runningSince: number | null;
	readonly usedMs: number;
	readonly stoppedAt: number | null;
};

export type Lamp = 'green' | 'yellow' | 'red' | 'paused' | 'stopped';

const dueSoonShare = 0.25;

export function startClock(limit: TimeLimit, at: number): Clock {
	return { limit, startedAt: at, runningSince: at, usedMs: 0, stoppedAt: null };
}

/** For 退回 and 挂账. A clock that is not running stays as it is. */
export function pauseClock(clock: Clock, at: number, calendar: Calendar): Clock {
	if (clock.runningSince === null) return clock;
	return { ...clock, runningSince: null, usedMs: usedMs(clock, at, calendar) };
}

/** After a pause, or after 返工. A running clock stays as it is. */
export function resumeClock(clock: Clock, at: number): Clock {
	if (clock.runningSince !== null) return clock;
	return { ...clock, runningSince: at, stoppedAt: null };
}

/** For 反馈, running or paused. A stopped clock keeps its first stop. */
export function stopClock(clock: Clock, at: number, calendar: Calendar): Clock {
	if (clock.stoppedAt !== null) return clock;
	return { ...pauseClock(clock, at, calendar), stoppedAt: at };
}

/**
 * A granted 延期: `value` more of the clock's own unit, at any time. An overdue clock may be in
 * time again. Throws RangeError unless `value` is above 0.
 */
export function extendClock(clock: Clock, value: number): Clock {
	if (!(value > 0)) throw new RangeError(`not an extension: ${value}`);
	return { ...clock, limit: { ...clock.limit, value: clock.limit.value + value } };
}

/**
 * The first instant at which the running clock is overdue; null while paused and once stopped.
 *
 * A limit in work time or working days that would end outside work time ends when work begins
 * again; 12:00 and 18:00 still belong to work time. Those that run always end as they are. A clock
 * resumed with nothing left was due before, and answers with the instant of the resumption.
 */
export function dueAt(clock: Clock, calendar: Calendar): number | null {
	const { limit, runningSince } = clock;
	if (runningSince === null) return null;

	const leftMs = limitMs(limit) - clock.usedMs;
	if (leftMs <= 0) return runningSince;

	const counting = limitKinds[limit.type].counting?.(calendar);
	if (!counting) return runningSince + leftMs;
	return nextWorkTime(calendar, afterCounted(counting, runningSince, leftMs));
}

/**
 * Counted time until `at`. It reaches the limit exactly when the clock is overdue: in the hours
 * between the end of a working-day limit and the next work time, the last millisecond waits.
 */
export function usedMs(clock: Clock, at: number, calendar: Calendar): number {
	const due = dueAt(clock, calendar);
	if (clock.runningSince === null || due === null) return clock.usedMs;

	const allowed = limitMs(clock.limit);
	if (at >= due) return Math.max(clock.usedMs, allowed) + counted(clock.limit, due, at, calendar);

	const run = counted(clock.limit, clock.runningSince, at, calendar);
	return Math.min(clock.usedMs + run, Math.max(clock.usedMs, allowed - 1));
}

/** Counted time left, 0 when overdue. */
export function remainingMs(clock: Clock, at: number, calendar: Calendar): number {
	return Math.max(0, limitMs(clock.limit) - usedMs(clock, at, calendar));
}

/** Yellow at a quarter of the limit left, red at nothing left. */
export function lamp(clock: Clock, at: number, calendar: Calendar): Lamp {
	if (clock.stoppedAt !== null) return 'stopped';
	if (clock.runningSince === null) return 'paused';

	const left = remainingMs(clock, at, calendar);
	if (left === 0) return 'red';
	return left <= limitMs(clock.limit) * dueSoonShare ? 'yellow' : 'green';
}

/** Whether the clock stopped before it was overdue; false while it has not stopped. */
export function inTime(clock: Clock): boolean {
	return clock.stoppedAt !== null && clock.usedMs < limitMs(clock.limit);
}

function counted(limit: TimeLimit, from: number, to: number, calendar: Calendar): number {
	const counting = limitKinds[limit.type].counting?.(calendar);
	return counting ? countedBetween(counting, from, to) : Math.max(0, to - from);
}
