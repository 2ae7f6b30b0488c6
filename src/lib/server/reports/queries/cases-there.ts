import { sql, type SQL } from 'drizzle-orm';
import type { Asked, Figure } from '../../../reports/map/asked';
import type { State } from '../../../reports/workflow';
import { dayMs, hourMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { dayNumber, spanOf } from './grid-figures';
import { filtered, fromOpen, isOpen, openList, rowsOf, type CaseFilter } from './town-map';

export const casesShown = 50;

export type CaseThere = {
	code: string;
	category: string;
	placeName: string;
	state: State;
	submittedAt: number;
	dueAt: number | null;
	dueSoonAt: number | null;
};

/** `gridId` 0 is in no grid. */
type Place = { gridId: number } | { west: number; south: number; east: number; north: number };

/** The cases that a mark, a cell or a grid of the map stands for; at most 50 and whether there are more. */
export async function casesThere(
	db: Db,
	{ layer, figure, day }: Pick<Asked, 'layer' | 'figure' | 'day'>,
	place: Place,
	filter: CaseFilter,
	at: number
): Promise<{ cases: CaseThere[]; more: boolean }> {
	const counted = layer === 'lamps' ? 'open' : layer === 'heat' ? 'sent' : figure;
	const ids = idsOf(counted, day, place, filter, at);
	const cases = await rowsOf<CaseThere>(
		db,
		['code', 'category', 'placeName', 'state', 'submittedAt', 'dueAt', 'dueSoonAt'],
		sql`
		SELECT code, category, place_name, state, submitted_at, due_at, due_soon_at
		FROM reports WHERE id IN (${ids} LIMIT ${casesShown + 1})
		ORDER BY submitted_at DESC`
	);
	return { cases: cases.slice(0, casesShown), more: cases.length > casesShown };
}

function idsOf(figure: Figure, day: string, place: Place, filter: CaseFilter, at: number): SQL {
	const { from, to } = spanOf({ day }, at);
	const [begin, end] = [startOf(from), startOf(to + 1)];
	const isHere = within(place);
	const fits = filtered(filter);
	const openNow = sql`SELECT id FROM ${fromOpen} WHERE ${isOpen} AND lng BETWEEN -180 AND 180 AND ${isHere} ${fits}`;
	switch (figure) {
		case 'overdue':
			return sql`${openNow} AND due_at <= ${at}`;
		case 'gaps':
			return sql`${openNow} AND gap`;
		case 'sent':
			return sql`SELECT id FROM reports INDEXED BY reports_sent WHERE submitted_at >= ${begin} AND submitted_at < ${end} AND ${isHere} ${fits}`;
		case 'closed':
			return moved(sql`to_state.action = 'pass'`, begin, end, isHere, fits);
		case 'failed':
			return moved(sql`to_state.action = 'fail'`, begin, end, isHere, fits);
		case 'open':
			if (!day || to === dayNumber(at)) return openNow;
			// what was moved since then was what its last event until then made it
			return sql`SELECT id FROM reports INDEXED BY reports_grid_since
				WHERE ${isHere} ${fits} AND state_since >= ${end} AND submitted_at < ${end}
				AND (SELECT e."to" FROM report_events e WHERE e.report_id = reports.id AND e.at < ${end}
					ORDER BY e.id DESC LIMIT 1) IN ${openList}
				UNION ALL ${openNow} AND state_since < ${end}`;
	}
}

/** What was moved in that time has been in its state since then or later. */
const moved = (how: SQL, begin: number, end: number, isHere: SQL, fits: SQL): SQL =>
	sql`SELECT id FROM reports INDEXED BY reports_grid_since
		WHERE ${isHere} ${fits} AND state_since >= ${begin}
		AND EXISTS (SELECT 1 FROM report_events to_state WHERE to_state.report_id = reports.id
			AND ${how} AND to_state.at >= ${begin} AND to_state.at < ${end})`;

const startOf = (day: number): number => day * dayMs - 8 * hourMs;

function within(place: Place): SQL {
	if ('gridId' in place) {
		return place.gridId === 0 ? sql`grid_id IS NULL` : sql`grid_id = ${place.gridId}`;
	}
	const { west, south, east, north } = place;
	return sql`lng >= ${west} AND lng < ${east} AND lat > ${south} AND lat <= ${north}`;
}
