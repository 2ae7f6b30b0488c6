import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { asc } from 'drizzle-orm';
import { kindLabel, placeKinds, unitKinds } from '../../places/kinds';
import { basisTable } from '../../places/responsibility';
import { categoryLabel, groupLabel, isGroup } from '../../reports/categories';
import type { Db } from '../db';
import { listDuties, listPlaces } from './lists';
import { unambiguous } from './import/plan';
import { listGrids, listUnits } from './queries';
import { baseFeatures, grids, segments } from './schema';

/** What can be taken out as a table; the rows have the columns that the import takes. */
export type TableKind = 'units' | 'duties' | 'places';
export type DrawnKind = 'grids' | 'streets' | 'places' | 'base';
export type TableRow = Record<string, string | number>;

const stateOf = (active: boolean) => (active ? '在用' : '停用');

export const tables: Record<TableKind, (db: Db) => Promise<TableRow[]>> = {
	units: async (db) =>
		(await listUnits(db)).map(({ code, name, kind, active }) => ({
			code,
			name,
			kind: kindLabel(unitKinds, kind),
			active: stateOf(active)
		})),
	places: async (db) =>
		(await listPlaces(db)).map(({ name, kind, lat, lng, active }) => ({
			name,
			kind: kindLabel(placeKinds, kind),
			lat,
			lng,
			active: stateOf(active)
		})),
	duties: async (db) => {
		const named = new Map(unambiguous(await listGrids(db)).map(({ id, name }) => [id, name]));
		return (await listDuties(db, '')).map((duty) => ({
			category: isGroup(duty.category) ? groupLabel(duty.category) : categoryLabel(duty.category),
			grid: named.get(duty.gridId ?? 0) ?? duty.gridCode ?? '',
			segment: duty.segment ?? '',
			unit: duty.unit,
			basis: basisTable[duty.basis].label,
			document: duty.document,
			active: stateOf(duty.active)
		}));
	}
};

const drawings: Record<DrawnKind, (db: Db) => Promise<Feature[]>> = {
	grids: async (db) => {
		const unitNames = new Map((await listUnits(db)).map(({ id, name }) => [id, name]));
		return (await db.select().from(grids).orderBy(asc(grids.code))).map((grid) =>
			feature(grid.shape, {
				code: grid.code,
				name: grid.name,
				town: grid.town,
				lead_unit: unitNames.get(grid.leadUnitId ?? 0) ?? '',
				partner_units: grid.partnerUnits,
				active: stateOf(grid.active)
			})
		);
	},
	streets: async (db) =>
		(await db.select().from(segments).orderBy(asc(segments.id))).map((segment) =>
			feature(segment.line, {
				street: segment.street,
				segment: segment.name,
				class: segment.class,
				active: stateOf(segment.active)
			})
		),
	places: async (db) =>
		(await listPlaces(db)).map(({ name, kind, lat, lng, active }) =>
			feature({ type: 'Point', coordinates: [lng, lat] }, { name, kind, active: stateOf(active) })
		),
	base: async (db) =>
		(await db.select().from(baseFeatures).orderBy(asc(baseFeatures.id))).map(
			({ kind, name, shape }) => feature(shape, { kind, name })
		)
};

/** With the properties that the import takes. */
export async function drawing(db: Db, kind: DrawnKind): Promise<FeatureCollection> {
	return { type: 'FeatureCollection', features: await drawings[kind](db) };
}

const feature = (geometry: Geometry, properties: Record<string, unknown>): Feature => ({
	type: 'Feature',
	properties,
	geometry
});
