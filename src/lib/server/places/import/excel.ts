import { inflateRawSync } from 'node:zlib';
import { readSheet } from 'read-excel-file/universal';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { UnreadableFile, importKinds, type ImportKind } from '../../../places/import';
import type { TableRow } from '../export';

/** What a workbook may hold once unpacked, bytes; 5000 rows need about a tenth. */
const maxUnpacked = 16 * 1024 * 1024;

/**
 * The cells of the first sheet.
 * @throws UnreadableFile with a sentence to show
 */
export async function readExcel(file: Uint8Array): Promise<unknown[][]> {
	try {
		checkUnpackedSize(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
		return await readSheet(new Uint8Array(file).buffer);
	} catch (problem) {
		if (problem instanceof UnreadableFile) throw problem;
		throw new UnreadableFile('打不开这个文件，请用 Excel 或 WPS 另存为 .xlsx 再试', {
			cause: problem
		});
	}
}

/**
 * A workbook is a zip, and a small one can unpack to more than the machine has. The reader trusts
 * the sizes of the directory, so they must be true.
 */
function checkUnpackedSize(zip: Buffer): void {
	const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	if (end < 0) throw new UnreadableFile('这不是 .xlsx 文件；旧版 .xls 和 .csv 请先另存为 .xlsx');
	let entry = zip.readUInt32LE(end + 16);
	let left = maxUnpacked;
	for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
		const method = zip.readUInt16LE(entry + 10);
		const [packed, unpacked] = [zip.readUInt32LE(entry + 20), zip.readUInt32LE(entry + 24)];
		if (unpacked > left) throw new UnreadableFile('这个文件展开后太大，请分成几个文件');
		if (method === 8) checkInflates(zip, entry, packed, unpacked);
		left -= unpacked;
		entry += 46 + [28, 30, 32].reduce((sum, at) => sum + zip.readUInt16LE(entry + at), 0);
	}
}

function checkInflates(zip: Buffer, entry: number, packed: number, unpacked: number): void {
	const header = zip.readUInt32LE(entry + 42);
	const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
	try {
		inflateRawSync(zip.subarray(start, start + packed), {
			maxOutputLength: Math.max(1, unpacked)
		});
	} catch (problem) {
		throw new UnreadableFile('这个文件已损坏，请用 Excel 或 WPS 另存一份再试', { cause: problem });
	}
}

/** A workbook with the columns that the import of `kind` takes, and one sheet. */
export function writeExcel(kind: ImportKind, rows: TableRow[]): Promise<Buffer> {
	const columns = Object.entries(importKinds[kind].columns);
	const cells: SheetData = [
		columns.map(([, label]) => ({ value: label, fontWeight: 'bold' as const })),
		...rows.map((row) => columns.map(([key]) => row[key] ?? ''))
	];
	return writeXlsxFile(cells, {
		sheet: importKinds[kind].label,
		stickyRowsCount: 1,
		columns: columns.map(([key]) => ({ width: key === 'document' ? 44 : 20 }))
	}).toBuffer();
}
