import * as v from 'valibot';
import { day, id, moreWords, ticked, words } from './forms';
import { conditionNames, siteKindNames } from './sites';

const degrees = (most: number) =>
	v.pipe(
		v.string('请填写坐标'),
		v.trim(),
		v.regex(/^-?\d{1,3}(\.\d{1,15})?$/, '坐标写成 118.8360 这样'),
		v.transform(Number),
		v.minValue(-most, '坐标不对'),
		v.maxValue(most, '坐标不对')
	);
const optionalId = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d{0,9}$/, '请选择'),
	v.transform((text) => (text === '' ? null : Number(text)))
);

export const SiteForm = v.object({
	name: words(60, '请写在哪里，例如“人民广场东门灯杆”'),
	kind: v.picklist(siteKindNames, '请选择种类'),
	size: moreWords(40),
	material: moreWords(40),
	themeId: optionalId,
	since: day,
	unitId: id,
	lat: degrees(90),
	lng: degrees(180)
});
export type SiteForm = v.InferOutput<typeof SiteForm>;
export const ChangeSite = v.object({ ...SiteForm.entries, active: ticked });
export type ChangeSite = v.InferOutput<typeof ChangeSite>;

export const SiteCheckForm = v.pipe(
	v.object({ condition: v.picklist(conditionNames, '请选择状况'), note: moreWords(200) }),
	v.forward(
		v.check(({ condition, note }) => condition === 'good' || note !== '', '请写明哪里不好'),
		['note']
	)
);
export type SiteCheckForm = v.InferOutput<typeof SiteCheckForm>;
