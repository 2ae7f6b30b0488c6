import type { FeatureCollection, Geometry } from 'geojson';
import { asc } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { ImportKind } from '../../places/import';
import { kindLabel, placeKinds, unitKinds } from '../../places/kinds';
import { chiefs as chiefTable, forces } from '../../places/posts';
import { basisTable } from '../../places/responsibility';
import { categoryLabel, groupLabel, isGroup } from '../../reports/categories';
import { record } from '../audit/record';
import type { Db } from '../db';
import type { Sealing } from '../sealing';
import { listDuties, listPlaces } from './lists';
import { unambiguous } from './import/plan';
import { listBuildings, listChiefs, listOfficers, listShops } from './posts';
import { listGrids, listUnits } from './queries';
import { baseFeatures, chiefs, grids, segments } from './schema';

/** What can be taken out as a table; the rows have the columns that the import takes. */
export type TableKind = Exclude<ImportKind, 'base'>;
/** What can be taken out as GeoJSON; what has no shape of its own has none there. */
export type DrawnKind = Exclude<ImportKind, 'units'>;
export type TableRow = Record<string, string | number>;

const stateOf = (active: boolean) => (active ? '在用' : '停用');

/** `seal` opens the names of chiefs; without it they are left out. */
export const tables: Record<TableKind, (db: Db, seal?: Sealing) => Promise<TableRow[]>> = {
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
	},
	grids: async (db) => (await gridRows(db)).map(inCell),
	streets: async (db) => (await streetRows(db)).map(inCell),
	buildings: async (db) =>
		(await listBuildings(db)).map(({ name, lat, lng, active }) => ({
			name,
			lat,
			lng,
			active: stateOf(active)
		})),
	shops: async (db) =>
		(await listShops(db)).map(({ name, building, lat, lng, active }) => ({
			name,
			building: building ?? '',
			lat,
			lng,
			active: stateOf(active)
		})),
	chiefs: async (db, seal) => {
		const clear = new Set(unambiguous(await listGrids(db)).map(({ name }) => name));
		const sealed = new Map(
			(await db.select().from(chiefs)).map(({ id, nameSealed }) => [id, nameSealed])
		);
		const nameOf = (id: number) => {
			const name = sealed.get(id);
			return seal && name ? seal.open(name) : '';
		};
		return (await listChiefs(db)).map((chief) => ({
			kind: chiefTable[chief.kind].label,
			place: clear.has(chief.name) ? chief.name : (chief.gridCode ?? chief.name),
			post: chief.post,
			name: nameOf(chief.id),
			phone: chief.officePhone,
			unit: chief.unit ?? '',
			active: stateOf(chief.active)
		}));
	},
	officers: async (db) =>
		(await listOfficers(db)).map(({ street, force, unit, post }) => ({
			street,
			force: forces[force].label,
			unit,
			post
		}))
};

/** A table for someone to take away; that names went out is written down. */
export async function takeTable(
	db: Db,
	seal: Sealing,
	actor: Actor,
	kind: TableKind,
	at: number
): Promise<TableRow[]> {
	const rows = await tables[kind](db, seal);
	if (kind === 'chiefs') {
		await db.transaction((tx) =>
			record(tx, actor, 'export_chiefs', 'export:chiefs', at, { rows: rows.length })
		);
	}
	return rows;
}

type Drawn = { geometry: Geometry; properties: Record<string, string> };

const inCell = ({ geometry, properties }: Drawn): TableRow => ({
	...properties,
	shape: JSON.stringify(geometry)
});

async function gridRows(db: Db): Promise<Drawn[]> {
	const unitNames = new Map((await listUnits(db)).map(({ id, name }) => [id, name]));
	return (await db.select().from(grids).orderBy(asc(grids.code))).map((grid) => ({
		geometry: grid.shape,
		properties: {
			code: grid.code,
			name: grid.name,
			town: grid.town,
			lead_unit: unitNames.get(grid.leadUnitId ?? 0) ?? '',
			partner_units: grid.partnerUnits.join('、'),
			active: stateOf(grid.active)
		}
	}));
}

async function streetRows(db: Db): Promise<Drawn[]> {
	return (await db.select().from(segments).orderBy(asc(segments.id))).map((segment) => ({
		geometry: segment.line,
		properties: {
			street: segment.street,
			segment: segment.name,
			class: segment.class,
			active: stateOf(segment.active)
		}
	}));
}

/** Rows with degrees become points; rows without a place become features without a shape. */
const pointed = (rows: TableRow[]): Drawing[] =>
	rows.map(({ lat, lng, ...properties }) => ({
		geometry: { type: 'Point', coordinates: [Number(lng), Number(lat)] },
		properties
	}));
const shapeless = (rows: TableRow[]): Drawing[] =>
	rows.map((properties) => ({ geometry: null, properties }));

type Drawing = { geometry: Geometry | null; properties: Record<string, unknown> };

const drawings: Record<DrawnKind, (db: Db) => Promise<Drawing[]>> = {
	grids: async (db) =>
		(await gridRows(db)).map(({ geometry, properties: { partner_units = '', ...rest } }) => ({
			geometry,
			properties: { ...rest, partner_units: partner_units.split('、').filter(Boolean) }
		})),
	streets: streetRows,
	places: async (db) =>
		(await listPlaces(db)).map(({ name, kind, lat, lng, active }) => ({
			geometry: { type: 'Point', coordinates: [lng, lat] },
			properties: { name, kind, active: stateOf(active) }
		})),
	base: async (db) =>
		(await db.select().from(baseFeatures).orderBy(asc(baseFeatures.id))).map(
			({ kind, name, shape }) => ({ geometry: shape, properties: { kind, name } })
		),
	buildings: async (db) => pointed(await tables.buildings(db)),
	shops: async (db) => pointed(await tables.shops(db)),
	duties: async (db) => shapeless(await tables.duties(db)),
	chiefs: async (db) => shapeless(await tables.chiefs(db)),
	officers: async (db) => shapeless(await tables.officers(db))
};

/** With the properties that the import takes. `rows` instead of those of the database. */
export async function drawing(
	db: Db,
	kind: DrawnKind,
	rows?: TableRow[]
): Promise<FeatureCollection<Geometry | null>> {
	const drawn = rows ? shapeless(rows) : await drawings[kind](db);
	return {
		type: 'FeatureCollection',
		features: drawn.map(({ geometry, properties }) => ({ type: 'Feature', properties, geometry }))
	};
}
