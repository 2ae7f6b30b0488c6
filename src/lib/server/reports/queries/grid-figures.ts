import { sql } from 'drizzle-orm';
import { figureDays, figureNames, type Asked, type Figure } from '../../../reports/map/asked';
import { dayMs, hourMs, startOfDay } from '../../../time/shanghai';
import type { Db } from '../../db';
import { filtered, fromOpen, isOpen, rowsOf, type CaseFilter, type DaySpan } from './town-map';

/** Days from 1970-01-01, as the rollups count them. */
export const dayNumber = (at: number): number => Math.floor((at + 8 * hourMs) / dayMs);

/** The days that are asked for: one, or the last 30. */
export function spanOf({ day }: Pick<Asked, 'day'>, at: number): DaySpan {
	if (day) return { from: dayNumber(startOfDay(day)), to: dayNumber(startOfDay(day)) };
	return { from: dayNumber(at) - figureDays + 1, to: dayNumber(at) };
}

/** Of one grid. `failed` is how many of `checked` did not pass. */
export type GridFigures = Record<Figure, number> & { checked: number };
type Sums = Record<Figure, number>;

const nothing: Sums = { open: 0, overdue: 0, gaps: 0, sent: 0, closed: 0, failed: 0 };

/** What is read off the open cases; the others are off the rollup of days. */
const ofOpen: readonly Figure[] = ['open', 'overdue', 'gaps'];

/**
 * The figures by grid id, 0 for what lies in none. With a day: what happened on it, and what was open
 * when it ended. Of one unit alone only what is open now can be told. `wanted`: what is not among
 * them may stay 0; a share needs `failed`.
 */
export async function gridFigures(
	db: Db,
	asked: Pick<Asked, 'day'>,
	filter: CaseFilter,
	at: number,
	wanted: readonly Figure[] = figureNames
): Promise<Map<number, GridFigures>> {
	const wantsOpen = wanted.some((figure) => ofOpen.includes(figure));
	const wantsOthers = wanted.some((figure) => !ofOpen.includes(figure));
	const figures = new Map<number, Sums>();
	const of = (grid: number) => {
		const known = figures.get(grid) ?? { ...nothing };
		figures.set(grid, known);
		return known;
	};
	if (wantsOpen) {
		for (const { grid, ...now } of await openNow(db, filter, at)) Object.assign(of(grid), now);
	}
	if (filter.unitId === undefined) {
		const span = spanOf(asked, at);
		if (wantsOthers) {
			for (const { grid, ...sums } of await happened(db, filter, span)) {
				Object.assign(of(grid), sums);
			}
		}
		if (wantsOpen && asked.day) {
			const since = { from: span.to + 1, to: dayNumber(at) };
			for (const { grid, change } of await changes(db, filter, since)) of(grid).open -= change;
		}
	}
	return new Map(
		[...figures].map(([grid, sums]) => [grid, { ...sums, checked: sums.closed + sums.failed }])
	);
}

const openNow = (db: Db, filter: CaseFilter, at: number) =>
	rowsOf<{ grid: number; open: number; overdue: number; gaps: number }>(
		db,
		['grid', 'open', 'overdue', 'gaps'],
		sql`
		SELECT coalesce(grid_id, 0) AS grid, count(*) AS open,
			coalesce(sum(due_at <= ${at}), 0) AS overdue, sum(gap) AS gaps
		FROM ${fromOpen}
		WHERE ${isOpen} AND lng BETWEEN -180 AND 180 ${filtered(filter)}
		GROUP BY grid`
	);

const happened = (db: Db, { group }: CaseFilter, { from, to }: DaySpan) =>
	rowsOf<{ grid: number; sent: number; closed: number; failed: number }>(
		db,
		['grid', 'sent', 'closed', 'failed'],
		sql`
		SELECT grid_id AS grid, sum(submitted) AS sent, sum(closed) AS closed, sum(failed) AS failed
		FROM case_days
		WHERE day BETWEEN ${from} AND ${to} ${group ? sql`AND category_group = ${group}` : sql``}
		GROUP BY grid_id`
	);

const changes = (db: Db, { group }: CaseFilter, { from, to }: DaySpan) =>
	rowsOf<{ grid: number; change: number }>(
		db,
		['grid', 'change'],
		sql`
		SELECT grid_id AS grid, sum(opened - ended) AS change
		FROM case_days
		WHERE day BETWEEN ${from} AND ${to} ${group ? sql`AND category_group = ${group}` : sql``}
		GROUP BY grid_id`
	);
