import { readCode } from '$lib/reports/code';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { getSite } from '$lib/server/posters/sites';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params }: PageServerLoadEvent) => {
	const { code, name, kind, theme, since, unit, lat, lng, active } = await getSite(
		db,
		readCode(params.code) ?? params.code
	);
	return { place: { code, name, kind, theme, since, unit, lat, lng, active }, now: now() };
});
