import { readFile } from 'node:fs/promises';
import { theSystem } from '../../src/lib/accounts/roles';
import {
	importKinds,
	readFeatures,
	type ImportKind,
	type Sheet
} from '../../src/lib/places/import';
import type { Db } from '../../src/lib/server/db';
import { importSheet } from '../../src/lib/server/places/import/run';
import { townDuties } from './duties';
import { townPosts } from './posts';

/** The files of the demo town, wherever the process was started. */
export const townFiles = {
	units: new URL('town/units.json', import.meta.url),
	base: new URL('town/base.geojson', import.meta.url),
	grids: new URL('town/grids.geojson', import.meta.url),
	streets: new URL('town/streets.geojson', import.meta.url),
	places: new URL('town/places.geojson', import.meta.url)
} as const;

/** The grids name their lead units as people do; one body is not among the town's units. */
const leadUnits: Record<string, string> = { 住建局: '住房和城乡建设局', 交通运输局: '' };

/** Fills an empty database with the map, units and duties of 青禾县; a second run changes nothing. */
export async function loadTown(db: Db, at: number): Promise<void> {
	const load = (kind: ImportKind, sheet: Sheet) => importSheet(db, theSystem, kind, sheet, at);
	await load('units', table(JSON.parse(await readFile(townFiles.units, 'utf8'))));
	await load('base', await features('base'));
	await load('grids', await gridFeatures());
	await load('streets', await features('streets'));
	await load('places', await features('places'));
	await load('duties', table(townDuties()));
	const posts = await townPosts(townFiles);
	await load('buildings', table(posts.buildings));
	await load('shops', table(posts.shops));
	await load('chiefs', table(posts.chiefs));
	await load('officers', table(posts.officers));
}

function table(rows: Record<string, string>[]): Sheet {
	return { format: 'excel', rows: rows.map((values, i) => ({ row: i + 2, values })) };
}

async function features(kind: keyof typeof townFiles & keyof typeof importKinds): Promise<Sheet> {
	return readFeatures(await readFile(townFiles[kind], 'utf8'));
}

async function gridFeatures(): Promise<Sheet> {
	const sheet = await features('grids');
	for (const { values } of sheet.rows) {
		const name = values.lead_unit ?? '';
		values.lead_unit = leadUnits[name] ?? name;
	}
	return sheet;
}
