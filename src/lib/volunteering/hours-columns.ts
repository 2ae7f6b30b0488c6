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
