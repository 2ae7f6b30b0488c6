import * as v from 'valibot';
import type { Position } from 'geojson';
import { toWgs84, type CoordinateSystem } from './coordinates';

/** What can be brought in from a file, and the columns (or GeoJSON properties) of each. */
export const importKinds = {
	units: {
		label: '责任单位',
		columns: { code: '代码', name: '名称', kind: '类型', active: '状态' }
	},
	duties: {
		label: '责任清单',
		columns: {
			category: '类别',
			grid: '网格',
			segment: '路段',
			unit: '责任单位',
			basis: '依据',
			document: '文号',
			active: '状态'
		}
	},
	places: {
		label: '地点',
		columns: { name: '名称', kind: '类型', lat: '纬度', lng: '经度', active: '状态' }
	},
	grids: {
		label: '网格',
		columns: {
			code: '代码',
			name: '名称',
			town: '街道或乡镇',
			lead_unit: '牵头单位',
			partner_units: '共建单位',
			shape: '范围',
			active: '状态'
		}
	},
	streets: {
		label: '路段',
		columns: { street: '道路', segment: '路段', class: '等级', shape: '走向', active: '状态' }
	},
	buildings: {
		label: '楼栋',
		columns: { name: '名称', lat: '纬度', lng: '经度', active: '状态' }
	},
	shops: {
		label: '门店',
		columns: { name: '名称', building: '楼栋', lat: '纬度', lng: '经度', active: '状态' }
	},
	chiefs: {
		label: '四长',
		columns: {
			kind: '种类',
			place: '地方',
			post: '岗位',
			name: '姓名',
			phone: '办公电话',
			unit: '单位',
			active: '状态'
		}
	},
	officers: {
		label: '一街五管',
		columns: { street: '道路', force: '力量', unit: '单位', post: '岗位' }
	},
	base: { label: '底图', columns: { kind: '类型', name: '名称' } }
} as const satisfies Record<string, { label: string; columns: Record<string, string> }>;

export type ImportKind = keyof typeof importKinds;
export type Format = 'excel' | 'geojson';

/** One row as the file has it: text by column, and what is drawn. `row` is its number there. */
export type RawRow = { row: number; values: Record<string, string>; geometry?: unknown };
export type Sheet = { format: Format; rows: RawRow[] };
export type RowProblem = { row: number; message: string };

/** What an import would do, and all that a page needs to offer it. */
export type ImportOffer = {
	what: ImportKind;
	format: Format;
	added: number;
	changed: number;
	unchanged: number;
	problems: RowProblem[];
	/** The sheet itself, carried by the page to the import; empty when there are problems. */
	data: string;
};

export const maxRows = 5000;

/** What a person calls a row: in Excel by its line, in GeoJSON by its place in the list. */
export const rowName = (format: Format, row: number): string =>
	format === 'excel' ? `第 ${row} 行` : `第 ${row} 个图形`;

export class UnreadableFile extends Error {}

/**
 * The rows of a table whose first line names the columns, in any order.
 * @throws UnreadableFile with a sentence to show
 */
export function readTable(
	kind: ImportKind,
	cells: unknown[][],
	system: CoordinateSystem = 'wgs84'
): Sheet {
	const columns = Object.entries(importKinds[kind].columns);
	const head = (cells[0] ?? []).map(cellText);
	const missing = columns.filter(([key, label]) => key !== 'active' && !head.includes(label));
	if (missing.length > 0) {
		throw new UnreadableFile(
			`第一行要有这些列名：${columns.map(([, label]) => label).join('、')}（缺少${missing.map(([, label]) => `“${label}”`).join('、')}）`
		);
	}
	const rows = cells
		.slice(1)
		.map((cell, i) => {
			const { shape, ...values } = Object.fromEntries(
				columns.map(([key, label]) => [key, cellText(cell[head.indexOf(label)])])
			);
			const drawn = shape === undefined ? {} : { geometry: drawnCell(shape, system) };
			return { row: i + 2, values: movedCells(values, system), ...drawn };
		})
		.filter(({ values }) => Object.values(values).some((text) => text !== ''));
	return limited({ format: 'excel', rows });
}

/** A shape in a cell is written as GeoJSON; what is not is left for the row's own check to name. */
function drawnCell(text: string, system: CoordinateSystem): unknown {
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed !== null ? moved(parsed, system) : undefined;
	} catch {
		return undefined;
	}
}

function movedCells(values: Record<string, string>, system: CoordinateSystem) {
	const point = { lat: Number(values.lat || NaN), lng: Number(values.lng || NaN) };
	if (system === 'wgs84' || !Number.isFinite(point.lat + point.lng)) return values;
	const { lat, lng } = toWgs84(point, system);
	return { ...values, lat: String(lat), lng: String(lng) };
}

function cellText(cell: unknown): string {
	if (typeof cell === 'string') return cell.trim();
	return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

const Collection = v.object({
	type: v.literal('FeatureCollection'),
	features: v.array(
		v.object({
			properties: v.nullish(v.record(v.string(), v.unknown()), {}),
			geometry: v.nullish(v.looseObject({ type: v.string() }))
		})
	)
});

/**
 * The features of a GeoJSON FeatureCollection, with their positions turned into WGS-84.
 * @throws UnreadableFile with a sentence to show
 */
export function readFeatures(text: string, system: CoordinateSystem = 'wgs84'): Sheet {
	let parsed: unknown;
	try {
		// many Windows tools put a byte order mark first
		parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		throw new UnreadableFile('这个文件不是有效的 GeoJSON（JSON 格式不对）');
	}
	const collection = v.safeParse(Collection, parsed);
	if (!collection.success) {
		throw new UnreadableFile('这个文件不是 GeoJSON 的 FeatureCollection（要素集合）');
	}
	const rows = collection.output.features.map(({ properties, geometry }, i) => ({
		row: i + 1,
		values: Object.fromEntries(
			Object.entries(properties).map(([key, value]) => [key, propertyText(value)])
		),
		geometry: geometry ? moved(geometry, system) : undefined
	}));
	return limited({ format: 'geojson', rows });
}

function propertyText(value: unknown): string {
	return Array.isArray(value) ? value.map(cellText).join('、') : cellText(value);
}

function limited(sheet: Sheet): Sheet {
	if (sheet.rows.length === 0) throw new UnreadableFile('文件里没有一行数据');
	if (sheet.rows.length > maxRows) {
		throw new UnreadableFile(`文件有 ${sheet.rows.length} 行，一次最多 ${maxRows} 行，请分开导入`);
	}
	return sheet;
}

function moved(geometry: object, system: CoordinateSystem): object {
	if (system === 'wgs84' || !('coordinates' in geometry)) return geometry;
	return { ...geometry, coordinates: movedPositions(geometry.coordinates, system) };
}

function movedPositions(value: unknown, system: CoordinateSystem): unknown {
	if (!Array.isArray(value)) return value;
	const [lng, lat] = value as unknown[];
	if (typeof lng !== 'number' || typeof lat !== 'number') {
		return value.map((inner) => movedPositions(inner, system));
	}
	const point = toWgs84({ lat, lng }, system);
	return [point.lng, point.lat] satisfies Position;
}
