import * as v from 'valibot';
import { requiredText } from '../accounts/forms';
import type { Hours } from '../time/calendar';
import { addDays } from '../time/shanghai';
import { chosen } from './forms';

export const isDay = (text: string): boolean => {
	try {
		return addDays(text, 0) === text;
	} catch {
		return false;
	}
};

export const Day = v.pipe(v.string('请选择日子'), v.check(isDay, '请选择日子'));

export const dayKinds = { rest: '休息', work: '上班' } as const;

export const SetDay = v.object({
	day: Day,
	kind: chosen(['rest', 'work'], '请选择休息还是上班'),
	note: requiredText(40, '缘由')
});
export const RemoveDay = v.object({ day: Day });

const Minute = v.pipe(
	v.string('请填写几点几分'),
	v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填写几点几分，如 08:00'),
	v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
);

/** Morning and afternoon; the lunch between them does not count. */
export const SetHours = v.pipe(
	v.object({ opens: Minute, noon: Minute, after: Minute, closes: Minute }),
	v.forward(
		v.check(({ opens, noon }) => opens < noon, '上午下班要晚于上班'),
		['noon']
	),
	v.forward(
		v.check(({ noon, after }) => noon <= after, '下午上班不能早于上午下班'),
		['after']
	),
	v.forward(
		v.check(({ after, closes }) => after < closes, '下午下班要晚于上班'),
		['closes']
	),
	v.transform(({ opens, noon, after, closes }): { hours: Hours } => ({
		hours: [
			[opens, noon],
			[after, closes]
		]
	}))
);

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** '08:00' of a minute of the day. */
export const clockTime = (minute: number): string =>
	`${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;

/** '08:00–12:00、14:00–18:00'. */
export const hoursLabel = (hours: Hours): string =>
	hours.map(([from, to]) => `${clockTime(from)}–${clockTime(to)}`).join('、');
