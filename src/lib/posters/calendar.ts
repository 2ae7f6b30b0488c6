import { addDays, dayOf, startOfDay } from '../time/shanghai';
import { isOpen, type Window } from './workflow';

/** '2026-11' */
export const monthOf = (day: string): string => day.slice(0, 7);
export const isMonth = (text: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(text);

export function addMonths(month: string, months: number): string {
	const [year = 0, number = 1] = month.split('-').map(Number);
	const total = year * 12 + number - 1 + months;
	return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`;
}

export function daysOf(month: string): string[] {
	const days: string[] = [];
	for (let day = `${month}-01`; monthOf(day) === month; day = addDays(day, 1)) days.push(day);
	return days;
}

/** 0 is Monday. */
export const weekdayOf = (day: string): number =>
	(new Date(startOfDay(day) + 8 * 3_600_000).getUTCDay() + 6) % 7;

export type CalendarDay<Poster> = { day: string; posters: Poster[]; gap: boolean };

/** A month as its days, and what hangs on each; a day with nothing is a gap (天天有内容). */
export const calendarOf = <Poster extends Window>(
	month: string,
	posters: readonly Poster[]
): CalendarDay<Poster>[] =>
	daysOf(month).map((day) => {
		const shown = posters.filter((poster) => isOpen(poster, day));
		return { day, posters: shown, gap: shown.length === 0 };
	});

export type MonthSummary = { month: string; themes: string[]; gaps: number };

/** Months as their themes and the number of their gaps (月月有主题). */
export const monthSummaries = <Poster extends Window & { theme: string }>(
	months: readonly string[],
	posters: readonly Poster[]
): MonthSummary[] =>
	months.map((month) => {
		const days = calendarOf(month, posters);
		const themes = days.flatMap(({ posters: shown }) => shown.map(({ theme }) => theme));
		return {
			month,
			themes: [...new Set(themes)],
			gaps: days.filter(({ gap }) => gap).length
		};
	});

/** '2026年11月' */
export const monthInWords = (month: string): string =>
	`${month.slice(0, 4)}年${Number(month.slice(5))}月`;

export const thisMonth = (at: number): string => monthOf(dayOf(at));
