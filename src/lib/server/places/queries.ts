import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { Geometry, Polygon } from 'geojson';
import { byPresence, type Drawing, type DrawingProperties } from '../../places/drawing';
import {
	boundingBox,
	distanceMetres,
	distanceToLine,
	distanceToPolygon,
	inPolygon,
	type LatLng
} from '../../places/geometry';
import { fallbacksFor, whoAnswers, type Answer } from '../../places/responsibility';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { around, idsWithin } from './boxes';
import { baseFeatures, duties, grids, places, segments, units } from './schema';

/** How far beyond the boundary a report is still taken, metres. */
const outsideLimit = 5_000;
/** How far a street segment or a known place may be to be named, metres. */
const nearStreet = 60;
const nearPlace = 400;

export type Location = {
	gridId: number | null;
	segmentId: number | null;
	placeName: string;
	outside: boolean;
};

/** @throws Refusal('invalid') beyond 5 km of the town */
export async function locate(db: Db, point: LatLng): Promise<Location> {
	const boundary = await townBoundary(db);
	const away = boundary ? distanceToPolygon(point, boundary.coordinates) : 0;
	if (away > outsideLimit) {
		throw new Refusal('invalid', '这个位置离本地太远，请在地图上重新选择', {
			place: '位置不在本地范围内'
		});
	}
	const [grid, segment, place] = [
		await gridAt(db, point),
		await segmentNear(db, point),
		await placeNear(db, point)
	];
	return {
		gridId: grid?.id ?? null,
		segmentId: segment?.id ?? null,
		placeName: place?.name ?? segment?.name ?? grid?.name ?? '',
		outside: away > 0
	};
}

/** Whether a report from there would be refused. */
export const isFarFrom = (boundary: Polygon, point: LatLng): boolean =>
	distanceToPolygon(point, boundary.coordinates) > outsideLimit;

/** How a resident is told where a point is. @throws Refusal('invalid') beyond 5 km of the town */
export async function nameOf(db: Db, point: LatLng) {
	const { placeName, outside } = await locate(db, point);
	const near = await placeNear(db, point);
	const metres = near ? Math.round(distanceMetres(point, near)) : null;
	return { name: placeName, metres, outside };
}

export async function townBoundary(db: Db): Promise<Polygon | null> {
	const [row] = await db
		.select({ shape: baseFeatures.shape })
		.from(baseFeatures)
		.where(eq(baseFeatures.kind, 'boundary'))
		.limit(1);
	return row ? (row.shape as Polygon) : null;
}

async function gridAt(db: Db, point: LatLng) {
	const candidates = await db
		.select({ id: grids.id, name: grids.name, shape: grids.shape })
		.from(grids)
		.where(
			and(sql`${grids.id} IN ${idsWithin('grid_boxes', around(point, 1))}`, eq(grids.active, true))
		);
	return candidates.find(({ shape }) => inPolygon(point, shape.coordinates));
}

async function segmentNear(db: Db, point: LatLng) {
	const candidates = await db
		.select({ id: segments.id, name: segments.name, line: segments.line })
		.from(segments)
		.where(
			and(
				sql`${segments.id} IN ${idsWithin('segment_boxes', around(point, nearStreet))}`,
				eq(segments.active, true)
			)
		);
	return nearest(candidates, ({ line }) => distanceToLine(point, line.coordinates), nearStreet);
}

/** The known place that a resident would name, within 400 m. */
export async function placeNear(db: Db, point: LatLng) {
	const candidates = await db
		.select({ id: places.id, name: places.name, lat: places.lat, lng: places.lng })
		.from(places)
		.where(
			and(
				sql`${places.id} IN ${idsWithin('place_points', around(point, nearPlace))}`,
				eq(places.active, true)
			)
		);
	return nearest(candidates, (place) => distanceMetres(point, place), nearPlace);
}

function nearest<T>(items: T[], metres: (item: T) => number, limit: number): T | undefined {
	let best: T | undefined;
	let least = limit;
	for (const item of items) {
		const distance = metres(item);
		if (distance <= least) [best, least] = [item, distance];
	}
	return best;
}

/** What a report says of itself, as far as it decides who answers for it. */
type Located = {
	category: string;
	categoryGroup: string;
	gridId: number | null;
	segmentId: number | null;
};

/** Which unit answers for a category at a located place, and by which rule. */
export async function responsibleUnit(
	db: Db,
	{ category, categoryGroup: group, gridId, segmentId }: Located
): Promise<(Answer & { unitName: string }) | null> {
	const fitting = await db
		.select({
			category: duties.category,
			gridId: duties.gridId,
			segmentId: duties.segmentId,
			unitId: duties.unitId,
			basis: duties.basis,
			document: duties.document
		})
		.from(duties)
		.innerJoin(units, eq(units.id, duties.unitId))
		.where(
			and(
				or(eq(duties.category, category), eq(duties.category, group)),
				eq(duties.active, true),
				eq(units.active, true)
			)
		)
		.orderBy(asc(duties.id));
	const answer = whoAnswers(
		{ category, group, gridId, segmentId },
		fitting,
		await gapFallbacks(db, gridId)
	);
	if (!answer) return null;
	const unit = await getUnit(db, answer.unitId);
	return { ...answer, unitName: unit.name };
}

async function gapFallbacks(db: Db, gridId: number | null) {
	const [grid] =
		gridId === null
			? []
			: await db
					.select({ town: grids.town, leadUnitId: grids.leadUnitId })
					.from(grids)
					.where(eq(grids.id, gridId))
					.limit(1);
	return fallbacksFor(grid ?? null, await unitsInUse(db));
}

/** With their kind, for the rules that look for one. */
export const unitsInUse = (db: Db) =>
	db
		.select({ id: units.id, name: units.name, kind: units.kind })
		.from(units)
		.where(eq(units.active, true))
		.orderBy(asc(units.id));

/** @throws Refusal('missing') */
export async function getUnit(db: Db, id: number) {
	const [unit] = await db.select().from(units).where(eq(units.id, id)).limit(1);
	if (!unit) throw new Refusal('missing', '没有这个单位');
	return unit;
}

export const listUnits = (db: Db) => db.select().from(units).orderBy(asc(units.id));

export const activeUnits = (db: Db) =>
	db
		.select({ id: units.id, name: units.name })
		.from(units)
		.where(eq(units.active, true))
		.orderBy(asc(units.id));

export const listGrids = (db: Db) =>
	db
		.select({
			id: grids.id,
			code: grids.code,
			name: grids.name,
			town: grids.town,
			leadUnitId: grids.leadUnitId,
			leadUnit: units.name,
			partnerUnits: grids.partnerUnits,
			active: grids.active
		})
		.from(grids)
		.leftJoin(units, eq(units.id, grids.leadUnitId))
		.orderBy(asc(grids.code));

/** Of the grids in use, as far as a list to choose from needs it. */
/** `[code, name]` of each grid in use, the name with its town's. In SQL, for the ledger's sake. */
export const gridChoices = (db: Db) =>
	db.values<[code: string, name: string]>(
		sql`SELECT code, town || ' · ' || name FROM grids WHERE active ORDER BY code`
	);

export const gridNames = (db: Db) =>
	db
		.select({ code: grids.code, name: grids.name, town: grids.town })
		.from(grids)
		.where(eq(grids.active, true))
		.orderBy(asc(grids.code));

/** Of the grids in use, where each lies. */
export const gridShapes = (db: Db) =>
	db
		.select({ id: grids.id, name: grids.name, shape: grids.shape })
		.from(grids)
		.where(eq(grids.active, true));

export const activePlaces = (db: Db) =>
	db
		.select({
			id: places.id,
			name: places.name,
			kind: places.kind,
			lat: places.lat,
			lng: places.lng
		})
		.from(places)
		.where(eq(places.active, true))
		.orderBy(asc(places.id));

/** @throws Refusal('invalid') for a place that is not listed */
export async function getPlace(db: Db, id: number) {
	const [place] = await db.select().from(places).where(eq(places.id, id)).limit(1);
	if (!place) throw new Refusal('invalid', '请选择一个地点', { place: '请选择一个地点' });
	return place;
}

/** The town's own drawing with its grids, streets and known places. */
export async function townDrawing(db: Db): Promise<Drawing> {
	const base = await db.select().from(baseFeatures);
	const activeGrids = await db.select().from(grids).where(eq(grids.active, true));
	const activeSegments = await db.select().from(segments).where(eq(segments.active, true));
	const known = byPresence(await activePlaces(db));
	const features: Drawing['features'] = [
		...base.map(({ kind, name, shape }) => feature({ kind, name }, shape)),
		...activeGrids.map(({ code, name, shape }) => feature({ kind: 'grid', code, name }, shape)),
		...activeSegments.map(({ street, line, class: rank }) =>
			feature({ kind: 'street', name: street, class: rank === 'main' ? 'main' : 'secondary' }, line)
		),
		...known.map(({ name, lat, lng }) =>
			feature({ kind: 'place', name }, { type: 'Point', coordinates: [lng, lat] })
		)
	];
	return { type: 'FeatureCollection', features };
}

const feature = (properties: DrawingProperties, geometry: Geometry): Drawing['features'][0] => ({
	type: 'Feature',
	properties,
	geometry
});

/** The part of the drawing that touches the square of `metres` around a point. */
export const sketchAround = async (db: Db, point: LatLng, metres: number): Promise<Drawing> =>
	partOf(await townDrawing(db), point, metres);

export function partOf(drawing: Drawing, point: LatLng, metres: number): Drawing {
	const window = around(point, metres * 1.5);
	return {
		...drawing,
		features: drawing.features.filter(({ geometry }) => {
			const box = boundingBox(geometry);
			return (
				box.west <= window.east &&
				box.east >= window.west &&
				box.south <= window.north &&
				box.north >= window.south
			);
		})
	};
}
