import writeXlsxFile from 'write-excel-file/node';
import type { Actor } from '../../accounts/roles';
import { optionsOf, type Question, type Questionnaire } from '../../surveys/questions';
import type { Answer } from '../../surveys/answers';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { getQuestionnaire } from './questionnaires';
import { rowsOf } from './results';
import { responses } from './schema';
import { eq } from 'drizzle-orm';
import { getWave } from './waves';

type Table = (string | number)[][];
/** Who of age, sex, town and grid has fewer than so many alike is shown without them. */
const fewestAlike = 5;

/** The answers of a closed wave with their weights, and what the columns mean. */
export async function exportWave(
	db: Db,
	actor: Actor,
	slug: string,
	form: 'csv' | 'xlsx',
	at: number
): Promise<Uint8Array> {
	assertRuns(actor);
	const wave = await getWave(db, slug);
	if (wave.state === 'draft' || wave.state === 'running') {
		throw new Refusal('conflict', '调查结束以后才能导出');
	}
	const { content } = await getQuestionnaire(db, wave.questionnaireId);
	const rows = await rowsOf(db, wave.id);
	const weights = new Map(
		(
			await db
				.select({ id: responses.id, weight: responses.weight })
				.from(responses)
				.where(eq(responses.waveId, wave.id))
		).map(({ id, weight }) => [id, weight])
	);
	const alike = new Map<string, number>();
	const kind = ({ age, sex, town, grid }: (typeof rows)[number]) =>
		[age, sex, town, grid].join('/');
	for (const row of rows) alike.set(kind(row), (alike.get(kind(row)) ?? 0) + 1);
	const isClear = (row: (typeof rows)[number]) => alike.get(kind(row))! >= fewestAlike;
	// what somebody weighs would tell the group and the grid that are left out
	const unclear = rows.filter((row) => !isClear(row));
	const base = meanOf(unclear.map(({ baseWeight }) => baseWeight));
	const final = meanOf(unclear.map(({ id }) => weights.get(id) ?? null));
	const columns = content.questions.flatMap(columnsOf).filter(({ group }) => !group);
	const table: Table = [
		['年龄段', '性别', '镇街', '网格', ...columns.map(({ name }) => name)].concat([
			...['抽样权重', '最终权重', '有标记', '已排除']
		]),
		...rows.map((row) => {
			const clear = isClear(row);
			const weight = weights.get(row.id) ?? null;
			const who = clear ? [row.age, row.sex, row.town, row.grid] : ['', '', '', ''];
			return [
				...who.map((value) => value ?? ''),
				...columns.map(({ of }) => of(row.answers)),
				clear ? row.baseWeight : base,
				weight === null ? '' : clear ? weight : final,
				row.flagged ? 1 : 0,
				row.setAside ? 1 : 0
			];
		})
	];
	await record(db, actor, 'export_wave', `wave:${slug}`, at, { rows: rows.length, form });
	return form === 'csv' ? csv(table) : excel(table, codebook(content));
}

/** Of those that are known. */
function meanOf(values: readonly (number | null)[]): number {
	const known = values.filter((value) => value !== null);
	return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

type Column = {
	name: string;
	group: boolean;
	of: (answers: Record<string, Answer>) => string | number;
};

function columnsOf(question: Question): Column[] {
	const { id, kind, topic } = question;
	const group = topic === 'demographic';
	if (kind === 'several') {
		return optionsOf(question).map((_, i) => ({
			name: `${id}_${i + 1}`,
			group,
			of: (answers) => {
				const given = answers[id];
				return Array.isArray(given) ? (given.includes(i) ? 1 : 0) : '';
			}
		}));
	}
	if (kind === 'matrix') {
		return (question.rows ?? []).map((_, r) => ({
			name: `${id}_${r + 1}`,
			group,
			of: (answers) => {
				const given = answers[id];
				const one = Array.isArray(given) ? given[r] : null;
				return one == null ? '' : one + 1;
			}
		}));
	}
	const of: Column['of'] = (answers) => {
		const given = answers[id];
		return typeof given === 'number' ? given + 1 : typeof given === 'string' ? given : '';
	};
	return [{ name: id, group, of }];
}

function codebook({ questions }: Questionnaire): Table {
	return [
		['列', '题目', '取值'],
		...questions
			.filter(({ topic }) => topic !== 'demographic')
			.map((question) => [
				question.id,
				question.text,
				optionsOf(question)
					.map(({ label }, i) => `${i + 1}=${label}`)
					.join('；')
			]),
		[
			'年龄段、性别、镇街、网格',
			'',
			`四项都相同的不到 ${fewestAlike} 人的，这四列留空，两个权重写成这些人的平均，以免认出人`
		],
		['抽样权重', '被抽中机会的倒数', ''],
		['最终权重', '按人口加权以后；空的没有算进结果', ''],
		['有标记', '1=复核时应当看一看', ''],
		['已排除', '1=复核后排除', '']
	];
}

// a cell that begins so would be run as a formula
const tame = (cell: string | number) =>
	typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;

function csv(table: Table): Uint8Array {
	const lines = table.map((row) =>
		row.map((cell) => `"${String(tame(cell)).replaceAll('"', '""')}"`).join(',')
	);
	return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}

async function excel(answers: Table, codes: Table): Promise<Uint8Array> {
	const tamed = (table: Table) => table.map((row) => row.map((cell) => tame(cell)));
	return writeXlsxFile([
		{ data: tamed(answers), sheet: '答卷' },
		{ data: tamed(codes), sheet: '编码说明' }
	]).toBuffer();
}
