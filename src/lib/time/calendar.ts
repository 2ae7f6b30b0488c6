import chineseDays from 'chinese-days';
import { addDays, startOfDay } from './shanghai';

/** Minutes of the day, from before to; 1440 is midnight at the end of the day. */
export type Hours = readonly (readonly [from: number, to: number])[];

export type Calendar = {
	/** `day` is '2026-11-21' in Shanghai. */
	isWorkday(day: string): boolean;
	/** In order and apart from each other. */
	hours: Hours;
};

/** What the office decides for itself; a day named here is no longer looked up. */
export type CalendarOverrides = {
	workdays?: Iterable<string>;
	restdays?: Iterable<string>;
	hours?: Hours;
};

export const officeHours: Hours = [
	[8 * 60, 12 * 60],
	[14 * 60, 18 * 60]
];

/**
 * The State Council's public holidays and 调休 days, with the office's own days on top. A year
 * whose arrangement the library does not carry (see `holidaysPublished`) falls back to Monday to
 * Friday. Throws RangeError on days or hours that make no sense.
 */
export function workCalendar(overrides: CalendarOverrides = {}): Calendar {
	const hours = overrides.hours ?? officeHours;
	assertHours(hours);

	const workdays = new Set(overrides.workdays);
	const restdays = new Set(overrides.restdays);
	for (const day of [...workdays, ...restdays]) startOfDay(day);
	for (const day of workdays) {
		if (restdays.has(day)) throw new RangeError(`both a workday and a restday: ${day}`);
	}

	// a deadline asks for the same few days again and again
	const known = new Map<string, boolean>();
	const lookUp = (day: string): boolean =>
		workdays.has(day) || (!restdays.has(day) && isNationalWorkday(day));
	return {
		isWorkday(day) {
			const answer = known.get(day) ?? lookUp(day);
			known.set(day, answer);
			return answer;
		},
		hours
	};
}

/** Work hours as they were kept; undefined for what are none. */
export function readHours(kept: unknown): Hours | undefined {
	try {
		assertHours(kept as Hours);
		return kept as Hours;
	} catch {
		return undefined;
	}
}

/**
 * Whether the arrangement of that year is known. The State Council publishes it in the November
 * before; until the library follows, the office has to enter the days itself.
 */
export function holidaysPublished(year: number): boolean {
	// 1 to 3 October are holidays in every arrangement, and never all three on a weekend.
	return ['01', '02', '03'].every((date) => !isNationalWorkday(`${year}-10-${date}`));
}

function isNationalWorkday(day: string): boolean {
	// chinese-days reads a bare date as UTC but asks for its local weekday, which is the day before
	// on a machine west of Greenwich. Noon without a zone is the same day on every machine.
	return chineseDays.isWorkday(`${day}T12:00:00`);
}

/** A day on which the State Council's arrangement departs from Monday to Friday. */
export type PublicDay = { day: string; work: boolean; name: string };

/** Those of a year, in order: the public holidays (weekends within them too) and the 调休 days. */
export function publicDays(year: number): PublicDay[] {
	const days: PublicDay[] = [];
	for (let day = `${year}-01-01`; day.startsWith(`${year}-`); day = addDays(day, 1)) {
		const { work, name } = chineseDays.getDayDetail(`${day}T12:00:00`);
		// 'National Day,国庆节,3' for what was arranged, the name of the weekday for the others
		const [, label] = name.split(',');
		if (label !== undefined) days.push({ day, work, name: label });
	}
	return days;
}

function assertHours(hours: Hours): void {
	let previous = 0;
	for (const [from, to] of hours) {
		if (!(from >= previous && to > from && to <= 24 * 60)) {
			throw new RangeError(`work hours out of order: ${JSON.stringify(hours)}`);
		}
		previous = to;
	}
	if (hours.length === 0) throw new RangeError('a calendar needs work hours');
}
