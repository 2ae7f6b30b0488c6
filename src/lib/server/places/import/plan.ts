import type { ImportKind, RowProblem, Sheet } from '../../../places/import';
import type { Db } from '../../db';
import type { Sealing } from '../../sealing';

export type Change = {
	what: 'added' | 'changed' | 'unchanged';
	/** Does nothing for what is unchanged. */
	write(tx: Db): Promise<unknown>;
};

/** What an import would do; with problems it must not be done. */
export type Plan = { changes: Change[]; problems: RowProblem[] };
/** `seal` for rows that hold a name. */
export type Planner = (db: Db, sheet: Sheet, seal?: Sealing) => Promise<Plan>;
export type Planners = Record<ImportKind, Planner>;

/**
 * One row beside what the database has: added when there is nothing, unchanged when every value is
 * the same, else changed.
 */
export function change(
	before: { id: number; [column: string]: unknown } | undefined,
	values: Record<string, unknown>,
	insert: (tx: Db) => Promise<unknown>,
	update: (tx: Db, id: number) => Promise<unknown>
): Change {
	if (!before) return { what: 'added', write: insert };
	const same = Object.keys(values).every(
		(key) => JSON.stringify(before[key]) === JSON.stringify(values[key])
	);
	if (same) return { what: 'unchanged', write: async () => {} };
	return { what: 'changed', write: (tx) => update(tx, before.id) };
}

export const byKey = <Row>(rows: Row[], keyOf: (row: Row) => string): Map<string, Row> =>
	new Map(rows.map((row) => [keyOf(row), row]));

/** Those whose name no other has. */
export const unambiguous = <Named extends { name: string }>(rows: Named[]): Named[] =>
	rows.filter(({ name }) => rows.filter((other) => other.name === name).length === 1);
