import * as v from 'valibot';
import { requiredText } from '../accounts/forms';
import { startOfDay, addDays, dayOf, formatDay } from '../time/shanghai';
import { Day } from './calendar-forms';

export const supervisionLevels = ['none', 'supervised', 'listed'] as const;
export type SupervisionLevel = (typeof supervisionLevels)[number];

export const supervisionLabels: Record<Exclude<SupervisionLevel, 'none'>, string> = {
	supervised: '督办',
	listed: '挂牌督办'
};

/** The last instant of a day, as a limit that lasts through it. */
export const endOfDay = (day: string): number => startOfDay(addDays(day, 1)) - 1;

/** '1月20日' of such an end. */
export const untilLabel = (until: number, now: number): string => formatDay(dayOf(until), now);

/** A day that a form may leave open. */
const DayOrNone = v.optional(v.union([v.literal(''), Day], '请选择日子'), '');

export const Supervise = v.object({ reason: requiredText(300, '理由'), until: DayOrNone });
export const SuperviseListed = v.object({ reason: requiredText(300, '理由'), until: Day });
