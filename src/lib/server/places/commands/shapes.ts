import { and, eq, ne, sql } from 'drizzle-orm';
import type { LineString, MultiPolygon, Polygon } from 'geojson';
import * as v from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeShape, NewGrid, NewSegment } from '../../../places/forms-posts';
import { boundingBox } from '../../../places/geometry';
import { Area, Line } from '../../../places/import-rows';
import { overlap, partsOf } from '../../../places/shape-edit';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { idsWithin, putBox } from '../boxes';
import { getUnit, isFarFrom, townBoundary } from '../queries';
import { grids, segments } from '../schema';
import { changeTown } from '../tenures';
import { mustManageTown, taken } from './may';

/** @returns the names of the grids it lies over, which is a warning and no refusal */
export async function addGrid(
	db: Db,
	actor: Actor,
	{ shape: drawn, ...values }: v.InferOutput<typeof NewGrid>,
	at: number
): Promise<{ id: number; overlaps: string[] }> {
	mustManageTown(actor);
	return changeTown(db, at, async (tx) => {
		const shape = await areaOf(tx, drawn);
		if (values.leadUnitId !== null) await getUnit(tx, values.leadUnitId);
		const [row] = await tx
			.insert(grids)
			.values({ ...values, shape })
			.returning({ id: grids.id });
		await putBox(tx, 'grid_boxes', row!.id, shape);
		await record(tx, actor, 'add_grid', `grid:${row!.id}`, at, { code: values.code });
		return { id: row!.id, overlaps: await overlapsOf(tx, row!.id, shape) };
	}).catch((problem) => taken(problem, { code: '这个代码已经有网格在用' }));
}

export async function addSegment(
	db: Db,
	actor: Actor,
	{ shape: drawn, ...values }: v.InferOutput<typeof NewSegment>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return db
		.transaction(async (tx) => {
			const line = await lineOf(tx, drawn);
			const [row] = await tx
				.insert(segments)
				.values({ ...values, line })
				.returning({ id: segments.id });
			await putBox(tx, 'segment_boxes', row!.id, line);
			await record(tx, actor, 'add_segment', `segment:${row!.id}`, at, { name: values.name });
			return row!.id;
		})
		.catch((problem) => taken(problem, { name: '已经有叫这个名称的路段' }));
}

/** Where a grid lies from now on; cases keep the grid they were located in. */
export async function changeGridShape(
	db: Db,
	actor: Actor,
	{ id, shape: drawn }: v.InferOutput<typeof ChangeShape>,
	at: number
): Promise<{ overlaps: string[] }> {
	mustManageTown(actor);
	return db.transaction(async (tx) => {
		const shape = await areaOf(tx, drawn);
		const changed = await tx
			.update(grids)
			.set({ shape })
			.where(eq(grids.id, id))
			.returning({ id: grids.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个网格');
		await putBox(tx, 'grid_boxes', id, shape);
		await record(tx, actor, 'draw_grid', `grid:${id}`, at, { corners: corners(shape) });
		return { overlaps: await overlapsOf(tx, id, shape) };
	});
}

export async function changeSegmentLine(
	db: Db,
	actor: Actor,
	{ id, shape: drawn }: v.InferOutput<typeof ChangeShape>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await db.transaction(async (tx) => {
		const line = await lineOf(tx, drawn);
		const changed = await tx
			.update(segments)
			.set({ line })
			.where(eq(segments.id, id))
			.returning({ id: segments.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个路段');
		await putBox(tx, 'segment_boxes', id, line);
		await record(tx, actor, 'draw_segment', `segment:${id}`, at, { corners: corners(line) });
	});
}

const corners = (shape: Polygon | MultiPolygon | LineString): number =>
	partsOf(shape).reduce((sum, { points }) => sum + points.length, 0);

const areaOf = (tx: Db, drawn: unknown) => checked(tx, Area, drawn);
const lineOf = (tx: Db, drawn: unknown) => checked(tx, Line, drawn);

async function checked<G extends Polygon | MultiPolygon | LineString>(
	tx: Db,
	schema: v.GenericSchema<unknown, G>,
	drawn: unknown
): Promise<G> {
	const read = v.safeParse(schema, geometryOf(drawn));
	if (!read.success) {
		const message = read.issues[0].message;
		throw new Refusal('invalid', message, { shape: message });
	}
	const boundary = await townBoundary(tx);
	const points = partsOf(read.output).flatMap(({ points }) => points);
	if (boundary && points.some((point) => isFarFrom(boundary, point))) {
		const message = '有的点离本地超过 5 公里，是不是经纬度写反了？';
		throw new Refusal('invalid', message, { shape: message });
	}
	return read.output;
}

/** Whoever pastes GeoJSON may paste a whole feature, or a collection of one. */
function geometryOf(drawn: unknown): unknown {
	if (typeof drawn !== 'object' || drawn === null) return drawn;
	if ('features' in drawn && Array.isArray(drawn.features)) return geometryOf(drawn.features[0]);
	return 'geometry' in drawn ? drawn.geometry : drawn;
}

async function overlapsOf(tx: Db, id: number, shape: Polygon | MultiPolygon): Promise<string[]> {
	const near = await tx
		.select({ name: grids.name, shape: grids.shape })
		.from(grids)
		.where(
			and(
				eq(grids.active, true),
				ne(grids.id, id),
				sql`${grids.id} IN ${idsWithin('grid_boxes', boundingBox(shape))}`
			)
		);
	return near.filter((other) => overlap(shape, other.shape)).map(({ name }) => name);
}

/** What can be drawn at, for its page. @throws Refusal('missing') */
export async function getDrawn(db: Db, what: 'grid' | 'segment', id: number) {
	const [row] =
		what === 'grid'
			? await db
					.select({ name: grids.name, shape: grids.shape })
					.from(grids)
					.where(eq(grids.id, id))
			: await db
					.select({ name: segments.name, shape: segments.line })
					.from(segments)
					.where(eq(segments.id, id));
	if (!row) throw new Refusal('missing', what === 'grid' ? '没有这个网格' : '没有这个路段');
	return row;
}
