import * as v from 'valibot';
import { Phone, plainText, requiredText } from '../accounts/forms';
import { parseBoxes } from '../photos/mask';
import { bases } from '../places/responsibility';
import { findCategory } from './categories';
import { readCode } from './code';
import { nearLimits } from './near';
import { findingNames, lookFindingNames, rejectReasonNames, scoreNames } from './workflow';

export const maxPhotos = 6;
export const maxPhotoBytes = 8 * 1024 * 1024;
export const maxDescription = 500;
export const maxAddress = 100;

const CategoryId = v.pipe(
	v.string('请选择类别'),
	v.check((id) => findCategory(id) !== undefined, '请选择类别')
);

export const ReportKey = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, '编号不对')
);

const degrees = (max: number) =>
	v.pipe(v.number('请选择位置'), v.minValue(-max, '请选择位置'), v.maxValue(max, '请选择位置'));

/** What `PUT /api/reports/{key}` takes; the time is checked against the clock by the command. */
export const NewReport = v.strictObject({
	category: CategoryId,
	description: v.optional(plainText(maxDescription, '说明'), ''),
	lat: degrees(90),
	lng: degrees(180),
	accuracy_m: v.optional(
		v.nullable(v.pipe(v.number('定位精度不对'), v.minValue(0), v.maxValue(100_000)))
	),
	address: v.optional(plainText(maxAddress, '地址'), ''),
	occurred_at: v.optional(v.pipe(v.string('发现时间不对'), v.isoTimestamp('发现时间不对'))),
	photos: v.pipe(
		v.number('请至少拍一张照片'),
		v.integer('照片数量不对'),
		v.minValue(0, '照片数量不对'),
		v.maxValue(maxPhotos, `最多 ${maxPhotos} 张照片`)
	),
	contact: v.optional(v.strictObject({ phone: Phone }))
});
export type NewReport = v.InferOutput<typeof NewReport>;

/** The plain form of `/reports/new`, without JavaScript. Photos come beside it. */
export const PlainReport = v.object({
	key: ReportKey,
	category: CategoryId,
	description: v.optional(plainText(maxDescription, '说明'), ''),
	place: v.pipe(v.string('请选择地点'), v.regex(/^\d+$/, '请选择地点'), v.transform(Number)),
	address: v.optional(plainText(maxAddress, '地址'), ''),
	phone: v.optional(
		v.union([v.pipe(v.string(), v.trim(), v.literal('')), Phone], '请填写 11 位手机号'),
		''
	)
});

/** One of `names`; a form in which none was chosen sends nothing at all. */
export const chosen = <const Names extends readonly [string, ...string[]]>(
	names: Names,
	ask: string
) => v.pipe(v.optional(v.string(), ''), v.picklist(names, ask));

const unitId = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d+$/, '请选择单位'),
	v.transform(Number)
);

export const Reject = v.object({
	reason: chosen(rejectReasonNames, '请选择理由'),
	note: v.optional(plainText(300, '补充说明'), '')
});
export const Accept = v.object({
	category: CategoryId
});
export const Note = v.object({
	category: CategoryId,
	note: v.optional(plainText(300, '说明'), '')
});
export const Merge = v.object({ target: requiredText(12, '并入的编号') });
export const Dispatch = v.object({
	unitId,
	basis: chosen(bases, '请选择依据'),
	document: v.optional(plainText(80, '文件号'), ''),
	note: v.optional(plainText(300, '说明'), '')
});
/** 一街五管: the lead may be left to the duty. */
export const DispatchFive = v.object({
	lead: v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^\d{0,15}$/, '请选择牵头单位'),
		v.transform((text) => (text === '' ? null : Number(text)))
	),
	note: v.optional(plainText(300, '说明'), '')
});

/** Units ticked under `name`, of which a form sends as many as there are. */
export const unitsChosen = (form: FormData, name: string): number[] => [
	...new Set(
		form
			.getAll(name)
			.filter((value): value is string => typeof value === 'string' && /^\d{1,15}$/.test(value))
			.map(Number)
	)
];

export const AskVerification = v.object({ note: v.optional(plainText(300, '说明'), '') });
export const Reasoned = v.object({ reason: requiredText(300, '理由') });
export const Noted = v.object({ note: v.optional(plainText(300, '说明'), '') });
export const Feedback = v.object({ note: requiredText(300, '处理情况') });
export const HandOver = v.object({
	colleague: v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^\d+$/, '请选择同事'),
		v.transform(Number)
	),
	note: v.optional(plainText(300, '说明'), '')
});
export const SecondLook = v.object({
	finding: chosen(lookFindingNames, '请选择复查结果'),
	note: v.optional(plainText(300, '说明'), '')
});
export const Verified = v.object({
	finding: chosen(findingNames, '请选择核实结果'),
	note: v.optional(plainText(300, '说明'), '')
});
export const Rate = v.pipe(
	v.object({
		score: chosen(scoreNames, '请选择评价'),
		reason: v.optional(plainText(300, '原因'), '')
	}),
	v.forward(
		v.check(
			({ score, reason }) => score !== 'dissatisfied' || reason.length > 0,
			'不满意请写明原因，便于复核'
		),
		['reason']
	)
);

/** What the public gets of a photo: all of it, the rest of it, nothing. */
export const photoDecisions = ['as_is', 'masked', 'withhold'] as const;
export type PhotoDecision = (typeof photoDecisions)[number];

const masks = v.pipe(
	v.string(),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		try {
			return parseBoxes(dataset.value);
		} catch {
			addIssue({ message: '遮挡的位置不对，请重新遮挡' });
			return NEVER;
		}
	})
);

export const photoKey = v.pipe(v.string('没有这张照片'), v.regex(/^[\w-]{10,40}$/, '没有这张照片'));

/** One photo looked at: to be shown, with masks or without, or kept back. */
export const ReleasePhoto = v.pipe(
	v.object({
		key: photoKey,
		how: chosen(photoDecisions, '请选择是否公开'),
		masks: v.optional(masks, '')
	}),
	v.forward(
		v.check(
			({ how, masks }) => how !== 'masked' || masks.length > 0,
			'还没有遮挡任何位置，请先在照片上遮挡'
		),
		['masks']
	)
);
export const Release = v.object({
	description: v.optional(plainText(maxDescription, '公开文字'), ''),
	/** When the page that is answered was made, ms: what changed since then was not seen. */
	seen: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, '请刷新页面'), v.transform(Number)))
});

/** 我也看到. `once`: what the page proposed for a device that has no token of its own yet. */
export const Support = v.object({
	once: v.optional(
		v.union([v.literal(''), v.pipe(v.string(), v.regex(/^[\w-]{43}$/, '请刷新页面后再试'))])
	)
});

const whole = ({ least, most }: { least: number; most: number }, unit: string) =>
	v.pipe(
		v.string(`请填写 ${least} 到 ${most} 的整数`),
		v.trim(),
		v.regex(/^\d{1,4}$/, `请填写 ${least} 到 ${most} 的整数`),
		v.transform(Number),
		v.minValue(least, `最少 ${least} ${unit}`),
		v.maxValue(most, `最多 ${most} ${unit}`)
	);

export const ChangeNear = v.object({
	category: CategoryId,
	metres: whole(nearLimits.metres, '米'),
	days: whole(nearLimits.days, '天')
});
export const RestoreNear = v.object({ category: CategoryId });

const degreesTyped = (most: number) =>
	v.pipe(
		v.string('请给出位置'),
		v.regex(/^-?\d{1,3}(\.\d{1,15})?$/, '位置应为经纬度'),
		v.transform(Number),
		v.minValue(-most, '位置应为经纬度'),
		v.maxValue(most, '位置应为经纬度')
	);

/** What is asked of `GET /api/reports/near`. */
export const AskNear = v.object({
	lat: degreesTyped(90),
	lng: degreesTyped(180),
	category: CategoryId
});

/** The search box of the desk. */
export const FindReport = v.object({
	code: v.pipe(
		v.string('请填写编号'),
		v.transform(readCode),
		v.string('编号是 8 位，例如 7K3F-9QXM')
	)
});
