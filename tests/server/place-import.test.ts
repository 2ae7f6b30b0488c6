import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { crc32, deflateRawSync } from 'node:zlib';
import { guest, theSystem, type Actor } from '../../src/lib/accounts/roles';
import { readFeatures, type ImportKind, type Sheet } from '../../src/lib/places/import';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import {
	drawing,
	tables,
	takeTable,
	type DrawnKind,
	type TableKind
} from '../../src/lib/server/places/export';
import { readExcel, writeExcel } from '../../src/lib/server/places/import/excel';
import { importSheet, previewImport } from '../../src/lib/server/places/import/run';
import { readCarried, readUpload } from '../../src/lib/server/places/import/upload';
import { listDuties, listPlaces } from '../../src/lib/server/places/lists';
import { listGrids, listUnits, locate } from '../../src/lib/server/places/queries';
import { changeChief } from '../../src/lib/server/places/commands/posts';
import { listChiefs } from '../../src/lib/server/places/posts';
import { freshDatabase, freshTown } from '../support/database';
import { seal } from '../support/factories';

const noon = Date.UTC(2026, 2, 2, 4);
const moderator: Actor = { ...guest, role: 'moderator', name: '值守' };
const sheet = (...rows: Record<string, string>[]): Sheet => ({
	format: 'excel',
	rows: rows.map((values, i) => ({ row: i + 2, values }))
});
const hall = { code: 'dang', name: '档案馆', kind: '其他' };
const file = (content: Uint8Array<ArrayBuffer> | string) => new File([content], 'x');

describe('an import with one bad row among good ones', () => {
	const rows = sheet(hall, { code: 'x', name: '错的', kind: '火星' }, { ...hall, code: 'y' });

	it('is previewed with each bad row named, and writes nothing', async () => {
		const db = await freshDatabase();
		const preview = await previewImport(db, moderator, 'units', rows);
		expect(preview.problems.map(({ row }) => row)).toEqual([3, 4]);
		expect(await listUnits(db)).toEqual([]);
		expect(await verifyChain(db)).toMatchObject({ checked: 0 });
	});

	it('is refused as a whole, naming the first', async () => {
		const db = await freshDatabase();
		await expect(importSheet(db, moderator, 'units', rows, noon)).rejects.toMatchObject({
			reason: 'invalid',
			message: expect.stringMatching(/^第 3 行：类型“火星”.*共 2 处.*一行也没有导入/)
		});
		expect(await listUnits(db)).toEqual([]);
		expect(await verifyChain(db)).toMatchObject({ checked: 0 });
	});
});

describe('an import of new, changed and unchanged rows', () => {
	it('counts them, and brings in the new and the changed', async () => {
		const db = await freshDatabase();
		await importSheet(
			db,
			moderator,
			'units',
			sheet(hall, { ...hall, code: 'b', name: '乙' }),
			noon
		);
		const next = sheet(
			hall,
			{ code: 'b', name: '乙局', kind: '其他', active: '停用' },
			{ code: 'c', name: '丙', kind: '水务' }
		);
		const count = { added: 1, changed: 1, unchanged: 1 };
		expect(await previewImport(db, moderator, 'units', next)).toEqual({ ...count, problems: [] });
		expect(await importSheet(db, moderator, 'units', next, noon)).toEqual(count);
		expect((await listUnits(db)).map((u) => [u.code, u.name, u.kind, u.active])).toEqual([
			['dang', '档案馆', 'other', true],
			['b', '乙局', 'other', false],
			['c', '丙', 'water', true]
		]);
		expect(await auditOf(db, 'import:units')).toMatchObject([
			{ action: 'import_units' },
			{ detail: JSON.stringify(count) }
		]);
	});

	it('refuses a name that another code has', async () => {
		const db = await freshDatabase();
		await importSheet(db, moderator, 'units', sheet(hall), noon);
		const { problems } = await previewImport(db, moderator, 'units', sheet({ ...hall, code: 'z' }));
		expect(problems).toEqual([{ row: 2, message: '名称“档案馆”已经是代码“dang”的单位' }]);
	});
});

describe('an import by one who may not', () => {
	it.each(['guest', 'resident', 'unit_handler', 'checker', 'audit_admin'] as const)(
		'%s is refused, the preview as well',
		async (role) => {
			const db = await freshDatabase();
			const actor = { ...moderator, role };
			const forbidden = { reason: 'forbidden' };
			await expect(importSheet(db, actor, 'units', sheet(hall), noon)).rejects.toMatchObject(
				forbidden
			);
			await expect(previewImport(db, actor, 'units', sheet(hall))).rejects.toMatchObject(forbidden);
			expect(await listUnits(db)).toEqual([]);
		}
	);
});

describe('a duty list', () => {
	const duty = { category: '道路不洁', unit: 'hwzx', basis: '交办', grid: '', segment: '' };
	const problemsOf = async (...rows: Record<string, string>[]) =>
		(await previewImport(await freshTown(), moderator, 'duties', sheet(...rows))).problems;

	it('names what it does not know', async () => {
		const unknown = await problemsOf(
			{ ...duty, category: '没有的类别' },
			{ ...duty, grid: '没有的网格', unit: '没有的单位' },
			{ ...duty, segment: '没有的路段' }
		);
		expect(unknown.map(({ row }) => row)).toEqual([2, 3, 4]);
		expect(unknown[0]!.message).toContain('类别“没有的类别”');
		expect(unknown[1]!.message).toMatch(/网格“没有的网格”.*责任单位“没有的单位”/);
		expect(unknown[2]!.message).toContain('路段“没有的路段”');
	});

	it('may not say the same thing once by code and once by name', async () => {
		const twice = await problemsOf({ ...duty, grid: 'QH03001' }, { ...duty, grid: '县府网格' });
		expect(twice).toEqual([{ row: 3, message: '与第 2 行说的是同一件事' }]);
	});

	it('changes the unit of the same category, area and basis', async () => {
		const db = await freshTown();
		const before = await listDuties(db, '');
		const row = { category: '暴露垃圾', unit: '市政管理处', basis: '法定', document: '新规定' };
		const count = await importSheet(db, moderator, 'duties', sheet(row), noon);
		expect(count).toEqual({ added: 0, changed: 1, unchanged: 0 });
		const after = await listDuties(db, '');
		expect(after).toHaveLength(before.length);
		expect(after[0]).toMatchObject({ unit: '市政管理处', document: '新规定', id: before[0]!.id });
	});
});

describe('drawn files', () => {
	const square = (name: string, west: number, south: number) => ({
		type: 'Feature',
		properties: { code: name, name, town: '城关街道', lead_unit: '文明办' },
		geometry: {
			type: 'Polygon',
			coordinates: [
				[
					[west, south],
					[west + 0.001, south],
					[west + 0.001, south + 0.001],
					[west, south]
				]
			]
		}
	});
	const drawn = (...features: object[]) =>
		readFeatures(JSON.stringify({ type: 'FeatureCollection', features }));

	it('with a grid far away or of an unknown unit are refused, and no grid changes', async () => {
		const db = await freshTown();
		const before = await listGrids(db);
		const stranger = square('N2', 118.83, 35.58);
		stranger.properties.lead_unit = '交通运输局';
		const rows = drawn(square('N1', 118.83, 35.58), stranger, square('N3', 35.58, 80));
		const { problems } = await previewImport(db, moderator, 'grids', rows);
		expect(problems.map(({ row }) => row)).toEqual([2, 3]);
		expect(problems[0]!.message).toContain('牵头单位“交通运输局”');
		expect(problems[1]!.message).toContain('离本地太远');
		await expect(importSheet(db, moderator, 'grids', rows, noon)).rejects.toMatchObject({
			message: expect.stringMatching(/^第 2 个图形：/)
		});
		expect(await listGrids(db)).toEqual(before);
	});

	it('move what is known, so that it is found in its new place', async () => {
		const db = await freshTown();
		const before = await locate(db, { lat: 35.5805, lng: 118.8308 });
		const code = (await listGrids(db)).find(({ id }) => id === before.gridId)!.code;
		const shape = square('移走', 118.812, 35.57);
		shape.properties.code = code;
		await importSheet(db, moderator, 'grids', drawn(shape), noon);
		expect((await locate(db, { lat: 35.5805, lng: 118.8308 })).gridId).toBeNull();
	});

	it('replace the one boundary, whatever it is called', async () => {
		const db = await freshTown();
		const { features } = await drawing(db, 'base');
		const boundary = features.find(({ properties }) => properties!.kind === 'boundary')!;
		const renamed = { ...boundary, properties: { kind: 'boundary', name: '新边界' } };
		const count = await importSheet(db, moderator, 'base', drawn(renamed), noon);
		expect(count).toEqual({ added: 0, changed: 1, unchanged: 0 });
	});
});

describe('what was taken out', () => {
	const all = [
		'duties',
		'places',
		'grids',
		'streets',
		'buildings',
		'shops',
		'chiefs',
		'officers'
	] as const;

	async function namedTown() {
		const db = await freshTown();
		const [first] = await listChiefs(db, 'grid');
		const known = { id: first!.id, post: first!.post, officePhone: '0000-1234567', unitId: null };
		await changeChief(db, seal, moderator, { ...known, name: '某某', active: 'on' }, noon);
		return db;
	}

	it.each<TableKind>(['units', ...all])(
		'comes back in as the same Excel table of %s',
		async (kind) => {
			const db = await namedTown();
			const rows = await tables[kind](db, seal);
			const workbook = file(new Uint8Array(await writeExcel(kind, rows)));
			const back = await readUpload(workbook, kind, 'wgs84');
			expect(await previewImport(db, theSystem, kind, back, seal)).toEqual({
				added: 0,
				changed: 0,
				unchanged: rows.length,
				problems: []
			});
			expect(rows.length).toBeGreaterThan(3);
		}
	);

	it.each<DrawnKind>(['base', ...all])('comes back in as the same GeoJSON of %s', async (kind) => {
		const db = await namedTown();
		const rows = kind === 'chiefs' ? await tables.chiefs(db, seal) : undefined;
		const collection = await drawing(db, kind, rows);
		const back = await readUpload(file(JSON.stringify(collection)), kind, 'wgs84');
		expect(await previewImport(db, theSystem, kind, back, seal)).toEqual({
			added: 0,
			changed: 0,
			unchanged: collection.features.length,
			problems: []
		});
		expect(collection.features.length).toBeGreaterThan(3);
	});

	it('with names is written down as taken, and the names stay sealed in the database', async () => {
		const db = await namedTown();
		const rows = await takeTable(db, seal, moderator, 'chiefs', noon);
		expect(rows.map(({ name }) => name)).toContain('某某');
		expect(await auditOf(db, 'export:chiefs')).toMatchObject([{ action: 'export_chiefs' }]);
		const kept = JSON.stringify([
			await db.all(sql`SELECT * FROM chiefs`),
			await db.all(sql`SELECT * FROM tenures WHERE kind = 'chief'`),
			await db.all(sql`SELECT * FROM audit_log`)
		]);
		expect(kept).not.toContain('某某');
	});

	it('fills an empty town with the same', async () => {
		const [town, empty] = [await freshTown(), await freshDatabase()];
		const workbook = await writeExcel('places', await tables.places(town));
		const back = await readUpload(file(new Uint8Array(workbook)), 'places', 'wgs84');
		const carried = readCarried(JSON.stringify(back));
		await importSheet(empty, moderator, 'places', carried, noon);
		expect(await listPlaces(empty)).toEqual(await listPlaces(town));
	});
});

describe('a file that is not what it should be', () => {
	const refusal = (content: unknown, kind: ImportKind) =>
		readUpload(content, kind, 'wgs84').then(
			() => 'was read',
			(problem: { reason: string; fields: Record<string, string> }) =>
				`${problem.reason}: ${problem.fields.file}`
		);

	it.each([
		['nothing chosen', null, 'units', '请选择要导入的文件'],
		['an empty file', file(''), 'units', '请选择要导入的文件'],
		['a CSV for Excel', file('代码,名称'), 'units', '.xlsx'],
		['GeoJSON for Excel', file('{"type":"FeatureCollection","features":[]}'), 'units', '.xlsx'],
		['a cut-off workbook', file('PK\x03\x04 and no more'), 'units', '不是 .xlsx'],
		['a workbook for the base map', file('PK\x03\x04'), 'base', 'GeoJSON'],
		['bytes that are not UTF-8', file(new Uint8Array([0xff, 0xfe, 0x7b])), 'grids', 'UTF-8'],
		['broken JSON', file('{"type":'), 'grids', 'JSON'],
		['more than 4 MB', file(new Uint8Array(4 * 1024 * 1024 + 1)), 'grids', '4 MB']
	] as [string, unknown, ImportKind, string][])('%s', async (_, content, kind, message) => {
		const said = await refusal(content, kind);
		expect(said).toMatch(/^invalid: /);
		expect(said).toContain(message);
	});

	it.each([
		['says how large it unpacks', 0, '太大'],
		['lies about how large it unpacks', 1000, '已损坏']
	])('a small workbook that unpacks to 64 MB and %s', async (_, claimed, message) => {
		const content = Buffer.alloc(64 * 1024 * 1024);
		const bomb = zipOf('xl/worksheets/sheet1.xml', content, claimed || content.length);
		expect(bomb.length).toBeLessThan(100_000);
		await expect(readExcel(bomb)).rejects.toThrow(message);
	});

	it.each(['', '{', '[]', '{"format":"excel","rows":[]}', '{"format":"x","rows":[{"row":1}]}'])(
		'carried rows that were tampered with: %s',
		(data) => {
			expect(() => readCarried(data)).toThrow('预览的内容不完整');
		}
	);
});

/** A zip of one entry whose directory claims `size` bytes unpacked. */
function zipOf(name: string, content: Buffer, size: number): Buffer {
	const packed = deflateRawSync(content, { level: 9 });
	const common = Buffer.alloc(26);
	common.writeUInt16LE(20, 0);
	common.writeUInt16LE(8, 4);
	common.writeUInt32LE(crc32(content), 10);
	common.writeUInt32LE(packed.length, 14);
	common.writeUInt32LE(size, 18);
	common.writeUInt16LE(name.length, 22);
	const local = Buffer.concat([
		Buffer.from('PK\x03\x04', 'latin1'),
		common,
		Buffer.from(name),
		packed
	]);
	const entry = Buffer.concat([
		Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
		common,
		Buffer.alloc(14),
		Buffer.from(name)
	]);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(entry.length, 12);
	end.writeUInt32LE(local.length, 16);
	return Buffer.concat([local, entry, end]);
}
