import { readMargins, type MarginRow } from '../../surveys/margins';
import { linesOf, readNumbers, type NumberList } from '../../surveys/numbers';
import { UnreadableFile } from '../../places/import';
import { readExcel } from '../places/import/excel';
import { Refusal } from '../refusal';
import type { Households } from './frame';

const maxBytes = 200 * 1024;
type Cell = string | number | boolean | Date | null | undefined;

/** The cells of an uploaded sheet. @throws Refusal('invalid') beside the field `file` */
async function cellsOf(file: unknown): Promise<Cell[][]> {
	if (!(file instanceof File) || file.size === 0) throw refused('请选择 .xlsx 文件');
	if (file.size > maxBytes) throw refused('文件太大，最多 200 KB');
	try {
		return (await readExcel(new Uint8Array(await file.arrayBuffer()))) as Cell[][];
	} catch (problem) {
		if (problem instanceof UnreadableFile) throw refused(problem.message);
		throw problem;
	}
}

const refused = (message: string) => new Refusal('invalid', message, { file: message });
const mostSaid = 5;

/** @throws Refusal('invalid') with what does not add up */
export async function readMarginsFile(file: unknown): Promise<MarginRow[]> {
	const { rows, problems } = readMargins(await cellsOf(file));
	if (problems.length === 0) return rows;
	const more = problems.length > mostSaid ? `；另有 ${problems.length - mostSaid} 处` : '';
	throw refused(problems.slice(0, mostSaid).join('；') + more);
}

/** Columns 网格 and 户数. @throws Refusal('invalid') */
export async function readFrameFile(file: unknown): Promise<Households[]> {
	const [head = [], ...lines] = await cellsOf(file);
	const named = head.map((cell) => String(cell ?? '').trim());
	const [grid, households] = [named.indexOf('网格'), named.indexOf('户数')];
	if (grid === -1 || households === -1) throw refused('第一行要有“网格”和“户数”两列');
	return lines.flatMap((line, i) => {
		const name = String(line[grid] ?? '').trim();
		const count = String(line[households] ?? '').trim();
		if (name === '' && count === '') return [];
		const say = (what: string) => refused(`第 ${i + 2} 行：${what}`);
		if (name === '') throw say('没有网格。如果用了合并单元格，请取消合并，每一行都写全');
		const many = Number(count);
		if (count === '' || !Number.isInteger(many) || many < 0) throw say('户数要写整数，没有就写 0');
		return [{ grid: name, households: many }];
	});
}

/**
 * Telephone numbers out of an Excel or a CSV, or without one out of what was typed.
 * @throws Refusal('invalid') where there is neither
 */
export async function readNumberList(file: unknown, typed: string): Promise<NumberList> {
	if (!(file instanceof File) || file.size === 0) {
		const message = '请粘贴手机号，或者选择文件';
		if (typed.trim() === '') throw new Refusal('invalid', message, { numbers: message });
		return readNumbers(linesOf(typed));
	}
	if (file.size > maxBytes) throw refused('文件太大，最多 200 KB');
	const bytes = new Uint8Array(await file.arrayBuffer());
	if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw refused('旧版 .xls 请先另存为 .xlsx');
	// a workbook is a zip
	const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
	return readNumbers(isZip ? await cellsOf(file) : linesOf(textOf(bytes)));
}

/** UTF-8, or what Excel writes in China. */
function textOf(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}
