import { json } from '@sveltejs/kit';
import { findCategory } from '$lib/reports/categories';
import { AskNear } from '$lib/reports/forms';
import { db, now } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { deviceOf } from '$lib/server/http/device';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { nearReports } from '$lib/server/reports/queries/near';
import type { RequestEvent } from './$types';

/** Public open reports that may be the trouble which someone is about to report. */
export const GET = endpoint(async (event: RequestEvent) => {
	const { url, locals, cookies } = event;
	const { category, ...place } = checked(AskNear, Object.fromEntries(url.searchParams));
	await limit('near', addressOf(event));
	const reports = await nearReports(
		db,
		locals.actor,
		deviceOf(cookies, url),
		place,
		findCategory(category)!,
		now()
	);
	return json({ reports }, { headers: { 'cache-control': 'private, no-store' } });
});
