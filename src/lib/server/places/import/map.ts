import { eq, type InferSelectModel } from 'drizzle-orm';
import type { Geometry } from 'geojson';
import type { LatLng } from '../../../places/geometry';
import type { RowProblem, Sheet } from '../../../places/import';
import { checkRows } from '../../../places/import-check';
import {
	BaseFeature,
	GridFeature,
	PlaceFeature,
	PlaceRow,
	StreetFeature
} from '../../../places/import-rows';
import type { Db } from '../../db';
import { gridRenamed, segmentRenamed } from '../../reports/words-due';
import { putBox } from '../boxes';
import { isFarFrom, townBoundary } from '../queries';
import { baseFeatures, grids, places, segments, units } from '../schema';
import { byKey, change, type Plan } from './plan';

const pointOf = ({ lat, lng }: LatLng): Geometry => ({ type: 'Point', coordinates: [lng, lat] });

export async function planPlaces(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(
		sheet,
		sheet.format === 'excel' ? PlaceRow : PlaceFeature,
		({ name }) => [`名称“${name}”`]
	);
	const known = byKey(await db.select().from(places), ({ name }) => name);
	const near = await nearTown(db, problems);
	const changes = rows
		.filter(({ row, value }) => near(row, [value]))
		.map(({ value }) =>
			change(
				known.get(value.name),
				value,
				async (tx) => {
					const [added] = await tx.insert(places).values(value).returning({ id: places.id });
					await putBox(tx, 'place_points', added!.id, pointOf(value));
				},
				async (tx, id) => {
					await tx.update(places).set(value).where(eq(places.id, id));
					await putBox(tx, 'place_points', id, pointOf(value));
				}
			)
		);
	return { changes, problems };
}

export async function planGrids(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, GridFeature, ({ code }) => [`代码“${code}”`]);
	const known = byKey(await db.select().from(grids), ({ code }) => code);
	const unitIds = byKey(await db.select().from(units), ({ name }) => name);
	const near = await nearTown(db, problems);
	const changes = [];
	for (const { row, value } of rows) {
		const { lead_unit, partner_units, geometry, ...rest } = value;
		const lead = lead_unit ? unitIds.get(lead_unit) : null;
		if (lead === undefined) {
			problems.push({ row, message: `牵头单位“${lead_unit}”不在责任单位里，请先添加` });
			continue;
		}
		if (!near(row, cornersOf(geometry.coordinates))) continue;
		const values = {
			...rest,
			leadUnitId: lead?.id ?? null,
			partnerUnits: partner_units,
			shape: geometry
		};
		const before = known.get(value.code);
		changes.push(
			change(
				before,
				values,
				async (tx) => {
					const [added] = await tx.insert(grids).values(values).returning({ id: grids.id });
					await putBox(tx, 'grid_boxes', added!.id, geometry);
				},
				async (tx, id) => {
					await tx.update(grids).set(values).where(eq(grids.id, id));
					if (values.name !== before?.name) await gridRenamed(tx, id);
					await putBox(tx, 'grid_boxes', id, geometry);
				}
			)
		);
	}
	return { changes, problems };
}

export async function planStreets(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, StreetFeature, ({ segment }) => [`路段“${segment}”`]);
	const known = byKey(await db.select().from(segments), ({ name }) => name);
	const near = await nearTown(db, problems);
	const changes = rows
		.filter(({ row, value }) => near(row, cornersOf(value.geometry.coordinates)))
		.map(({ value: { segment, geometry, ...rest } }) => {
			const values = { ...rest, name: segment, line: geometry };
			const before = known.get(segment);
			return change(
				before,
				values,
				async (tx) => {
					const [added] = await tx.insert(segments).values(values).returning({ id: segments.id });
					await putBox(tx, 'segment_boxes', added!.id, geometry);
				},
				async (tx, id) => {
					await tx.update(segments).set(values).where(eq(segments.id, id));
					if (values.street !== before?.street) await segmentRenamed(tx, id, segment);
					await putBox(tx, 'segment_boxes', id, geometry);
				}
			);
		});
	return { changes, problems };
}

type Base = InferSelectModel<typeof baseFeatures>;
// a town has one boundary, whatever it is called
const baseKey = ({ kind, name }: Pick<Base, 'kind' | 'name'>) =>
	kind === 'boundary' ? '城区边界' : `${kind} ${name}`;

export async function planBase(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, BaseFeature, (value) => [
		value.kind === 'boundary' ? '城区边界' : `“${value.name}”`
	]);
	const known = byKey(await db.select().from(baseFeatures), baseKey);
	const changes = rows.map(({ value: { geometry, ...rest } }) => {
		const values = { ...rest, shape: geometry as Geometry };
		return change(
			known.get(baseKey(values)),
			values,
			(tx) => tx.insert(baseFeatures).values(values),
			(tx, id) => tx.update(baseFeatures).set(values).where(eq(baseFeatures.id, id))
		);
	});
	return { changes, problems };
}

/** Refuses a row that lies far from town: mostly latitude and longitude the wrong way round. */
export async function nearTown(db: Db, problems: RowProblem[]) {
	const boundary = await townBoundary(db);
	return (row: number, points: LatLng[]): boolean => {
		if (!boundary || !points.some((point) => isFarFrom(boundary, point))) return true;
		problems.push({ row, message: '离本地太远，是不是经纬度写反了，或坐标来自另一种地图？' });
		return false;
	};
}

function cornersOf(coordinates: unknown[]): LatLng[] {
	if (typeof coordinates[0] !== 'number') {
		return coordinates.flatMap((inner) => cornersOf(inner as unknown[]));
	}
	return [{ lng: coordinates[0], lat: coordinates[1] as number }];
}
