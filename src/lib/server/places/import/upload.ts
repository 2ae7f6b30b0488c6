import * as v from 'valibot';
import type { CoordinateSystem } from '../../../places/coordinates';
import {
	UnreadableFile,
	maxRows,
	readFeatures,
	readTable,
	type ImportKind,
	type Sheet
} from '../../../places/import';
import { Refusal } from '../../refusal';
import { readExcel } from './excel';

const maxBytes = 4 * 1024 * 1024;
/** Only ever drawn, and only ever written. */
const drawnOnly: readonly ImportKind[] = ['base'];
const tableOnly: readonly ImportKind[] = ['units'];

/**
 * The rows of an uploaded .xlsx or GeoJSON file, told apart by content.
 * @throws Refusal('invalid') beside the field `file`
 */
export async function readUpload(
	file: unknown,
	kind: ImportKind,
	system: CoordinateSystem
): Promise<Sheet> {
	if (!(file instanceof File) || file.size === 0) throw refused('请选择要导入的文件');
	if (file.size > maxBytes) throw refused('文件太大，最多 4 MB');
	const bytes = new Uint8Array(await file.arrayBuffer());
	const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
	if (isZip && drawnOnly.includes(kind)) throw refused('这里要 GeoJSON 文件');
	try {
		if (isZip) return readTable(kind, await readExcel(bytes), system);
		if (tableOnly.includes(kind)) throw refused('这里要 .xlsx 文件');
		return readFeatures(utf8(bytes), system);
	} catch (problem) {
		if (problem instanceof UnreadableFile) throw refused(problem.message);
		throw problem;
	}
}

function utf8(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new UnreadableFile('文件不是 UTF-8 编码，请另存为 UTF-8');
	}
}

const refused = (message: string) => new Refusal('invalid', message, { file: message });

const SheetData = v.object({
	format: v.picklist(['excel', 'geojson']),
	rows: v.pipe(
		v.array(
			v.object({
				row: v.pipe(v.number(), v.integer()),
				values: v.record(v.string(), v.string()),
				geometry: v.optional(v.unknown())
			})
		),
		v.minLength(1),
		v.maxLength(maxRows)
	)
});

/** The rows that a preview page carried along. They are checked again like those of a file. */
export function readCarried(data: string): Sheet {
	try {
		return v.parse(SheetData, JSON.parse(data));
	} catch {
		throw refused('预览的内容不完整，请重新选择文件');
	}
}
