import { clockTime, isDay } from '../reports/calendar-forms';
import { addDays, dayMs, formatDay, minuteMs, startOfDay } from '../time/shanghai';
import { dayKinds, type DayKind, type Season } from './patterns';

const weekdays = ['周四', '周五', '周六', '周日', '周一', '周二', '周三'] as const;

/** '3月5日 周四'. */
export function dayInWords(day: string, now: number): string {
	// the first day that is counted from was a Thursday
	const number = Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
	return `${formatDay(day, now)} ${weekdays[((number % 7) + 7) % 7]}`;
}

/** '22:00–次日 02:00'; minutes of the day. */
export const minutesInWords = (start: number, end: number): string =>
	`${clockTime(start)}–${end > start ? '' : '次日 '}${clockTime(end)}`;

type Times = { day: string; startsAt: number; endsAt: number };

/** Minutes of the day on which a shift begins and ends. */
export function minutesOf({ day, startsAt, endsAt }: Times): { start: number; end: number } {
	const minute = (at: number) => ((at - startOfDay(day)) / minuteMs) % (24 * 60);
	return { start: minute(startsAt), end: minute(endsAt) };
}

export function timesInWords(times: Times): string {
	const { start, end } = minutesOf(times);
	return minutesInWords(start, end);
}

/** '5月1日到9月30日'. */
export function seasonInWords({ from, to }: Season): string {
	const date = (text: string) => `${Number(text.slice(0, 2))}月${Number(text.slice(3))}日`;
	return `${date(from)}到${date(to)}`;
}

/** '工作日 07:00–09:00，5月1日到9月30日'. */
export function patternInWords(pattern: {
	days: DayKind;
	seasonFrom: string;
	seasonTo: string;
	startMinute: number;
	endMinute: number;
}): string {
	const { days, seasonFrom, seasonTo, startMinute, endMinute } = pattern;
	const allYear = seasonFrom === '01-01' && seasonTo === '12-31';
	const season = allYear ? '全年' : seasonInWords({ from: seasonFrom, to: seasonTo });
	return `${dayKinds[days]} ${minutesInWords(startMinute, endMinute)}，${season}`;
}

/** '工作日 16:00–18:00'. */
export const spotInWords = (spot: { days: DayKind; startHour: number; endHour: number }): string =>
	`${dayKinds[spot.days]} ${clockTime(spot.startHour * 60)}–${clockTime(spot.endHour * 60)}`;

/** How a shift stands, in words and with the tone of its badge. */
export function standing(shift: {
	calledOffAt: number | null;
	held: number;
	least: number;
	most: number;
}): { words: string; tone: 'neutral' | 'done' | 'warn' | 'active' } {
	const { calledOffAt, held, least, most } = shift;
	if (calledOffAt !== null) return { words: '已取消', tone: 'neutral' };
	if (held < least) return { words: `还差 ${least - held} 人`, tone: 'warn' };
	return held < most ? { words: '人数已够', tone: 'active' } : { words: '已满', tone: 'done' };
}

export type Range = { from: string; to: string };

/** The days asked for in an address; `days` from today on where they make no sense or are too many. */
export function readRange(
	asked: URLSearchParams,
	today: string,
	days: number,
	most: number
): Range {
	const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? ''];
	if (isDay(from) && isDay(to) && from <= to && to <= addDays(from, most)) return { from, to };
	return { from: today, to: addDays(today, days - 1) };
}

/** Things under their day, in the order in which they come. */
export function byDay<Thing extends { day: string }>(things: readonly Thing[]) {
	const days = new Map<string, Thing[]>();
	for (const thing of things) days.set(thing.day, [...(days.get(thing.day) ?? []), thing]);
	return [...days].map(([day, things]) => ({ day, things }));
}

/** What is planned on one day, under its post: '07:00–09:00、16:30–18:30'. */
export function byPost<Thing extends Times & { postName: string }>(things: readonly Thing[]) {
	const posts = new Map<string, string[]>();
	for (const thing of things) {
		posts.set(thing.postName, [...(posts.get(thing.postName) ?? []), timesInWords(thing)]);
	}
	return [...posts].map(([post, times]) => ({ post, times: times.join('、') }));
}
