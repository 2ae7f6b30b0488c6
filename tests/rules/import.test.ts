import { describe, expect, it } from 'vitest';
import { fromWgs84 } from '../../src/lib/places/coordinates';
import { readFeatures, readTable, UnreadableFile } from '../../src/lib/places/import';
import { checkRows } from '../../src/lib/places/import-check';
import {
	BaseFeature,
	DutyRow,
	GridFeature,
	PlaceFeature,
	PlaceRow,
	StreetFeature,
	UnitRow
} from '../../src/lib/places/import-rows';

const unitHead = ['代码', '名称', '类型', '状态'];
const square = [
	[118.8, 35.5],
	[118.9, 35.5],
	[118.9, 35.6],
	[118.8, 35.5]
];

const collection = (...features: object[]) =>
	JSON.stringify({ type: 'FeatureCollection', features });
const feature = (properties: object, type: string, coordinates: unknown) => ({
	type: 'Feature',
	properties,
	geometry: { type, coordinates }
});

describe('a table with its columns in another order and empty lines', () => {
	const sheet = readTable('units', [
		['状态', '类型', ' 名称 ', '代码', '备注'],
		['停用', '环境卫生', '环卫中心', 'hw', '随便'],
		[null, null, null, null, null],
		[null, 'sanitation', '环卫二队', 'hw2', null]
	]);

	it('is read by the names of its columns, and keeps the numbers of its rows', () => {
		const { rows, problems } = checkRows(sheet, UnitRow, ({ code }) => [code]);
		expect(problems).toEqual([]);
		expect(rows).toEqual([
			{ row: 2, value: { code: 'hw', name: '环卫中心', kind: 'sanitation', active: false } },
			{ row: 4, value: { code: 'hw2', name: '环卫二队', kind: 'sanitation', active: true } }
		]);
	});
});

describe('bad rows of a table', () => {
	it('are all named, each with what is wrong', () => {
		const sheet = readTable('units', [
			unitHead,
			['hw', '环卫中心', '环境卫生', '在用'],
			['', '没有代码', '环境卫生', ''],
			['x1', '', '环境卫生', ''],
			['x2', '类型不对', '火星', ''],
			['hw', '重复代码', '其他', ''],
			['x3', '状态不对', '其他', '也许']
		]);
		const { rows, problems } = checkRows(sheet, UnitRow, ({ code }) => [`代码“${code}”`]);
		expect(rows.map(({ row }) => row)).toEqual([2]);
		expect(problems.map(({ row }) => row)).toEqual([3, 4, 5, 6, 7]);
		const [code, name, kind, twin, state] = problems.map(({ message }) => message);
		expect(code).toBe('请填写代码');
		expect(name).toContain('请填写名称');
		expect(kind).toContain('类型“火星”不认识');
		expect(twin).toBe('代码“hw”与第 2 行重复');
		expect(state).toContain('在用');
	});

	it('a document as basis without its number is one of them', () => {
		const sheet = readTable('duties', [
			['类别', '网格', '路段', '责任单位', '依据', '文号'],
			['道路不洁', '', '', 'hw', '文件', ''],
			['道路不洁', '', '', 'hw', '法定', ''],
			['暴露垃圾', '', '', 'hw', '文件', '〔2026〕1号']
		]);
		const { rows, problems } = checkRows(sheet, DutyRow, ({ category, basis }) => [
			category + basis
		]);
		expect(problems).toEqual([{ row: 2, message: '“文件”依据要写文号' }]);
		expect(rows.map(({ value }) => value.basis)).toEqual(['law', 'document']);
	});

	it.each([
		['latitude and longitude the wrong way round', '118.8', '35.5', '写反'],
		['words', '北纬', '118.8', '纬度要写成小数'],
		['nothing', '', '118.8', '请填写纬度'],
		['an exponent', '1e1', '118.8', '纬度要写成小数']
	])('a place with %s as coordinates is one of them', (_, lat, lng, message) => {
		const sheet = readTable('places', [
			['名称', '类型', '纬度', '经度'],
			['广场', '广场', lat, lng]
		]);
		const { problems } = checkRows(sheet, PlaceRow, ({ name }) => [name]);
		expect(problems[0]?.message).toContain(message);
	});
});

describe('a table that cannot be read', () => {
	it.each([
		['without the columns', [['甲', '乙']], '缺少“代码”'],
		['without a single row', [unitHead], '没有一行'],
		['empty', [], '缺少“代码”'],
		['too long', [unitHead, ...Array.from({ length: 5001 }, () => ['a', 'b'])], '最多 5000 行']
	])('%s says so', (_, cells, message) => {
		expect(() => readTable('units', cells)).toThrow(UnreadableFile);
		expect(() => readTable('units', cells)).toThrow(message);
	});
});

describe('a GeoJSON file', () => {
	it('with a byte order mark and lists as properties is read', () => {
		const grid = feature(
			{ code: 'G1', name: '甲', town: '乙', partner_units: ['农行', '税务局'] },
			'Polygon',
			[square]
		);
		const sheet = readFeatures('\uFEFF' + collection(grid));
		const { rows, problems } = checkRows(sheet, GridFeature, ({ code }) => [code]);
		expect(problems).toEqual([]);
		expect(rows[0]!.value).toMatchObject({
			code: 'G1',
			lead_unit: '',
			partner_units: ['农行', '税务局'],
			active: true
		});
	});

	it('of another coordinate system is turned into WGS-84', () => {
		const spot = { lat: 35.58, lng: 118.83 };
		const shifted = fromWgs84(spot, 'gcj02');
		const sheet = readFeatures(
			collection(feature({ name: '广场', kind: 'square' }, 'Point', [shifted.lng, shifted.lat])),
			'gcj02'
		);
		const { rows } = checkRows(sheet, PlaceFeature, ({ name }) => [name]);
		expect(rows[0]!.value.lat).toBeCloseTo(spot.lat, 5);
		expect(rows[0]!.value.lng).toBeCloseTo(spot.lng, 5);
	});

	it('with heights loses them', () => {
		const sheet = readFeatures(
			collection(
				feature({ street: '路', segment: '一段', class: 'main' }, 'LineString', [
					[118.8, 35.5, 12],
					[118.9, 35.5, 13]
				])
			)
		);
		const { rows } = checkRows(sheet, StreetFeature, ({ segment }) => [segment]);
		expect(rows[0]!.value.geometry.coordinates).toEqual([
			[118.8, 35.5],
			[118.9, 35.5]
		]);
	});

	it.each([
		['not JSON', '{', '不是有效的 GeoJSON'],
		['a single feature', JSON.stringify(feature({}, 'Point', [1, 2])), 'FeatureCollection'],
		['null', 'null', 'FeatureCollection'],
		['without features', collection(), '没有一行']
	])('that is %s says so', (_, text, message) => {
		expect(() => readFeatures(text)).toThrow(UnreadableFile);
		expect(() => readFeatures(text)).toThrow(message);
	});
});

describe('shapes that cannot be used', () => {
	const named = { code: 'G1', name: '甲', town: '乙' };
	it.each([
		['a point for a grid', 'Point', [118.8, 35.5], '要画成面'],
		['an open ring', 'Polygon', [square.slice(0, 3)], '至少要有 4 个点'],
		['positions beyond the earth', 'Polygon', [square.map(([lng, lat]) => [lat, lng])], '先经度'],
		['no coordinates', 'Polygon', undefined, '没有画出范围'],
		['an empty MultiPolygon', 'MultiPolygon', [], '没有画出范围'],
		['a MultiPolygon with a bad part', 'MultiPolygon', [[square], [[[1, 2]]]], '至少要有 4 个点'],
		['coordinates of the other kind', 'Polygon', [[square]], '至少要有 4 个点']
	])('%s', (_, type, coordinates, message) => {
		const sheet = readFeatures(collection(feature(named, type, coordinates)));
		const { rows, problems } = checkRows(sheet, GridFeature, ({ code }) => [code]);
		expect(rows).toEqual([]);
		expect(problems[0]?.message).toContain(message);
	});

	it('a feature without a geometry', () => {
		const sheet = readFeatures(
			collection({ type: 'Feature', properties: { kind: 'water', name: '河' }, geometry: null })
		);
		const { problems } = checkRows(sheet, BaseFeature, ({ name }) => [name]);
		expect(problems).toEqual([{ row: 1, message: '要画成面' }]);
	});

	it('a line of one point', () => {
		const street = feature({ street: '路', segment: '一段', class: 'main' }, 'LineString', [
			[1, 2]
		]);
		const { problems } = checkRows(readFeatures(collection(street)), StreetFeature, () => ['x']);
		expect(problems).toEqual([{ row: 1, message: '线至少要有 2 个点' }]);
	});
});
