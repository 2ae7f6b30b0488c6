import * as v from 'valibot';
import {
	hourFieldNames,
	hourFields,
	standardColumns,
	type Column,
	type HourField
} from './hours-columns';

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
