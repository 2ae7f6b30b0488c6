import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { isGroup } from '$lib/reports/categories';
import { db } from '$lib/server/app';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { mapReports } from '$lib/server/reports/queries/map';
import type { RequestEvent } from './$types';

const degree = v.pipe(v.number(), v.finite());

const Box = v.pipe(
	v.string('请给出 bbox=西,南,东,北'),
	v.transform((text) => text.split(',').map(Number)),
	v.tuple([degree, degree, degree, degree], 'bbox 应为 西,南,东,北 四个数'),
	v.check(([west, south, east, north]) => west < east && south < north, 'bbox 应为 西,南,东,北'),
	v.transform(([west, south, east, north]) => ({ west, south, east, north }))
);

const Query = v.object({
	bbox: Box,
	zoom: v.pipe(
		v.string('请给出 zoom'),
		v.transform(Number),
		v.number('zoom 应为数字'),
		v.minValue(0, 'zoom 应为 0 到 22'),
		v.maxValue(22, 'zoom 应为 0 到 22')
	),
	group: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.check(isGroup, '没有这个大类'))])),
	closed: v.optional(v.picklist(['', 'yes', 'no']))
});

export const GET = endpoint(async ({ url }: RequestEvent) => {
	const { bbox, zoom, group, closed } = checked(Query, Object.fromEntries(url.searchParams));
	const found = await mapReports(db, bbox, zoom, {
		group: group || undefined,
		closed: closed ? closed === 'yes' : undefined
	});
	return json(found, {
		headers: { 'content-type': 'application/geo+json', 'cache-control': 'public, max-age=30' }
	});
});
