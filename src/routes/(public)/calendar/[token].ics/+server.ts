import { config, db, now } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { calendarResponse } from '$lib/server/http/calendar';
import { endpoint } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { ownCalendar } from '$lib/server/volunteering/calendar';
import { shiftsOfFeed } from '$lib/server/volunteering/feeds';
import type { RequestEvent } from './$types';

// Calendars sign in nowhere: whoever has the secret address has it all.
export const GET = endpoint(async (event: RequestEvent) => {
	await limit('calendar', addressOf(event));
	const at = now();
	const shifts = await shiftsOfFeed(db, event.params.token, at);
	const site = { origin: config.ORIGIN || event.url.origin, at };
	// asked for anew each time, so that an address that ended shows nothing any more
	return calendarResponse(ownCalendar(shifts, site), 'private, no-cache');
});
