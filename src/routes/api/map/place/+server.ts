import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { db } from '$lib/server/app';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { nameOf } from '$lib/server/places/queries';

const degrees = (max: number) =>
	v.pipe(v.string(), v.transform(Number), v.number(), v.minValue(-max), v.maxValue(max));
const Point = v.object({ lat: degrees(90), lng: degrees(180) }, '请给出 lat 和 lng');

/** What a point is called: the nearest known place, street or grid. */
export const GET = endpoint(async ({ url }: RequestEvent) => {
	const point = checked(Point, Object.fromEntries(url.searchParams));
	return json(await nameOf(db, point), { headers: { 'cache-control': 'public, max-age=600' } });
});
