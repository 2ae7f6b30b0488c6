import { dayMs, dayOf, minuteMs, startOfDay } from '../time/shanghai';

/** Minutes of the Shanghai day between which nothing rings; equal: never quiet. */
export type Quiet = { from: number; to: number };

export const defaultQuiet: Quiet = { from: 22 * 60, to: 7 * 60 };

export function isQuiet({ from, to }: Quiet, at: number): boolean {
	const minute = (at - startOfDay(dayOf(at))) / minuteMs;
	return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}

/** `at` itself, or the end of the quiet hours in which it lies. */
export function afterQuiet(quiet: Quiet, at: number): number {
	if (!isQuiet(quiet, at)) return at;
	const end = startOfDay(dayOf(at)) + quiet.to * minuteMs;
	return end > at ? end : end + dayMs;
}

/** '22:00' */
export function clockOf(minute: number): string {
	const two = (n: number) => String(n).padStart(2, '0');
	return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
