import { and, asc, desc, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { byClock } from '../../../reports/queues';
import { openStates, type State } from '../../../reports/workflow';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { reports } from '../schema';
import { deskLineColumns } from './desk-line';
import { isOpen } from './town-map';

const queueLines = (db: Db) =>
	db
		.select({
			id: reports.id,
			...deskLineColumns,
			kind: reports.kind,
			lat: reports.lat,
			lng: reports.lng,
			stateSince: reports.stateSince,
			unitId: reports.unitId
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.$dynamic();

type Page = { limit?: number; after?: number };

/**
 * The lines of a queue, the most pressing first; `unitId` for one unit's, `undecided` without those
 * that are ordered.
 */
export async function listQueue(
	db: Db,
	queue: readonly State[],
	{
		unitId,
		undecided = false,
		limit = 50,
		after = 0
	}: Page & { unitId?: number; undecided?: boolean } = {}
) {
	// in the words of the index that holds what is open, where nothing else is asked for
	const open = unitId === undefined && queue.every((state) => openStates.includes(state));
	const found = await db
		.select({ id: reports.id })
		.from(reports)
		.where(
			and(
				inArray(reports.state, [...queue]),
				isNotNull(reports.readyAt),
				open ? isOpen : undefined,
				unitId === undefined ? undefined : eq(reports.unitId, unitId),
				undecided ? sql`NOT ${isOrdered}` : undefined
			)
		)
		.orderBy(
			desc(reports.urgent),
			sql`${reports.dueAt} IS NULL`,
			asc(reports.dueAt),
			asc(reports.id)
		)
		.limit(limit)
		.offset(after);
	const ids = found.map(({ id }) => id);
	const place = new Map(ids.map((id, n) => [id, n]));
	const lines = await linesOf(db, ids);
	return lines
		.sort((a, b) => place.get(a.id)! - place.get(b.id)!)
		.map(({ id: _, ...line }) => line);
}

/** What a line shows, its photo too, is read for one page only and not for all that was sorted. */
const linesOf = async (db: Db, ids: readonly number[]) =>
	ids.length === 0
		? []
		: queueLines(db)
				.where(sql`${reports.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
				.orderBy(asc(reports.id));

/** Waits for an order to be carried out: decided, though its state does not say so yet. */
const isOrdered = sql`EXISTS (SELECT 1 FROM order_items i
	WHERE i.report_id = ${reports.id} AND i.state = 'waiting')`;

/** Reports to be taken in, in the order of `byClock`, without those that are ordered. */
export async function listIntake(db: Db, at: number, { limit = 50, after = 0 }: Page = {}) {
	const ids: number[] = [];
	for (const burning of lampsInOrder(at)) {
		const missing = after + limit - ids.length;
		if (missing <= 0) break;
		ids.push(...(await intakeIds(db, burning, missing)));
	}
	const lines = await linesOf(db, ids.slice(after, after + limit));
	return lines.sort(byClock(at)).map(({ id: _, ...line }) => line);
}

/** Red, yellow and neither, as `lamp`; each report is in one of them. */
function lampsInOrder(at: number): SQL[] {
	const { dueAt, dueSoonAt } = reports;
	const notRed = sql`(${dueAt} IS NULL OR ${dueAt} > ${at})`;
	return [
		sql`${dueAt} <= ${at}`,
		sql`${notRed} AND ${dueSoonAt} <= ${at}`,
		sql`${notRed} AND (${dueSoonAt} IS NULL OR ${dueSoonAt} > ${at})`
	];
}

/** In the order of the index, which is read only until there are enough. */
async function intakeIds(db: Db, burning: SQL, limit: number): Promise<number[]> {
	const rows = await db.values<[number]>(
		sql`SELECT ${reports.id} FROM reports INDEXED BY reports_intake
			WHERE ${reports.state} = 'submitted' AND ${reports.readyAt} IS NOT NULL
			AND ${reports.urgent} >= 0 AND ${burning} AND NOT ${isOrdered}
			ORDER BY ${reports.urgent} DESC, ${reports.submittedAt}, ${reports.id} LIMIT ${limit}`
	);
	return rows.map(([id]) => id);
}

export async function countStates(
	db: Db,
	among: readonly State[],
	unitId?: number
): Promise<Partial<Record<State, number>>> {
	const rows = await db
		.select({ state: reports.state, count: sql<number>`count(*)` })
		.from(reports)
		.where(
			and(
				inArray(reports.state, [...among]),
				unitId === undefined ? undefined : eq(reports.unitId, unitId)
			)
		)
		.groupBy(reports.state);
	return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
