import { eq, inArray, lte, sql, type SQL } from 'drizzle-orm';
import { readCode } from '../../../reports/code';
import { isGroup } from '../../../reports/categories';
import {
	periodOf,
	standings,
	type Lamp,
	type Mark,
	type ReportFilter
} from '../../../reports/filter';
import { matchAll, matchFact, matchFor } from '../../../reports/search';
import { openStates, type State } from '../../../reports/workflow';
import type { Db } from '../../db';
import { grids, units } from '../../places/schema';
import { reports } from '../schema';

/** A filter in the terms of the database. */
export type Asked = {
	/** All that must hold for a report, but for its words. */
	conditions: SQL[];
	/** Those of the conditions that have an index of their own, in words that let it be used. */
	selective: SQL[];
	/** Words, and facts of the report as words, for the index of words. */
	match: string | null;
	/** There are words among them. */
	words: boolean;
	/** What is found by the index of words alone needs no second look at the report. */
	wordsDecide: boolean;
	/** Between which ids the days lie. */
	ids: { first: number; last: number } | null;
};

/** Null when nothing can be found: no such code, grid or unit, or no report on these days. */
export async function askedOf(db: Db, filter: ReportFilter, at: number): Promise<Asked | null> {
	const { q, lamp, marks, category } = filter;
	const ids = await idsOfDays(db, filter);
	const gridId = filter.grid ? await idOf(db, grids, filter.grid) : null;
	const unitId = filter.unit ? await idOf(db, units, filter.unit) : null;
	if (ids === 'none' || gridId === undefined || unitId === undefined) return null;

	const code = readCode(q);
	const words = code ? null : matchFor(q);
	if (q !== '' && code === null && words === null) return null;
	const states = statesOf(filter);
	if (states?.length === 0) return null;

	const selective = [
		...(code ? [eq(reports.code, code)] : []),
		...(states ? [inArray(reports.state, [...states])] : []),
		...(unitId === null ? [] : [eq(reports.unitId, unitId)]),
		...marks.flatMap((mark) => markConditions[mark].rare ?? [])
	];
	const kind = isGroup(category) ? reports.categoryGroup : reports.category;
	const byWordsToo = [
		...(gridId === null ? [] : [sql`+${reports.gridId} = ${gridId}`]),
		...(unitId === null ? [] : [sql`+${reports.unitId} = ${unitId}`]),
		...(category === '' ? [] : [sql`+${kind} = ${category}`])
	];
	const others = [
		...(code ? [sql`+${reports.code} = ${code}`] : []),
		...(states ? [sql`+${reports.state} IN ${[...states]}`] : []),
		...marks.map((mark) => markConditions[mark].plain),
		...(lamp ? [lampCondition(lamp, at)] : []),
		...daysConditions(filter)
	];
	return {
		conditions: [...byWordsToo, ...others],
		selective,
		match: matchAll([
			words,
			gridId === null ? null : matchFact('grid', gridId),
			unitId === null ? null : matchFact('unit', unitId),
			category === '' ? null : matchFact(isGroup(category) ? 'group' : 'category', category)
		]),
		words: words !== null,
		wordsDecide: others.length === 0,
		ids
	};
}

/** Null for all. A lamp burns where a clock runs, and only what is open presses. */
function statesOf({ in: standing, lamp, sort }: ReportFilter): readonly State[] | null {
	const states = standings.find(({ value }) => value === standing)?.states ?? null;
	if (!lamp && sort !== 'pressing') return states;
	return states ? openStates.filter((state) => states.includes(state)) : openStates;
}

/**
 * Where a report is chosen already, the plus keeps SQLite from going by an index that finds many;
 * `rare` is in the words of the partial index by which what is rare is found.
 */
const markConditions: Record<Mark, { plain: SQL; rare?: SQL }> = {
	urgent: { plain: sql`+${reports.urgent} = 1` },
	overdue: { plain: sql`+${reports.overdue} = 1`, rare: sql`${reports.overdue} = 1` },
	repeat: {
		plain: sql`+${reports.repeatOfId} IS NOT NULL`,
		rare: sql`${reports.repeatOfId} IS NOT NULL`
	},
	supervised: {
		plain: sql`+${reports.supervision} <> 'none'`,
		// the second half says the same, and lets the index be entered instead of read through
		rare: sql`(${reports.supervision} <> 'none' AND ${reports.supervision} > '')`
	},
	gap: { plain: sql`+${reports.gap} = 1`, rare: sql`${reports.gap} = 1` }
};

function lampCondition(lamp: Lamp, at: number): SQL {
	const { dueAt, dueSoonAt } = reports;
	if (lamp === 'red') return lte(dueAt, at);
	if (lamp === 'green') {
		return sql`(${dueAt} > ${at} AND (${dueSoonAt} IS NULL OR ${dueSoonAt} > ${at}))`;
	}
	return sql`(${dueAt} > ${at} AND ${dueSoonAt} <= ${at})`;
}

function daysConditions(filter: ReportFilter): SQL[] {
	const { since, until } = periodOf(filter);
	return [
		...(since === null ? [] : [sql`+${reports.submittedAt} >= ${since}`]),
		...(until === null ? [] : [sql`+${reports.submittedAt} < ${until}`])
	];
}

/** As far from the first and the last moment as ids and times may be out of step. */
const edge = 10_000;

const newestId = Number.MAX_SAFE_INTEGER - 1;

async function idsOfDays(db: Db, filter: ReportFilter): Promise<Asked['ids'] | 'none'> {
	const { since, until } = periodOf(filter);
	if (since === null && until === null) return null;
	const days = sql`submitted_at >= ${since ?? 0}
		AND submitted_at < ${until ?? Number.MAX_SAFE_INTEGER}`;
	const bound = async (find: SQL, end: SQL) => {
		const [row] = await db.values<[number | null]>(
			sql`SELECT ${find} FROM (SELECT id FROM reports WHERE ${days} ORDER BY ${end} LIMIT ${edge})`
		);
		return row?.[0] ?? null;
	};
	const first = since === null ? 0 : await bound(sql`min(id)`, sql`submitted_at`);
	const last = until === null ? newestId : await bound(sql`max(id)`, sql`submitted_at DESC`);
	return first === null || last === null ? 'none' : { first, last };
}

/** Undefined when there is none. */
async function idOf(db: Db, table: typeof grids | typeof units, code: string) {
	const [row] = await db.select({ id: table.id }).from(table).where(eq(table.code, code)).limit(1);
	return row?.id;
}
