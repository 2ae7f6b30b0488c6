import { and, between, eq, gt, sql } from 'drizzle-orm';
import type { FeatureCollection, Point } from 'geojson';
import type { Bounds } from '../../../places/geometry';
import { finestLevel, tilesWithin } from '../../../places/tiles';
import { categoryLabel } from '../../../reports/categories';
import { states } from '../../../reports/workflow';
import type { Db } from '../../db';
import { idsWithin } from '../../places/boxes';
import { mapCells, reports } from '../schema';

export const mapFeatures = 500;
/** The coarsest level for which cells are kept. */
const coarsest = 8;

export type MapFilter = { group?: string; closed?: boolean };

export type MapProperties =
	{ code: string; label: string; step: number; closed: boolean } | { count: number };

/**
 * Released reports in `bounds` as GeoJSON: points when they are at most 500, else clusters, one
 * for each cell of about 64 pixels at `zoom`, and never more than 500.
 */
export async function mapReports(
	db: Db,
	bounds: Bounds,
	zoom: number,
	filter: MapFilter = {}
): Promise<FeatureCollection<Point, MapProperties>> {
	const cells = await cellsWithin(db, bounds, zoom, filter);
	const total = cells.reduce((sum, cell) => sum + cell.count, 0);
	if (total > mapFeatures) {
		return collection(
			cells.map(({ count, sumLat, sumLng }) => point(sumLng / count, sumLat / count, { count }))
		);
	}
	const rows = await pointsWithin(db, bounds, filter);
	return collection(
		rows.map(({ code, category, step, lat, lng }) =>
			point(lng ?? 0, lat ?? 0, {
				code,
				label: categoryLabel(category),
				step,
				closed: step === states.closed.step
			})
		)
	);
}

function cellsWithin(db: Db, bounds: Bounds, zoom: number, filter: MapFilter) {
	const level = levelFor(bounds, zoom);
	const { west, east, north, south } = tilesWithin(bounds, level);
	return db
		.select({
			count: sql<number>`sum(${mapCells.count})`,
			sumLat: sql<number>`sum(${mapCells.sumLat})`,
			sumLng: sql<number>`sum(${mapCells.sumLng})`
		})
		.from(mapCells)
		.where(
			and(
				eq(mapCells.zoom, level),
				between(mapCells.x, west, east),
				between(mapCells.y, north, south),
				gt(mapCells.count, 0),
				filter.group === undefined ? undefined : eq(mapCells.categoryGroup, filter.group),
				filter.closed === undefined ? undefined : eq(mapCells.closed, filter.closed)
			)
		)
		.groupBy(mapCells.x, mapCells.y);
}

function pointsWithin(db: Db, bounds: Bounds, filter: MapFilter) {
	return db
		.select({
			code: reports.code,
			category: reports.category,
			step: reports.step,
			lat: reports.publicLat,
			lng: reports.publicLng
		})
		.from(reports)
		.where(
			and(
				sql`${reports.id} IN ${idsWithin('ledger_points', bounds)}`,
				filter.group === undefined ? undefined : eq(reports.categoryGroup, filter.group),
				filter.closed === undefined
					? undefined
					: sql`(${reports.step} = ${states.closed.step}) = ${filter.closed}`
			)
		)
		.limit(mapFeatures);
}

// The level whose cells are about 64 pixels at this zoom, coarser while they would be too many.
function levelFor(bounds: Bounds, zoom: number): number {
	let level = Math.max(coarsest, Math.min(finestLevel, Math.round(zoom) + 2));
	while (level > coarsest) {
		const { west, east, north, south } = tilesWithin(bounds, level);
		if ((east - west + 1) * (south - north + 1) <= mapFeatures) break;
		level--;
	}
	return level;
}

function collection(features: FeatureCollection<Point, MapProperties>['features']) {
	return { type: 'FeatureCollection' as const, features: features.slice(0, mapFeatures) };
}

function point(lng: number, lat: number, properties: MapProperties) {
	const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
	return {
		type: 'Feature' as const,
		geometry: { type: 'Point' as const, coordinates: [round(lng), round(lat)] },
		properties
	};
}
