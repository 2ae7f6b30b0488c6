import type { Calendar } from '../time/calendar';
import { addDays, minuteMs, startOfDay } from '../time/shanghai';

/** On which days a pattern has a shift. */
export const dayKinds = {
	workday: '工作日',
	restday: '双休日和节假日',
	holiday: '法定节假日',
	school_day: '上学日',
	every_day: '每天'
} as const;
export type DayKind = keyof typeof dayKinds;
export const dayKindNames = Object.keys(dayKinds) as [DayKind, ...DayKind[]];

/** Days of the year as 'MM-DD', both included; a season may lie over the turn of the year. */
export type Season = { from: string; to: string };

/** When schools are in session, unless the office says otherwise. */
export const standardTerms: readonly Season[] = [
	{ from: '09-01', to: '01-20' },
	{ from: '02-20', to: '07-05' }
];

export type Days = {
	calendar: Pick<Calendar, 'isWorkday'>;
	/** Whether the State Council gives the day off as a public holiday. */
	isHoliday: (day: string) => boolean;
	/** When schools are in session. */
	terms: readonly Season[];
};

export type Pattern = {
	days: DayKind;
	season: Season;
	/** Minutes of the day; an end not after the start lies on the next day. */
	startMinute: number;
	endMinute: number;
};

export const within = ({ from, to }: Season, day: string): boolean => {
	const date = day.slice(5);
	return from <= to ? from <= date && date <= to : date >= from || date <= to;
};

const isOn: Record<DayKind, (day: string, days: Days) => boolean> = {
	workday: (day, { calendar }) => calendar.isWorkday(day),
	restday: (day, { calendar }) => !calendar.isWorkday(day),
	holiday: (day, { isHoliday }) => isHoliday(day),
	school_day: (day, { calendar, terms }) =>
		calendar.isWorkday(day) && terms.some((term) => within(term, day)),
	every_day: () => true
};

/** From one minute of the day to another; an end not after the start lies on the next day. */
export const minutesBetween = (start: number, end: number): number =>
	end > start ? end - start : end - start + 24 * 60;

export type Occurrence = { day: string; startsAt: number; endsAt: number };

/** The shifts of a pattern from the day `from` to the day `to`, both included. */
export function occurrences(pattern: Pattern, from: string, to: string, days: Days): Occurrence[] {
	const found: Occurrence[] = [];
	for (let day = from; day <= to; day = addDays(day, 1)) {
		if (!within(pattern.season, day) || !isOn[pattern.days](day, days)) continue;
		const startsAt = startOfDay(day) + pattern.startMinute * minuteMs;
		const lasts = minutesBetween(pattern.startMinute, pattern.endMinute) * minuteMs;
		found.push({ day, startsAt, endsAt: startsAt + lasts });
	}
	return found;
}
