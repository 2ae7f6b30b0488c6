import { sql } from 'drizzle-orm';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { guest, theSystem, type Actor } from '../../src/lib/accounts/roles';
import { fromWgs84 } from '../../src/lib/places/coordinates';
import { ChangeDuty, ChangeGrid, ChangePlace, NewDuty, NewPlace } from '../../src/lib/places/forms';
import { findCategory } from '../../src/lib/reports/categories';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { changeGrid, changeSegment } from '../../src/lib/server/places/commands/areas';
import { addDuty, changeDuty } from '../../src/lib/server/places/commands/duties';
import { addPlace, changePlace } from '../../src/lib/server/places/commands/places';
import { addUnit, changeUnit } from '../../src/lib/server/places/commands/units';
import { dutyGaps, listDuties, listPlaces, listSegments } from '../../src/lib/server/places/lists';
import {
	activeUnits,
	listGrids,
	listUnits,
	locate,
	responsibleUnit
} from '../../src/lib/server/places/queries';
import { freshDatabase, freshTown } from '../support/database';

const noon = Date.UTC(2026, 2, 2, 4);
const moderator: Actor = { ...guest, accountId: null, role: 'moderator', name: '值守' };
const outsiders = ['guest', 'resident', 'unit_handler', 'checker', 'security_admin'] as const;

const square = { lat: 35.5821, lng: 118.8381 };
const place = (change: Record<string, string> = {}) =>
	v.parse(NewPlace, { name: '老井', kind: 'other', lat: '35.5821', lng: '118.8381', ...change });
const idOf = (rows: { id: number; name: string }[], name: string) =>
	rows.find((row) => row.name === name)!.id;
const countAudit = async (db: Db) => (await verifyChain(db)).checked;

const hall = { code: 'dang', name: '档案馆', kind: 'other' } as const;

describe('a unit', () => {
	it('is added, changed and switched off, each with a trace', async () => {
		const db = await freshDatabase();
		const id = await addUnit(db, moderator, hall, noon);
		await changeUnit(db, moderator, { id, name: '档案局', kind: 'other' }, noon);
		expect(await listUnits(db)).toEqual([{ ...hall, id, name: '档案局', active: false }]);
		expect(await activeUnits(db)).toEqual([]);
		expect(await auditOf(db, `unit:${id}`)).toMatchObject([
			{ action: 'add_unit' },
			{ action: 'change_unit' }
		]);
	});

	it('with a code or a name that is taken is refused beside that field', async () => {
		const db = await freshDatabase();
		await addUnit(db, moderator, hall, noon);
		await expect(addUnit(db, moderator, { ...hall, name: '别的' }, noon)).rejects.toMatchObject({
			reason: 'conflict',
			fields: { code: expect.any(String) }
		});
		await expect(addUnit(db, moderator, { ...hall, code: 'x' }, noon)).rejects.toMatchObject({
			reason: 'conflict',
			fields: { name: expect.any(String) }
		});
		expect(await listUnits(db)).toHaveLength(1);
		expect(await countAudit(db)).toBe(1);
	});

	it.each(outsiders)('is not for a %s to add', async (role) => {
		const db = await freshDatabase();
		await expect(addUnit(db, { ...moderator, role }, hall, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
		expect(await listUnits(db)).toEqual([]);
	});

	it('that is unknown cannot be changed', async () => {
		const db = await freshDatabase();
		await expect(
			changeUnit(db, moderator, { id: 9, name: '无', kind: 'other' }, noon)
		).rejects.toMatchObject({ reason: 'missing' });
	});
});

describe('a place', () => {
	it('is found where it was put, and where it was moved to', async () => {
		const db = await freshTown();
		const id = await addPlace(db, moderator, place(), noon);
		expect((await locate(db, square)).placeName).toBe('老井');

		const moved = { ...place({ lat: '35.5740', lng: '118.8150' }), id, active: 'on' as const };
		await changePlace(db, moderator, moved, noon);
		expect((await locate(db, square)).placeName).not.toBe('老井');
		expect((await locate(db, { lat: 35.574, lng: 118.815 })).placeName).toBe('老井');
	});

	it('that is switched off is no longer named', async () => {
		const db = await freshTown();
		const id = await addPlace(db, moderator, place(), noon);
		const off = v.parse(ChangePlace, { ...stringly(place()), id: String(id) });
		await changePlace(db, moderator, off, noon);
		expect((await locate(db, square)).placeName).not.toBe('老井');
	});

	it('read off a map with shifted coordinates is put where it really is', async () => {
		const db = await freshTown();
		const shifted = fromWgs84(square, 'gcj02');
		const input = place({
			lat: shifted.lat.toFixed(6),
			lng: shifted.lng.toFixed(6),
			system: 'gcj02'
		});
		const id = await addPlace(db, moderator, input, noon);
		const stored = (await listPlaces(db)).find((row) => row.id === id)!;
		expect(stored.lat).toBeCloseTo(square.lat, 5);
		expect(stored.lng).toBeCloseTo(square.lng, 5);
	});

	it('far from town, or with a name that is taken, is refused and leaves nothing', async () => {
		const db = await freshTown();
		const before = await listPlaces(db);
		const audited = await countAudit(db);
		await expect(addPlace(db, moderator, place({ lat: '36.5' }), noon)).rejects.toMatchObject({
			reason: 'invalid',
			fields: { lat: expect.any(String) }
		});
		await expect(addPlace(db, moderator, place({ name: '人民广场' }), noon)).rejects.toMatchObject({
			reason: 'conflict',
			fields: { name: expect.any(String) }
		});
		expect(await listPlaces(db)).toEqual(before);
		expect(await countAudit(db)).toBe(audited);
		const [boxes] = await db.all<[number]>(sql`SELECT count(*) FROM place_points`);
		expect(Object.values(boxes!)[0]).toBe(before.length);
	});
});

const stringly = ({ lat, lng, ...rest }: ReturnType<typeof place>) => ({
	...rest,
	lat: String(lat),
	lng: String(lng)
});

describe('a grid and a street segment', () => {
	it('change their facts and keep their shape', async () => {
		const db = await freshTown();
		const grid = (await listGrids(db)).find(({ name }) => name === '人民广场网格')!;
		const zjj = idOf(await listUnits(db), '住房和城乡建设局');
		const input = v.parse(ChangeGrid, {
			id: String(grid.id),
			name: '广场网格',
			town: '青水街道',
			leadUnitId: String(zjj),
			partnerUnits: '供电公司，移动公司',
			active: 'on'
		});
		await changeGrid(db, moderator, input, noon);
		expect((await listGrids(db)).find(({ id }) => id === grid.id)).toMatchObject({
			name: '广场网格',
			leadUnit: '住房和城乡建设局',
			partnerUnits: ['供电公司', '移动公司']
		});
		const [segment] = await listSegments(db);
		await expect(
			changeSegment(
				db,
				moderator,
				{ ...segment!, class: 'main', name: '文化路一段', active: 'on' },
				noon
			)
		).rejects.toMatchObject({ reason: 'conflict' });
	});

	it('that are switched off are no longer found', async () => {
		const db = await freshTown();
		const at = { lat: 35.581362, lng: 118.836 };
		const { gridId, segmentId } = await locate(db, at);
		const grid = (await listGrids(db)).find(({ id }) => id === gridId)!;
		const segment = (await listSegments(db)).find(({ id }) => id === segmentId)!;
		await changeGrid(db, moderator, { ...grid, active: undefined }, noon);
		await changeSegment(db, moderator, { ...segment, class: 'main', active: undefined }, noon);
		const after = await locate(db, at);
		expect(after.gridId).toBeNull();
		expect(after.segmentId).not.toBe(segmentId);
	});
});

describe('who answers in the demo town', () => {
	const ask = async (db: Db, category: string, grid: string | null, segment: string | null) => {
		const gridId = grid && (await listGrids(db)).find(({ code }) => code === grid)!.id;
		const segmentId = segment && idOf(await listSegments(db), segment);
		const { group } = findCategory(category)!;
		return responsibleUnit(db, {
			category,
			categoryGroup: group,
			gridId: gridId || null,
			segmentId: segmentId || null
		});
	};

	it.each([
		['the town’s unit', 'cityscape.street_vending', 'QH01001', null, '综合执法局'],
		[
			'the market’s own in a market grid',
			'cityscape.street_vending',
			'QH01005',
			null,
			'市场监管局'
		],
		[
			'the avenue’s own on its segment',
			'facility.pavement',
			'QH01001',
			'青禾大街三段',
			'住房和城乡建设局'
		]
	])('%s', async (_, category, grid, segment, unit) => {
		const answer = await ask(await freshTown(), category, grid, segment);
		expect(answer).toMatchObject({ unitName: unit, gap: false });
	});

	it.each([
		['the grid’s lead unit', 'QH02001', '综合执法局'],
		['the street office where the grid has no lead unit', 'QH03002', '开元街道办事处'],
		['the office itself outside every grid', null, '文明办']
	])('with no duty: %s, flagged as a gap', async (_, grid, unit) => {
		const answer = await ask(await freshTown(), 'cityscape.livestock', grid, null);
		expect(answer).toMatchObject({ unitName: unit, gap: true });
	});

	it('never a unit that is switched off, neither by duty nor as lead unit', async () => {
		const db = await freshTown();
		const bureau = (await listUnits(db)).find(({ name }) => name === '综合执法局')!;
		await changeUnit(
			db,
			moderator,
			{ id: bureau.id, name: bureau.name, kind: 'enforcement' },
			noon
		);
		expect(await ask(db, 'cityscape.street_vending', 'QH02001', null)).toMatchObject({
			unitName: '青水街道办事处',
			gap: true
		});
	});

	it('the gaps are listed, and close when a duty is added', async () => {
		const db = await freshTown();
		const gaps = async () => (await dutyGaps(db)).map(({ id, partly }) => [id, partly]);
		expect(await gaps()).toEqual([
			['cityscape.livestock', false],
			['facility.public_facility', true],
			['community.corridor_clutter', false]
		]);
		const unitId = String(idOf(await listUnits(db), '消防救援大队'));
		const duty = { category: 'community.corridor_clutter', unitId, basis: 'law' };
		const id = await addDuty(db, moderator, v.parse(NewDuty, duty), noon);
		expect((await gaps()).map(([category]) => category)).not.toContain(
			'community.corridor_clutter'
		);

		const off = { id: String(id), unitId, basis: 'law' };
		await changeDuty(db, moderator, v.parse(ChangeDuty, off), noon);
		expect((await gaps()).map(([category]) => category)).toContain('community.corridor_clutter');
	});
});

describe('a duty', () => {
	const roadDuty = async (db: Db, change: Record<string, string> = {}) =>
		v.parse(NewDuty, {
			category: 'sanitation.road_dirty',
			unitId: String(idOf(await listUnits(db), '市政管理处')),
			basis: 'document',
			document: '青创文〔2026〕8号',
			...change
		});

	it('for the same category, area and basis as another is refused, also when that one is off', async () => {
		const db = await freshTown();
		const id = await addDuty(db, moderator, await roadDuty(db), noon);
		await expect(addDuty(db, moderator, await roadDuty(db), noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
		const { unitId, basis, document } = await roadDuty(db);
		await changeDuty(db, moderator, { id, unitId, basis, document }, noon);
		await expect(addDuty(db, moderator, await roadDuty(db), noon)).rejects.toMatchObject({
			message: expect.stringContaining('停用')
		});
		const toLaw = { id, unitId, basis: 'law', document, active: 'on' } as const;
		await expect(changeDuty(db, moderator, toLaw, noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
		const rows = (await listDuties(db, '')).filter((d) => d.category === 'sanitation.road_dirty');
		expect(rows.map((d) => [d.basis, d.active])).toEqual([
			['law', true],
			['document', false]
		]);
	});

	it.each([
		['an unknown category', { category: 'nope' }, 'category'],
		['an unknown grid', { gridId: '999' }, 'gridId'],
		['an unknown segment', { segmentId: '999' }, 'segmentId']
	])('with %s is refused beside that field', async (_, change, field) => {
		const db = await freshTown();
		const before = await listDuties(db, '');
		await expect(addDuty(db, moderator, await roadDuty(db, change), noon)).rejects.toMatchObject({
			reason: 'invalid',
			fields: { [field]: expect.any(String) }
		});
		expect(await listDuties(db, '')).toEqual(before);
	});

	it('is not given to a unit that is switched off', async () => {
		const db = await freshTown();
		const input = await roadDuty(db);
		const unit = { id: input.unitId, name: '市政管理处', kind: 'municipal' } as const;
		await changeUnit(db, moderator, unit, noon);
		await expect(addDuty(db, moderator, input, noon)).rejects.toMatchObject({
			fields: { unitId: expect.any(String) }
		});
	});

	it('on a document needs its number', () => {
		const input = { category: 'a', unitId: '1', basis: 'document', document: ' ' };
		const result = v.safeParse(NewDuty, input);
		expect(result.issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([
			['document', '“文件”依据要写文号']
		]);
	});

	it.each(outsiders)('is not for a %s to add', async (role) => {
		const db = await freshTown();
		const input = await roadDuty(db);
		await expect(addDuty(db, { ...moderator, role }, input, noon)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('is listed by group, in the order of the catalogue', async () => {
		const db = await freshTown();
		const some = await listDuties(db, 'facility');
		expect(new Set(some.map(({ category }) => category.split('.')[0]))).toEqual(
			new Set(['facility'])
		);
		expect(some[0]).toMatchObject({ category: 'facility.pavement' });
	});
});

describe('everything that was done', () => {
	it('is in one unbroken chain', async () => {
		const db = await freshTown();
		await addUnit(db, theSystem, hall, noon);
		expect(await verifyChain(db)).toMatchObject({ checked: 11, brokenAt: null });
	});
});
