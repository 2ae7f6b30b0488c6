import { asc, eq } from 'drizzle-orm';
import type { FeatureCollection, Point, Polygon } from 'geojson';
import type { Bounds } from '../../../places/geometry';
import { figureNames, type Asked, type Figure, type MapLamp } from '../../../reports/map/asked';
import type { Db } from '../../db';
import { grids } from '../../places/schema';
import { casesThere } from './cases-there';
import { gridFigures, spanOf, type GridFigures } from './grid-figures';
import { heatCells, lampSpots, townFeatures, type CaseFilter } from './town-map';

export type LampProperties = Record<MapLamp, number> & {
	count: number;
	cell: string;
	code?: string;
	label?: string;
};
export type CellProperties = { count: number; cell: string };
/** A grid's outline is in the base map already. */
export type GridProperties = { code: string; name: string; value: number };

/** What the map shows in `bounds` of what is asked: at most 500 features. */
export async function townMap(
	db: Db,
	asked: Asked,
	bounds: Bounds,
	zoom: number,
	at: number
): Promise<
	FeatureCollection<Point | Polygon | null, LampProperties | CellProperties | GridProperties>
> {
	const filter = filterOf(asked);
	if (asked.layer === 'lamps') {
		const spots = await lampSpots(db, bounds, zoom, filter, at);
		return collection(
			spots.map(({ lat, lng, count, counts, bounds: box, only }) => ({
				type: 'Feature',
				geometry: { type: 'Point', coordinates: [round(lng), round(lat)] },
				properties: { count, ...counts, cell: textOf(box), ...only }
			}))
		);
	}
	if (asked.layer === 'heat') {
		const cells = await heatCells(db, bounds, zoom, filter, spanOf(asked, at));
		return collection(
			cells.map(({ bounds: box, count }) => ({
				type: 'Feature',
				geometry: { type: 'Polygon', coordinates: [ringOf(box)] },
				properties: { count, cell: textOf(box) }
			}))
		);
	}
	const rows = await gridRows(db, asked, at, [asked.figure]);
	return collection(
		rows
			.filter(({ code }) => code !== '')
			.map(({ code, name, figures }) => ({
				type: 'Feature',
				geometry: null,
				properties: { code, name, value: valueOf(figures, asked.figure) }
			}))
	);
}

function collection<F>(features: F[]) {
	return { type: 'FeatureCollection' as const, features: features.slice(0, townFeatures) };
}

/** A share in per cent, null where nothing was checked; else a number. */
export const valueOf = (figures: GridFigures, figure: Figure): number =>
	figure === 'failed' ? share(figures) : figures[figure];

const share = ({ failed, checked }: GridFigures): number =>
	checked === 0 ? 0 : Math.round((failed / checked) * 1000) / 10;

export type GridRow = { code: string; name: string; figures: GridFigures };

/**
 * Every grid in use, in the order of its code, and at the end what lies in none, if anything does;
 * with all figures, or with those that are `wanted`.
 */
export async function gridRows(
	db: Db,
	asked: Asked,
	at: number,
	wanted: readonly Figure[] = figureNames
): Promise<GridRow[]> {
	const figures = await gridFigures(db, asked, filterOf(asked), at, wanted);
	const rows = await db
		.select({ id: grids.id, code: grids.code, name: grids.name })
		.from(grids)
		.where(eq(grids.active, true))
		.orderBy(asc(grids.code));
	const inUse = new Set(rows.map(({ id }) => id));
	// of grids that are not in use any more as well
	const elsewhere = { ...nothing };
	for (const [id, sums] of figures) {
		if (inUse.has(id)) continue;
		for (const name of Object.keys(nothing) as (keyof GridFigures)[]) elsewhere[name] += sums[name];
	}
	const known = rows.map(({ id, code, name }) => ({
		code,
		name,
		figures: figures.get(id) ?? nothing
	}));
	const any = Object.values(elsewhere).some((sum) => sum !== 0);
	return any ? [...known, { code: '', name: '不在网格内', figures: elsewhere }] : known;
}

const nothing: GridFigures = {
	open: 0,
	overdue: 0,
	gaps: 0,
	sent: 0,
	closed: 0,
	failed: 0,
	checked: 0
};

/** The cases of the place that is asked for; null where none is, or none of that code. */
export async function casesAsked(db: Db, asked: Asked, at: number) {
	const filter = filterOf(asked);
	if (asked.cell) return { name: '', ...(await casesThere(db, asked, asked.cell, filter, at)) };
	const [grid] = await db
		.select({ id: grids.id, name: grids.name })
		.from(grids)
		.where(eq(grids.code, asked.grid));
	if (!grid) return null;
	return { name: grid.name, ...(await casesThere(db, asked, { gridId: grid.id }, filter, at)) };
}

const filterOf = ({ group, unit }: Asked): CaseFilter => ({
	group: group || undefined,
	unitId: unit ? Number(unit) : undefined
});

const textOf = ({ west, south, east, north }: Bounds): string => [west, south, east, north].join();
const ringOf = ({ west, south, east, north }: Bounds): [number, number][] => [
	[west, south],
	[east, south],
	[east, north],
	[west, north],
	[west, south]
];
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
