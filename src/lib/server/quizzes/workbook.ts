import * as v from 'valibot';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { UnreadableFile, maxRows } from '../../places/import';
import {
	questionAsRow,
	questionColumns,
	readQuestionRows,
	type QuestionRow
} from '../../quizzes/import';
import { readExcel } from '../places/import/excel';
import { Refusal } from '../refusal';
import type { KeptQuestion } from './queries';

const maxBytes = 4 * 1024 * 1024;
const refused = (message: string) => new Refusal('invalid', message, { file: message });

/**
 * The rows of an uploaded .xlsx.
 * @throws Refusal('invalid') beside the field `file`
 */
export async function readQuestionFile(file: unknown): Promise<QuestionRow[]> {
	if (!(file instanceof File) || file.size === 0) throw refused('请选择要导入的 .xlsx 文件');
	if (file.size > maxBytes) throw refused('文件太大，最多 4 MB');
	try {
		return readQuestionRows(await readExcel(new Uint8Array(await file.arrayBuffer())));
	} catch (problem) {
		if (problem instanceof UnreadableFile) throw refused(problem.message);
		throw problem;
	}
}

const Carried = v.pipe(
	v.array(
		v.object({
			row: v.pipe(v.number(), v.integer()),
			values: v.record(v.string(), v.string())
		})
	),
	v.minLength(1),
	v.maxLength(maxRows)
);

/** The rows that a preview page carried along; they are checked again like those of a file. */
export function readCarriedQuestions(data: string): QuestionRow[] {
	try {
		return v.parse(Carried, JSON.parse(data));
	} catch {
		throw refused('预览的内容不完整，请重新选择文件');
	}
}

/** The bank with the columns that its import takes. */
export function writeQuestions(questions: readonly KeptQuestion[]): Promise<Buffer> {
	const columns = Object.entries(questionColumns);
	const cells: SheetData = [
		columns.map(([, label]) => ({ value: label, fontWeight: 'bold' as const })),
		...questions.map((question) => {
			const row: Record<string, string> = questionAsRow(question);
			return columns.map(([name]) => row[name] ?? '');
		})
	];
	return writeXlsxFile(cells, {
		sheet: '应知应会题库',
		stickyRowsCount: 1,
		columns: columns.map(([name]) => ({ width: ['text', 'why'].includes(name) ? 44 : 16 }))
	}).toBuffer();
}
