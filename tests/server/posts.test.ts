import { sql } from 'drizzle-orm';
import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { NewChief, NewGrid, OfficePhone } from '../../src/lib/places/forms-posts';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { addChief, openChief, setOfficers } from '../../src/lib/server/places/commands/posts';
import { addGrid, changeGridShape } from '../../src/lib/server/places/commands/shapes';
import { addSpot } from '../../src/lib/server/places/commands/spots';
import { postsOn } from '../../src/lib/server/places/history';
import { listBuildings, listOfficers } from '../../src/lib/server/places/posts';
import { publicGrid } from '../../src/lib/server/places/public-grid';
import { gridShapes, listGrids, listUnits, locate } from '../../src/lib/server/places/queries';
import { freshTown } from '../support/database';
import { seal, shanghai } from '../support/factories';

const moderator: Actor = { ...guest, role: 'moderator', name: '值守' };
const noon = shanghai('2026-02-04 12:00');

let db: Db;
beforeEach(async () => {
	db = await freshTown();
});
const gridCalled = async (name: string) =>
	(await listGrids(db)).find((grid) => grid.name === name)!;

describe('a chief', () => {
	const chief = async () =>
		v.parse(NewChief, {
			kind: 'river',
			placeId: String((await gridCalled('人民广场网格')).id),
			post: '河道管护岗',
			name: '某某',
			officePhone: '0000-7654321',
			unitId: ''
		});

	it('is public by post and office phone, and the name is opened for the office alone, on record', async () => {
		const id = await addChief(db, seal, moderator, await chief(), noon);
		const shown = await publicGrid(db, 'QH02001');
		expect(shown.chiefs).toContainEqual(
			expect.objectContaining({ post: '河道管护岗', officePhone: '0000-7654321' })
		);
		expect(JSON.stringify(shown)).not.toContain('某某');
		expect((await openChief(db, seal, moderator, id, noon))?.personName).toBe('某某');
		expect(await auditOf(db, `chief:${id}`)).toMatchObject([
			{ action: 'add_chief' },
			{ action: 'open_chief_name' }
		]);
		const outsider: Actor = { ...moderator, role: 'unit_handler' };
		await expect(openChief(db, seal, outsider, id, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('has a post on the day it had it, and not before', async () => {
		const { id } = await gridCalled('人民广场网格');
		const posts = async (day: string) =>
			(await postsOn(db, day, id, undefined)).chiefs.map(({ post }) => post);
		await addChief(db, seal, moderator, await chief(), noon);
		expect(await posts('2026-02-03')).not.toContain('河道管护岗');
		expect(await posts('2026-02-04')).toContain('河道管护岗');
	});

	it('gives the phone of an office, never a person’s own', () => {
		expect(v.is(OfficePhone, '0000-7654321')).toBe(true);
		expect(v.is(OfficePhone, '138 0000 0000')).toBe(false);
	});
});

describe('the five of a street', () => {
	it('are set at once, and one that is left out is taken away', async () => {
		const [first, second] = await listUnits(db);
		const set = (police: number | null, urban: number | null) =>
			setOfficers(
				db,
				moderator,
				{
					street: '青禾大街',
					officers: [
						{ force: 'police', unitId: police, post: '' },
						{ force: 'urban', unitId: urban, post: '岗' }
					]
				},
				noon
			);
		await set(first!.id, second!.id);
		await set(null, first!.id);
		const there = (await listOfficers(db)).filter(({ street }) => street === '青禾大街');
		expect(there.find(({ force }) => force === 'police')).toBeUndefined();
		expect(there.find(({ force }) => force === 'urban')?.unitId).toBe(first!.id);
	});
});

describe('a building', () => {
	it('lies in the grid and on the segment where it stands', async () => {
		const point = { lat: 35.581362, lng: 118.8365, system: 'wgs84' as const };
		const id = await addSpot(
			db,
			moderator,
			'building',
			{ name: '新楼', ...point, buildingId: null },
			noon
		);
		const where = await locate(db, point);
		const grid = (await listGrids(db)).find(({ id }) => id === where.gridId);
		expect((await listBuildings(db)).find((one) => one.id === id)?.grid).toBe(grid?.name);
	});
});

describe('a grid that is drawn', () => {
	const square = (west: number, south: number) =>
		JSON.stringify({
			type: 'Polygon',
			coordinates: [
				[
					[west, south],
					[west + 0.002, south],
					[west + 0.002, south + 0.002],
					[west, south + 0.002],
					[west, south]
				]
			]
		});
	const grid = (shape: string) =>
		v.parse(NewGrid, { code: 'NEW1', name: '新网格', town: '青水街道', leadUnitId: '', shape });

	it('is found from then on, and says which others it lies over', async () => {
		const { overlaps } = await addGrid(db, moderator, grid(square(118.835, 35.58)), noon);
		expect(overlaps.length).toBeGreaterThan(0);
		const outside = await addGrid(
			db,
			moderator,
			{ ...grid(square(118.87, 35.605)), code: 'NEW2' },
			noon
		);
		expect(outside.overlaps).toEqual([]);
		expect((await locate(db, { lat: 35.606, lng: 118.871 })).gridId).toBe(outside.id);
	});

	it.each([
		['far from town', square(110, 30)],
		[
			'crossing itself',
			'{"type":"Polygon","coordinates":[[[118.83,35.58],[118.84,35.59],[118.84,35.58],[118.83,35.59],[118.83,35.58]]]}'
		],
		['a line', '{"type":"LineString","coordinates":[[118.83,35.58],[118.84,35.59]]}']
	])('is refused when it is %s, and leaves nothing', async (_, shape) => {
		const before = await gridShapes(db);
		await expect(addGrid(db, moderator, grid(shape), noon)).rejects.toMatchObject({
			reason: 'invalid',
			fields: { shape: expect.any(String) }
		});
		const { id } = before[0]!;
		await expect(
			changeGridShape(db, moderator, { id, shape: JSON.parse(shape) }, noon)
		).rejects.toMatchObject({ reason: 'invalid' });
		expect(await gridShapes(db)).toEqual(before);
		const [boxes] = await db.values<[number]>(sql`SELECT count(*) FROM grid_boxes`);
		expect(boxes![0]).toBe(before.length);
	});
});
