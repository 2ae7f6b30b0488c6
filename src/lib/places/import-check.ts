import * as v from 'valibot';
import { rowName, type RowProblem, type Sheet } from './import';

/** What was checked of a row, ready to be written. */
export type CheckedRow<Row> = { row: number; value: Row };

/**
 * Every row against `schema`, and no two of them with the same key; all problems, not only the
 * first. `keysOf` names each key as the message shows it.
 */
export function checkRows<Schema extends v.GenericSchema>(
	sheet: Sheet,
	schema: Schema,
	keysOf: (value: v.InferOutput<Schema>) => string[]
): { rows: CheckedRow<v.InferOutput<Schema>>[]; problems: RowProblem[] } {
	const rows: CheckedRow<v.InferOutput<Schema>>[] = [];
	const problems: RowProblem[] = [];
	const seen = new Map<string, number>();
	for (const { row, values, geometry } of sheet.rows) {
		const result = v.safeParse(schema, { ...values, geometry });
		if (!result.success) {
			problems.push({ row, message: [...new Set(result.issues.map((i) => i.message))].join('；') });
			continue;
		}
		const keys = keysOf(result.output);
		const twin = keys.find((key) => seen.has(key));
		if (twin !== undefined) {
			const earlier = rowName(sheet.format, seen.get(twin)!);
			problems.push({ row, message: `${twin}与${earlier}重复` });
			continue;
		}
		for (const key of keys) seen.set(key, row);
		rows.push({ row, value: result.output });
	}
	return { rows, problems };
}
