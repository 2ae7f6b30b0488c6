import { readCode } from '$lib/reports/code';
import { config, db, now } from '$lib/server/app';
import { calendarResponse } from '$lib/server/http/calendar';
import { endpoint } from '$lib/server/http/endpoint';
import { shiftCalendar } from '$lib/server/volunteering/calendar';
import { shiftForCalendar } from '$lib/server/volunteering/feeds';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, url }: RequestEvent) => {
	const shift = await shiftForCalendar(db, readCode(params.code) ?? params.code);
	const site = { origin: config.ORIGIN || url.origin, at: now() };
	return calendarResponse(shiftCalendar(shift, site), 'public, max-age=300');
});
