import * as v from 'valibot';
import { dayKindNames } from './patterns';
import { ageBandNames, minimumAges, postKindNames } from './posts';

const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
const moreWords = (most: number) =>
	v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most, `最多 ${most} 字`)), '');
const ticked = v.pipe(
	v.optional(v.string()),
	v.transform((value) => value !== undefined)
);
const number = (message: string, least: number, most: number) =>
	v.pipe(
		v.string(message),
		v.regex(/^\d{1,4}$/, message),
		v.transform(Number),
		v.minValue(least, message),
		v.maxValue(most, message)
	);
const id = v.pipe(v.string(), v.regex(/^\d{1,9}$/, '请选择'), v.transform(Number));
const optionalId = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d{0,9}$/, '请选择'),
	v.transform((text) => (text === '' ? null : Number(text)))
);
const degrees = (most: number) =>
	v.pipe(
		v.string('请填写坐标'),
		v.regex(/^-?\d{1,3}(\.\d{1,8})?$/, '坐标写成 118.8360 这样'),
		v.transform(Number),
		v.minValue(-most, '坐标不对'),
		v.maxValue(most, '坐标不对')
	);
const clock = v.pipe(
	v.string('请填写时间'),
	v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 07:00 这样'),
	v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
);
const day = v.pipe(v.string('请选择日期'), v.isoDate('日期写成 2026-01-05 这样'));
const dayOfYear = v.pipe(
	v.string('请填写日期'),
	v.regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '写成 05-01 这样')
);

export const PostForm = v.object({
	name: words(40, '请填写点位名称'),
	kind: v.picklist(postKindNames, '请选择类型'),
	lat: degrees(90),
	lng: degrees(180),
	unitId: optionalId,
	task: words(200, '请写明在这里做什么'),
	kit: moreWords(100),
	risks: moreWords(200),
	hazardous: ticked,
	minimumAge: v.pipe(
		number('请选择最低年龄', 14, 18),
		v.check((age) => (minimumAges as readonly number[]).includes(age), '请选择最低年龄')
	),
	insured: ticked
});
export type PostForm = v.InferOutput<typeof PostForm>;

const room = {
	least: number('请填写最少人数', 1, 99),
	most: number('请填写最多人数', 1, 99)
};
const roomMessage = '最多人数不能少于最少人数';

export const PatternForm = v.pipe(
	v.object({
		postId: id,
		days: v.picklist(dayKindNames, '请选择哪些日子'),
		seasonFrom: dayOfYear,
		seasonTo: dayOfYear,
		start: clock,
		end: clock,
		...room
	}),
	v.forward(
		v.check(({ start, end }) => start !== end, '结束时间不能和开始时间相同'),
		['end']
	),
	v.forward(
		v.check(({ least, most }) => least <= most, roomMessage),
		['most']
	)
);
export type PatternForm = v.InferOutput<typeof PatternForm>;

export const ShiftForm = v.pipe(
	v.object({
		postId: id,
		day,
		start: clock,
		end: clock,
		...room,
		leadId: optionalId,
		note: moreWords(200)
	}),
	v.forward(
		v.check(({ start, end }) => start !== end, '结束时间不能和开始时间相同'),
		['end']
	),
	v.forward(
		v.check(({ least, most }) => least <= most, roomMessage),
		['most']
	)
);
export type ShiftForm = v.InferOutput<typeof ShiftForm>;

export const CallOffForm = v.object({ reason: words(100, '请写明取消的原因，报名的人会看到') });

export const PlanRange = v.pipe(
	v.object({ from: day, to: day }),
	v.forward(
		v.check(({ from, to }) => from <= to, '结束日期不能早于开始日期'),
		['to']
	)
);

export const JoinForm = v.object({
	ageBand: v.picklist(ageBandNames, '请选择年龄段'),
	consent: ticked,
	trained: ticked
});

export const SignUpForm = v.object({ risks: ticked });
