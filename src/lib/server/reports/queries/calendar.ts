import { and, asc, gte, lte } from 'drizzle-orm';
import { holidaysPublished, officeHours, publicDays, readHours } from '../../../time/calendar';
import type { Db } from '../../db';
import { officeSetting } from '../../settings/office';
import { calendarDays } from '../desk-schema';
import { workHoursSetting } from '../town-calendar';

/** What a year's calendar consists of: the public arrangement, the office's own days, its hours. */
export async function calendarOf(db: Db, year: number) {
	const own = readHours(await officeSetting(db, workHoursSetting));
	return {
		year,
		published: holidaysPublished(year),
		publicDays: publicDays(year),
		own: await db
			.select()
			.from(calendarDays)
			.where(and(gte(calendarDays.day, `${year}-01-01`), lte(calendarDays.day, `${year}-12-31`)))
			.orderBy(asc(calendarDays.day)),
		hours: own ?? officeHours,
		ownHours: own !== undefined
	};
}

export type YearCalendar = Awaited<ReturnType<typeof calendarOf>>;
