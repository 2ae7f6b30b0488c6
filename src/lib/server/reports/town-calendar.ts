import { readHours, workCalendar, type Calendar } from '../../time/calendar';
import type { Db } from '../db';
import { officeSetting } from '../settings/office';
import { calendarDays } from './desk-schema';

export const workHoursSetting = 'work_hours';

/** The public calendar with the office's own days and hours on top, as they stand in `db` now. */
export async function townCalendar(db: Db): Promise<Calendar> {
	const days = await db.select().from(calendarDays);
	const of = (kind: 'work' | 'rest') =>
		days.filter((row) => row.kind === kind).map(({ day }) => day);
	return workCalendar({
		workdays: of('work'),
		restdays: of('rest'),
		hours: readHours(await officeSetting(db, workHoursSetting))
	});
}
