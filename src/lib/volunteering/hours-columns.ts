import * as v from 'valibot';

/** What can be exported of a row of the ledger, with the heading that stands there by default. */
export const hourFields = {
	day: '服务日期',
	starts: '班次开始',
	ends: '班次结束',
	post: '服务点位',
	content: '服务内容',
	number: '志愿者编号',
	hours: '计入时长（小时）',
	counted: '计入时长（分钟）',
	minutes: '实际时长（分钟）',
	kind: '记录方式',
	rounding: '取整规则',
	reason: '说明',
	voucher: '证明人',
	written: '记录时间',
	shift: '班次编号'
} as const;
export type HourField = keyof typeof hourFields;
export const hourFieldNames = Object.keys(hourFields) as [HourField, ...HourField[]];

export type Column = { field: HourField; heading: string };

const standard: readonly HourField[] = [
	'number',
	'day',
	'post',
	'content',
	'hours',
	'kind',
	'reason',
	'shift'
];
export const standardColumns: readonly Column[] = standard.map((field) => ({
	field,
	heading: hourFields[field]
}));

const Columns = v.pipe(
	v.array(
		v.object({ field: v.picklist(hourFieldNames), heading: v.pipe(v.string(), v.maxLength(30)) })
	),
	v.minLength(1)
);

/** What was chosen, as far as it makes sense; else the standard. */
export function columnsRead(chosen: unknown): Column[] {
	const read = v.safeParse(Columns, chosen);
	return read.success ? read.output : [...standardColumns];
}

const place = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.regex(/^\d{0,2}$/, '写 1 到 99 的数字，不导出的留空'),
	v.transform((text) => (text === '' ? null : Number(text)))
);
const heading = v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(30, '最多 30 字'));

/** `place_…` says where a field stands, empty where it does not; `heading_…` what stands above it. */
export const ColumnsForm = v.object({
	...(Object.fromEntries(hourFieldNames.map((field) => [`place_${field}`, place])) as Record<
		`place_${HourField}`,
		typeof place
	>),
	...(Object.fromEntries(hourFieldNames.map((field) => [`heading_${field}`, heading])) as Record<
		`heading_${HourField}`,
		typeof heading
	>)
});

/** The columns in the order that was written; of two with the same number the first listed. */
export function columnsAsked(form: v.InferOutput<typeof ColumnsForm>): Column[] {
	return hourFieldNames
		.flatMap((field) => {
			const at = form[`place_${field}`];
			return at === null ? [] : [{ at, field, heading: form[`heading_${field}`] }];
		})
		.sort((a, b) => a.at - b.at)
		.map(({ field, heading }) => ({ field, heading: heading || hourFields[field] }));
}
