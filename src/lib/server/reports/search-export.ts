import writeXlsxFile from 'write-excel-file/node';
import { inArray, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { categoryLabel, groupLabel } from '../../reports/categories';
import { lampOf, lamps, writeFilter, type ReportFilter } from '../../reports/filter';
import { states } from '../../reports/workflow';
import { formatStamp } from '../../time/shanghai';
import { record } from '../audit/record';
import type { Db } from '../db';
import { csvOf, type Cell } from '../table-files';
import { grids, segments, units } from '../places/schema';
import { codesFound } from './queries/search';
import { reports } from './schema';

export const mostExported = 5_000;
export type ExportForm = 'xlsx' | 'csv';

const heads = [
	'编号',
	'大类',
	'类别',
	'状态',
	'灯',
	'紧急',
	'上报时间',
	'到期时间',
	'结案时间',
	'地点',
	'网格',
	'路段',
	'责任单位',
	'返工次数',
	'超时办结',
	'反复',
	'督办',
	'管理盲区',
	'也看到人数',
	'公开说明'
] as const;

/**
 * What a filter finds as a table, the first `mostExported`. Nothing that could name a person: of the
 * words only those that were made public.
 */
export async function exportFound(
	db: Db,
	actor: Actor,
	filter: ReportFilter,
	form: ExportForm,
	at: number
): Promise<Uint8Array> {
	const { codes } = await codesFound(db, actor, filter, { at, most: mostExported });
	const rows = await rowsOf(db, codes, at);
	await record(db, actor, 'export_reports', 'reports', at, {
		filter: writeFilter(filter),
		rows: rows.length,
		form
	});
	return form === 'csv' ? csvOf(heads, rows) : excel(rows);
}

async function rowsOf(db: Db, codes: readonly string[], at: number): Promise<Cell[][]> {
	const found = new Map<string, Cell[]>();
	for (let from = 0; from < codes.length; from += 500) {
		const rows = await db
			.select({ report: reports, grid: grids.name, segment: segments.name, unit: units.name })
			.from(reports)
			.leftJoin(grids, eq(grids.id, reports.gridId))
			.leftJoin(segments, eq(segments.id, reports.segmentId))
			.leftJoin(units, eq(units.id, reports.unitId))
			.where(inArray(reports.code, codes.slice(from, from + 500)));
		for (const { report, ...names } of rows) found.set(report.code, cells(report, names, at));
	}
	return codes.flatMap((code) => {
		const row = found.get(code);
		return row ? [row] : [];
	});
}

const time = (at: number | null) => (at === null ? '' : formatStamp(at));
const yes = (holds: boolean) => (holds ? '是' : '');

function cells(
	report: typeof reports.$inferSelect,
	{ grid, segment, unit }: Record<'grid' | 'segment' | 'unit', string | null>,
	at: number
): Cell[] {
	const lamp = lampOf(report, at);
	return [
		report.code,
		groupLabel(report.categoryGroup),
		categoryLabel(report.category),
		states[report.state].label,
		lamp ? lamps[lamp].label.slice(0, 1) : '',
		yes(report.urgent),
		time(report.submittedAt),
		time(report.dueAt),
		time(report.closedAt),
		report.placeName,
		grid ?? '',
		segment ?? '',
		unit ?? '',
		report.reworkCount,
		yes(report.overdue),
		yes(report.repeatOfId !== null),
		yes(report.supervision !== 'none'),
		yes(report.gap),
		report.supportCount,
		report.releasedAt === null ? '' : report.publicDescription
	];
}

async function excel(rows: readonly Cell[][]): Promise<Uint8Array> {
	const head = heads.map((value) => ({ value, fontWeight: 'bold' as const }));
	const file = writeXlsxFile([head, ...rows], {
		sheet: '搜索结果',
		stickyRowsCount: 1,
		columns: heads.map(() => ({ width: 16 }))
	});
	return new Uint8Array(await file.toBuffer());
}
