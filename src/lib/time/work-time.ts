import type { Calendar, Hours } from './calendar';
import { dayMs, dayOf, minuteMs, startOfDay } from './shanghai';

/** Which part of a day counts. */
export type Counting = (day: string) => Hours;

const wholeDay: Hours = [[0, 24 * 60]];
const nothing: Hours = [];

/** Only the work hours of working days. */
export function workHours(calendar: Calendar): Counting {
	return (day) => (calendar.isWorkday(day) ? calendar.hours : nothing);
}

/** Working days from midnight to midnight. */
export function workDays(calendar: Calendar): Counting {
	return (day) => (calendar.isWorkday(day) ? wholeDay : nothing);
}

/** Milliseconds that count between two instants; 0 when `to` is not after `from`. */
export function countedBetween(counting: Counting, from: number, to: number): number {
	let counted = 0;
	for (const [opens, closes] of periodsFrom(counting, from)) {
		if (opens >= to) break;
		counted += Math.min(closes, to) - opens;
	}
	return counted;
}

/** The first instant at which `ms` (above 0) have been counted since `from`. */
export function afterCounted(counting: Counting, from: number, ms: number): number {
	let left = ms;
	for (const [opens, closes] of periodsFrom(counting, from)) {
		if (left <= closes - opens) return opens + left;
		left -= closes - opens;
	}
	throw new RangeError('nothing counts in this calendar');
}

/** `at` itself in work time, both ends of a work period included; else when work begins again. */
export function nextWorkTime(calendar: Calendar, at: number): number {
	for (const [opens] of periodsFrom(workHours(calendar), at)) return opens;
	throw new RangeError('nothing counts in this calendar');
}

/** The counted periods from `from` on, endless; ends when nothing has counted for a whole year. */
function* periodsFrom(
	counting: Counting,
	from: number
): Generator<[opens: number, closes: number]> {
	let idleDays = 0;
	for (let start = startOfDay(dayOf(from)); idleDays <= 366; start += dayMs) {
		const periods = counting(dayOf(start));
		idleDays = periods.length === 0 ? idleDays + 1 : 0;
		for (const [opens, closes] of periods) {
			const end = start + closes * minuteMs;
			if (end >= from) yield [Math.max(from, start + opens * minuteMs), end];
		}
	}
}
