import { dayMs, dayOf, minuteMs, startOfDay } from '../time/shanghai';

/** An act as it was filled in on the page, by field name. */
export type Typed = Readonly<Record<string, string | undefined>>;

/**
 * What is sent of it: `at` is now unless a time of the day was typed, and that is the last time it was so late. The
 * number and the position are a volunteer's, the rest a lead's.
 */
export function actFields(typed: Typed, now: number): { act: string; at: string } & Fields {
	const { act = '', time = '', minutes, metres } = typed;
	const given = (['volunteer', 'reason', 'words', 'digits'] as const).flatMap((name) =>
		typed[name] === undefined ? [] : [[name, typed[name].trim()]]
	);
	return {
		act,
		...Object.fromEntries(given),
		...(minutes ? { minutes: Number(minutes) } : {}),
		...(metres ? { metres: Number(metres) } : {}),
		...(typed.risks === 'on' ? { risks: true } : {}),
		at: new Date(time === '' ? now : lastTime(time, now)).toISOString()
	};
}
type Fields = Record<string, string | number | boolean>;

/** When it was last 'HH:MM' in Shanghai; `now` for what is no time. */
function lastTime(time: string, now: number): number {
	const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
	if (hour === undefined || minute === undefined) return now;
	const today = startOfDay(dayOf(now)) + (Number(hour) * 60 + Number(minute)) * minuteMs;
	return today > now ? today - dayMs : today;
}
