/**
 * Days and times as the town reads them. China keeps UTC+8 without daylight saving time since
 * 1992, so a fixed offset is exact for every instant this project stores, and no result depends on
 * the time zone of the machine. Instants are integer milliseconds UTC; a day is '2026-11-21'.
 */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const offsetMs = 8 * hourMs;

export function dayOf(at: number): string {
	return new Date(at + offsetMs).toISOString().slice(0, 10);
}

/** Milliseconds UTC of 00:00 in Shanghai. Throws RangeError on a day that does not exist. */
export function startOfDay(day: string): number {
	const start = Date.parse(`${day}T00:00:00.000Z`) - offsetMs;
	if (Number.isNaN(start) || dayOf(start) !== day) throw new RangeError(`not a day: ${day}`);
	return start;
}

export function addDays(day: string, days: number): string {
	return dayOf(startOfDay(day) + days * dayMs);
}

/** '11月21日', or '2025年11月21日' when that is another year than the one of `now`. */
export function formatDay(day: string, now: number): string {
	return inWords(new Date(`${day}T00:00:00Z`), now);
}

/** Of an instant shifted by `offsetMs`. By fields and not by text: lists say fifty of them a page. */
function inWords(shifted: Date, now: number): string {
	const year = shifted.getUTCFullYear();
	const inYear = `${shifted.getUTCMonth() + 1}月${shifted.getUTCDate()}日`;
	return year === new Date(now + offsetMs).getUTCFullYear() ? inYear : `${year}年${inYear}`;
}

/** '11月21日 08:30', or '2025年11月21日 08:30' when that is another year than the one of `now`. */
export function formatTime(at: number, now: number): string {
	const clock = new Date(at + offsetMs).toISOString().slice(11, 16);
	return `${formatDay(dayOf(at), now)} ${clock}`;
}

/** '2026-11-21 08:30', for tables that are sorted and reckoned with. */
export const formatStamp = (at: number): string =>
	new Date(at + offsetMs).toISOString().slice(0, 16).replace('T', ' ');

const neighbours: Record<number, string> = { [-2]: '前天', [-1]: '昨天', 1: '明天', 2: '后天' };

/** '3分钟前', '2小时后', '昨天', '5天前'; the day itself from a week on. Always rounded down. */
export function relative(at: number, now: number): string {
	const distance = Math.abs(at - now);
	const side = at > now ? '后' : '前';
	if (distance < minuteMs) return at > now ? '即将' : '刚刚';
	if (distance < hourMs) return `${Math.floor(distance / minuteMs)}分钟${side}`;

	const days = dayNumber(at) - dayNumber(now);
	if (days === 0) return `${Math.floor(distance / hourMs)}小时${side}`;
	if (Math.abs(days) >= 7) return inWords(new Date(at + offsetMs), now);
	return neighbours[days] ?? `${Math.abs(days)}天${side}`;
}

const dayNumber = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** '2小时15分', '3小时', '45分'. Less than nothing reads '0分'. */
export function formatDuration(minutes: number): string {
	const whole = Math.max(0, Math.round(minutes));
	const hours = Math.floor(whole / 60);
	const rest = whole % 60;
	if (hours === 0) return `${rest}分`;
	return rest === 0 ? `${hours}小时` : `${hours}小时${rest}分`;
}
