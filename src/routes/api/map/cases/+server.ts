import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { isGroup } from '$lib/reports/categories';
import {
	askedOf,
	boxOf,
	figureNames,
	layerNames,
	maySeeTown,
	firstMapDay
} from '$lib/reports/map/asked';
import { db, now } from '$lib/server/app';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';
import { townMap } from '$lib/server/reports/queries/town-features';
import { dayOf } from '$lib/time/shanghai';

const optional = <S extends v.GenericSchema<string>>(schema: S) =>
	v.optional(v.union([v.literal(''), schema]));

const Query = v.object({
	bbox: v.pipe(
		v.string('请给出 bbox=西,南,东,北'),
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const box = boxOf(dataset.value);
			if (box) return box;
			addIssue({ message: 'bbox 应为 西,南,东,北 四个数' });
			return NEVER;
		})
	),
	zoom: v.pipe(
		v.string('请给出 zoom'),
		v.transform(Number),
		v.number('zoom 应为数字'),
		v.minValue(0, 'zoom 应为 0 到 22'),
		v.maxValue(22, 'zoom 应为 0 到 22')
	),
	layer: optional(v.picklist(layerNames, '没有这个图层')),
	figure: optional(v.picklist(figureNames, '没有这个指标')),
	group: optional(v.pipe(v.string(), v.check(isGroup, '没有这个大类'))),
	unit: v.optional(v.string()),
	day: v.optional(v.string())
});

/** Cases for the office's map: lamps, heat or grids; at most 500 features. */
export const GET = endpoint(async ({ url, locals }: RequestEvent) => {
	if (locals.actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	if (!maySeeTown(locals.actor)) throw new Refusal('forbidden', '您的账号不能看这张地图');
	const at = now();
	const { bbox, zoom, day } = checked(Query, Object.fromEntries(url.searchParams));
	const asked = askedOf(url.searchParams, at);
	if (day && asked.day !== day && asked.layer === 'heat') {
		throw new Refusal('invalid', `day 应在 ${firstMapDay(at)} 到 ${dayOf(at)} 之间`);
	}
	return json(await townMap(db, asked, bbox, zoom, at), {
		headers: { 'content-type': 'application/geo+json', 'cache-control': 'private, no-store' }
	});
});
