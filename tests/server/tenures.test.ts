import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import type { Db } from '../../src/lib/server/db';
import { changeGrid } from '../../src/lib/server/places/commands/areas';
import { addDuty, changeDuty } from '../../src/lib/server/places/commands/duties';
import { changeUnit } from '../../src/lib/server/places/commands/units';
import { answeredOn, answersThrough, changesOfDuty } from '../../src/lib/server/places/history';
import { importSheet } from '../../src/lib/server/places/import/run';
import { listDuties } from '../../src/lib/server/places/lists';
import { listGrids, listUnits, responsibleUnit } from '../../src/lib/server/places/queries';
import { freshTown } from '../support/database';
import { shanghai } from '../support/factories';

const moderator: Actor = { ...guest, role: 'moderator', name: '值守' };
const gapCategory = 'cityscape.livestock';
const where = (gridId: number | null) => ({
	category: gapCategory,
	group: 'cityscape',
	gridId,
	segmentId: null
});

let db: Db;
let grid: Awaited<ReturnType<typeof listGrids>>[number];
let [enforcement, housing] = [0, 0];
beforeEach(async () => {
	db = await freshTown();
	grid = (await listGrids(db)).find(({ name }) => name === '人民广场网格')!;
	const units = await listUnits(db);
	enforcement = units.find(({ code }) => code === 'zhzf')!.id;
	housing = units.find(({ code }) => code === 'zjj')!.id;
});

const paper = (unitId: number) => ({ unitId, basis: 'document' as const, document: '1号' });
const add = (at: string, unitId = housing) =>
	addDuty(
		db,
		moderator,
		{ category: gapCategory, gridId: grid.id, segmentId: null, ...paper(unitId) },
		shanghai(at)
	);
const on = async (day: string) => (await answeredOn(db, day, where(grid.id)))?.unitName;

describe('a duty that is added, changed and switched off', () => {
	it('is known on each day as it was at its end', async () => {
		const id = await add('2026-02-02 10:00');
		await changeDuty(
			db,
			moderator,
			{ id, ...paper(enforcement), active: 'on' },
			shanghai('2026-02-04 10:00')
		);
		await changeDuty(db, moderator, { id, ...paper(enforcement) }, shanghai('2026-02-06 10:00'));

		expect(await answeredOn(db, '2026-02-01', where(grid.id))).toMatchObject({ gap: true });
		expect(await on('2026-02-02')).toBe('住房和城乡建设局');
		expect(await on('2026-02-03')).toBe('住房和城乡建设局');
		expect(await on('2026-02-04')).toBe('综合执法局');
		expect(await answeredOn(db, '2026-02-06', where(grid.id))).toMatchObject({ gap: true });
		expect(await changesOfDuty(db, id)).toMatchObject([
			{ unit: '综合执法局', until: shanghai('2026-02-06 10:00') },
			{ unit: '住房和城乡建设局', until: shanghai('2026-02-04 10:00') }
		]);
		const spells = await answersThrough(db, where(grid.id));
		expect(spells[0]).toMatchObject({ until: null, rule: '管理盲区 · 网格牵头单位' });
		expect(spells[1]).toMatchObject({ unit: '综合执法局' });
	});

	it('leaves nothing when it is refused', async () => {
		await add('2026-02-02 10:00');
		const before = await db.all(sql`SELECT * FROM tenures`);
		await expect(add('2026-02-03 10:00')).rejects.toMatchObject({ reason: 'conflict' });
		expect(await db.all(sql`SELECT * FROM tenures`)).toEqual(before);
	});
});

describe('what a unit or a grid loses', () => {
	it('with the unit switched off its duties are over from that day', async () => {
		await add('2026-02-02 10:00');
		const off = { id: housing, name: '住房和城乡建设局', kind: 'housing' as const };
		await changeUnit(db, moderator, off, shanghai('2026-02-04 10:00'));
		expect(await on('2026-02-03')).toBe('住房和城乡建设局');
		expect(await answeredOn(db, '2026-02-04', where(grid.id))).toMatchObject({ gap: true });
	});

	it('with another lead unit the gap was another one’s before', async () => {
		const before = grid.leadUnit;
		await changeGrid(
			db,
			moderator,
			{ ...grid, leadUnitId: housing, active: 'on' },
			shanghai('2026-02-04 10:00')
		);
		expect(await on('2026-02-03')).toBe(before);
		expect(await on('2026-02-04')).toBe('住房和城乡建设局');
	});
});

describe('an import', () => {
	it('keeps who answered before it', async () => {
		const values = { category: gapCategory, grid: grid.code, segment: '', unit: 'zjj' };
		const rows = [{ row: 2, values: { ...values, basis: '文件', document: '3号', active: '' } }];
		const at = shanghai('2026-02-04 10:00');
		await importSheet(db, moderator, 'duties', { format: 'excel', rows }, at);
		expect(await answeredOn(db, '2026-02-03', where(grid.id))).toMatchObject({ gap: true });
		expect(await on('2026-02-04')).toBe('住房和城乡建设局');
	});
});

describe('a town that was there before its tenures were kept', () => {
	it('is answered for as it is, and after a change as it was', async () => {
		await db.run(sql`DELETE FROM tenures`);
		const known = (await listDuties(db, ''))[0]!;
		const there = {
			category: known.category,
			group: known.category.split('.')[0]!,
			gridId: known.gridId,
			segmentId: known.segmentId
		};
		const now = await responsibleUnit(db, { ...there, categoryGroup: there.group });
		expect((await answeredOn(db, '2020-01-01', there))?.unitId).toBe(now?.unitId);
		await changeDuty(
			db,
			moderator,
			{ id: known.id, unitId: housing, basis: known.basis, document: known.document, active: 'on' },
			shanghai('2026-02-04 10:00')
		);
		expect((await answeredOn(db, '2020-01-01', there))?.unitId).toBe(now?.unitId);
		expect((await answeredOn(db, '2026-02-04', there))?.unitId).toBe(housing);
	});
});
