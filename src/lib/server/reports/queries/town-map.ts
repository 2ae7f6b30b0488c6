import { sql, type SQL } from 'drizzle-orm';
import type { Bounds } from '../../../places/geometry';
import { cellBounds, cellsWithin, keptLevel, levelFor } from '../../../places/lattice';
import { categoryLabel } from '../../../reports/categories';
import type { MapLamp } from '../../../reports/map/asked';
import { openStates } from '../../../reports/workflow';
import type { Db } from '../../db';

export const townFeatures = 500;

/** `unitId`: of one unit's cases alone. */
export type CaseFilter = { group?: string; unitId?: number };

export type LampSpot = {
	lat: number;
	lng: number;
	count: number;
	counts: Record<MapLamp, number>;
	/** The cell that is counted here. */
	bounds: Bounds;
	/** Where one case stands alone. */
	only: { code: string; label: string } | null;
};

/**
 * As the index `reports_open` says it, letter by letter: then SQLite reads the few that are open, and
 * those from the index alone. The longitude makes it a search and not a walk through the index.
 */
export const openList = sql.raw(`(${openStates.map((state) => `'${state}'`).join(', ')})`);
export const isOpen = sql`state IN ${openList}`;
export const fromOpen = sql`reports INDEXED BY reports_open`;

/** Rows of a statement of our own, by the names of its columns. */
export async function rowsOf<Row extends object>(
	db: Db,
	names: readonly (keyof Row & string)[],
	statement: SQL
): Promise<Row[]> {
	const rows = await db.values<unknown[]>(statement);
	return rows.map((row) => Object.fromEntries(names.map((name, n) => [name, row[n]])) as Row);
}

export const filtered = ({ group, unitId }: CaseFilter): SQL =>
	sql`${group ? sql`AND category_group = ${group}` : sql``} ${unitId === undefined ? sql`` : sql`AND unit_id = ${unitId}`}`;

/** Half as far again as a mark is wide, so that marks do not cover each other: 64 pixels. */
const finerThanMap = 2;

/** Open cases in `bounds`, gathered by cells, at most 500 of them. */
export async function lampSpots(
	db: Db,
	bounds: Bounds,
	zoom: number,
	filter: CaseFilter,
	at: number
): Promise<LampSpot[]> {
	const level = levelFor(bounds, zoom + finerThanMap, townFeatures);
	const cells = cellsWithin(bounds, level);
	const { west, north } = cellBounds({ x: cells.west, y: cells.north }, level);
	const { east, south } = cellBounds({ x: cells.east, y: cells.south }, level);
	const size = 2 ** level;
	const rows = await rowsOf<Gathered>(
		db,
		['x', 'y', 'count', 'lat', 'lng', 'id', 'red', 'yellow', 'paused'],
		sql`
		SELECT CAST((lng + 180.0) / 360.0 * ${size} AS INTEGER) AS x,
			CAST((90.0 - lat) / 270.0 * ${size} AS INTEGER) AS y,
			count(*) AS count, avg(lat) AS lat, avg(lng) AS lng, min(id) AS id,
			sum(due_at <= ${at}) AS red,
			sum(due_at > ${at} AND due_soon_at <= ${at}) AS yellow,
			sum(due_at IS NULL) AS paused
		FROM ${fromOpen}
		WHERE ${isOpen} AND lng BETWEEN ${west} AND ${east} AND lat BETWEEN ${south} AND ${north}
			${filtered(filter)}
		GROUP BY x, y
		HAVING x BETWEEN ${cells.west} AND ${cells.east} AND y BETWEEN ${cells.north} AND ${cells.south}
		LIMIT ${townFeatures}`
	);
	const alone = await namesOf(
		db,
		rows.filter(({ count }) => count === 1).map(({ id }) => id)
	);
	return rows.map(({ x, y, lat, lng, count, id, red, yellow, paused }) => ({
		lat,
		lng,
		count,
		counts: {
			red: red ?? 0,
			yellow: yellow ?? 0,
			green: count - (red ?? 0) - (yellow ?? 0) - paused,
			paused
		},
		bounds: cellBounds({ x, y }, level),
		only: count === 1 ? (alone.get(id) ?? null) : null
	}));
}

type Gathered = {
	x: number;
	y: number;
	lat: number;
	lng: number;
	count: number;
	id: number;
	red: number | null;
	yellow: number | null;
	paused: number;
};

async function namesOf(db: Db, ids: number[]) {
	if (ids.length === 0) return new Map<number, { code: string; label: string }>();
	const rows = await rowsOf<{ id: number; code: string; category: string }>(
		db,
		['id', 'code', 'category'],
		sql`SELECT id, code, category FROM reports WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
	);
	return new Map(
		rows.map(({ id, code, category }) => [id, { code, label: categoryLabel(category) }])
	);
}

/** Days from 1970-01-01 in Shanghai, both included. */
export type DaySpan = { from: number; to: number };

/** How many reports were sent from each cell in those days, at most 500 cells. */
export async function heatCells(
	db: Db,
	bounds: Bounds,
	zoom: number,
	{ group }: CaseFilter,
	{ from, to }: DaySpan
): Promise<{ bounds: Bounds; count: number }[]> {
	const level = levelFor(bounds, zoom + finerThanMap + 1, townFeatures);
	const kept = keptLevel(level);
	const shift = kept - level;
	const { west, east, north, south } = cellsWithin(bounds, level);
	const last = 2 ** shift - 1;
	const rows = await rowsOf<{ cx: number; cy: number; count: number }>(
		db,
		['cx', 'cy', 'count'],
		sql`
		SELECT x >> ${shift} AS cx, y >> ${shift} AS cy, sum(count) AS count
		FROM case_cells
		WHERE level = ${kept} AND day BETWEEN ${from} AND ${to}
			AND x BETWEEN ${west << shift} AND ${(east << shift) + last}
			AND y BETWEEN ${north << shift} AND ${(south << shift) + last}
			${group ? sql`AND category_group = ${group}` : sql``}
		GROUP BY cx, cy HAVING sum(count) > 0
		LIMIT ${townFeatures}`
	);
	return rows.map(({ cx, cy, count }) => ({
		bounds: cellBounds({ x: cx, y: cy }, level),
		count
	}));
}
