import * as v from 'valibot';
import { isDay } from '../reports/calendar-forms';
import { readCode } from '../reports/code';
import { dayKindNames, minutesBetween } from './patterns';
import { ageBandNames, minimumAges, postKindNames } from './posts';
import { standardRules } from './sign-up';

const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
const moreWords = (most: number) =>
	v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most, `最多 ${most} 字`)), '');
// the default makes it a value of its own: without one, a box that is not ticked is not even false
const ticked = v.pipe(
	v.optional(v.string(), ''),
	v.transform((value) => value !== '')
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
		v.trim(),
		v.regex(/^-?\d{1,3}(\.\d{1,15})?$/, '坐标写成 118.8360 这样'),
		v.transform(Number),
		v.minValue(-most, '坐标不对'),
		v.maxValue(most, '坐标不对')
	);
const clock = v.pipe(
	v.string('请填写时间'),
	v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 07:00 这样'),
	v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
);
const day = v.pipe(v.string('请选择日期'), v.check(isDay, '日期写成 2026-01-05 这样'));
const dayOfYear = v.pipe(
	v.string('请填写日期'),
	v.trim(),
	// in a leap year, which has them all
	v.check((text) => isDay(`2024-${text}`), '写成 05-01 这样')
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

const degreesOrNone = (most: number) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.regex(/^$|^-?\d{1,3}(\.\d{1,15})?$/, '坐标写成 118.8360 这样'),
		v.transform((text) => (text === '' ? null : Number(text))),
		v.check((value) => value === null || Math.abs(value) <= most, '坐标不对')
	);

/** A post as the desk asks for it: where it stands is written, or is where a known place is. */
const askedPost = {
	...PostForm.entries,
	placeId: optionalId,
	lat: degreesOrNone(90),
	lng: degreesOrNone(180)
};
const isSomewhere = ({ placeId, lat, lng }: Spot) =>
	placeId !== null || (lat !== null && lng !== null);
type Spot = { placeId: number | null; lat: number | null; lng: number | null };
const somewhere = '请填写纬度和经度，或选一个已知地点';

export const NewPost = v.pipe(
	v.object(askedPost),
	v.forward(
		v.check((input) => isSomewhere(input), somewhere),
		['lat']
	)
);
export const ChangePost = v.pipe(
	v.object({ ...askedPost, id, active: ticked }),
	v.forward(
		v.check((input) => isSomewhere(input), somewhere),
		['lat']
	)
);

const times = {
	start: clock,
	end: clock,
	least: number('请填写最少人数', 1, 99),
	most: number('请填写最多人数', 1, 99)
};
type Times = { start: number; end: number; least: number; most: number };
const mostHours = standardRules.mostMinutesADay / 60;
const isNotEmpty = ({ start, end }: Times) => start !== end;
const isNotTooLong = ({ start, end }: Times) =>
	minutesBetween(start, end) <= standardRules.mostMinutesADay;
const fits = ({ least, most }: Times) => least <= most;
const emptyMessage = '结束时间不能和开始时间相同';
const longMessage = `一个班次最长 ${mostHours} 小时，再长的请分成几班`;
const roomMessage = '最多人数不能少于最少人数';

export const PatternForm = v.pipe(
	v.object({
		postId: id,
		days: v.picklist(dayKindNames, '请选择哪些日子'),
		seasonFrom: dayOfYear,
		seasonTo: dayOfYear,
		...times
	}),
	v.forward(
		v.check((input) => isNotEmpty(input), emptyMessage),
		['end']
	),
	v.forward(
		v.check((input) => isNotTooLong(input), longMessage),
		['end']
	),
	v.forward(
		v.check((input) => fits(input), roomMessage),
		['most']
	)
);
export type PatternForm = v.InferOutput<typeof PatternForm>;

export const EndPattern = v.object({ id });

/** 志愿者编号, read as people type it; undefined where none is given. */
const leadNumber = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.check((text) => text === '' || readCode(text) !== null, '编号写成 7K3F-9QXM 这样'),
	v.transform((text) => readCode(text) ?? undefined)
);

export const ShiftForm = v.pipe(
	v.object({ postId: id, day, ...times, leadId: optionalId, leadNumber, note: moreWords(200) }),
	v.forward(
		v.check((input) => isNotEmpty(input), emptyMessage),
		['end']
	),
	v.forward(
		v.check((input) => isNotTooLong(input), longMessage),
		['end']
	),
	v.forward(
		v.check((input) => fits(input), roomMessage),
		['most']
	)
);
type Asked = v.InferOutput<typeof ShiftForm>;
/** Who leads is named by the account or, where the desk cannot choose it, by the number. */
export type ShiftForm = Omit<Asked, 'leadNumber'> & Partial<Pick<Asked, 'leadNumber'>>;

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
