/** A calendar for a phone; `cache` says who may keep it. */
export const calendarResponse = (body: string, cache: string): Response =>
	new Response(body, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'inline; filename="shifts.ics"',
			'cache-control': cache
		}
	});
