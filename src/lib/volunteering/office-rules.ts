import * as v from 'valibot';
import { isDay } from '../reports/calendar-forms';
import { roundingNames } from './hours';
import type { Season } from './patterns';
import type { Rules } from './sign-up';

type Bounds = { label: string; unit: string; least: number; most: number; hint?: string };

/** Each number of `standardRules` as the office sets it; the form is made from this. */
export const ruleNumbers = {
	opensDays: { label: '提前几天开放报名', unit: '天', least: 1, most: 60 },
	wayMinutes: {
		label: '两个点位之间留多久路上',
		unit: '分钟',
		least: 0,
		most: 240,
		hint: '同一个点位接着的班次不用留。'
	},
	mostMinutesADay: { label: '一人一天最多服务', unit: '分钟', least: 60, most: 480 },
	cancelHours: {
		label: '开始前多久可以随意取消',
		unit: '小时',
		least: 0,
		most: 72,
		hint: '再晚取消会记为临时取消，并告诉队长。'
	},
	offerMinutes: { label: '空出的名额保留多久', unit: '分钟', least: 10, most: 1440 },
	offersEndMinutes: {
		label: '开始前多久不再保留名额',
		unit: '分钟',
		least: 0,
		most: 720,
		hint: '从这时起，谁先报名就是谁的。'
	},
	checkInOpensMinutes: { label: '开始前多久可以签到', unit: '分钟', least: 0, most: 120 },
	checkOutMinutes: {
		label: '结束后多久还能签退',
		unit: '分钟',
		least: 0,
		most: 360,
		hint: '到时没有结束的班次会自动结束。'
	}
} as const satisfies Record<keyof Rules, Bounds>;

export const ruleNames = Object.keys(ruleNumbers) as (keyof Rules)[];

const whole = ({ least, most, unit }: Bounds) => {
	const message = `请填 ${least} 到 ${most} ${unit}`;
	return v.pipe(
		v.string(message),
		v.trim(),
		v.regex(/^\d{1,5}$/, message),
		v.transform(Number),
		v.minValue(least, message),
		v.maxValue(most, message)
	);
};

export const RulesForm = v.object(
	Object.fromEntries(ruleNames.map((name) => [name, whole(ruleNumbers[name])])) as Record<
		keyof Rules,
		ReturnType<typeof whole>
	>
);

/** So many rows the form has; those left empty are none. */
export const mostTerms = 4;

const date = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	// in a leap year, which has them all
	v.check((text) => text === '' || isDay(`2024-${text}`), '写成 09-01 这样')
);
const rows = Array.from({ length: mostTerms }, (_, n) => n);
type Dates = Record<string, string>;
const isWhole = (input: Dates, n: number) => !input[`from${n}`] === !input[`to${n}`];

export const TermsForm = v.pipe(
	v.object(Object.fromEntries(rows.flatMap((n) => [`from${n}`, `to${n}`].map((k) => [k, date])))),
	v.rawCheck(({ dataset, addIssue }) => {
		if (!dataset.typed) return;
		const input: Dates = dataset.value;
		const refuse = (key: string, message: string) =>
			addIssue({
				message,
				path: [{ type: 'object', origin: 'value', input, key, value: input[key] }]
			});
		for (const n of rows) {
			if (!isWhole(input, n)) refuse(input[`from${n}`] ? `to${n}` : `from${n}`, '请把这一行填完整');
		}
		if (rows.every((n) => !input[`from${n}`] && !input[`to${n}`])) {
			refuse('from0', '请至少填一个学期');
		}
	}),
	v.transform((input: Dates) => ({
		terms: rows
			.map((n): Season => ({ from: input[`from${n}`] ?? '', to: input[`to${n}`] ?? '' }))
			.filter(({ from }) => from !== '')
	}))
);

export const RoundingForm = v.object({
	rounding: v.picklist(roundingNames, '请选择怎么计')
});
