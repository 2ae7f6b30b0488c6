import writeXlsxFile from 'write-excel-file/node';
import type { Actor } from '../../accounts/roles';
import { optionsOf, type Question, type Questionnaire } from '../../surveys/questions';
import type { Answer } from '../../surveys/answers';
import type { Person } from '../../surveys/compute';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { answersOf, peopleOf } from './answers';
import { getQuestionnaire } from './questionnaires';
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
	// at once, so that nobody comes in between
	const table = await db.transaction((tx) => tableOf(tx, wave.id, content));
	await record(db, actor, 'export_wave', `wave:${slug}`, at, { rows: table.length - 1, form });
	return form === 'csv' ? csv(table) : excel(table, codebook(content));
}

async function tableOf(tx: Db, waveId: number, content: Questionnaire): Promise<Table> {
	const people = await peopleOf(tx, waveId);
	const alike = new Map<string, number>();
	const kind = ({ age, sex, town, grid }: Person) => [age, sex, town, grid].join('/');
	for (const person of people) alike.set(kind(person), (alike.get(kind(person)) ?? 0) + 1);
	const isClear = (person: Person) => alike.get(kind(person))! >= fewestAlike;
	// what somebody weighs would tell the group and the grid that are left out
	const unclear = people.filter((person) => !isClear(person));
	const base = meanOf(unclear.map(({ baseWeight }) => baseWeight));
	const final = meanOf(unclear.map(({ weight }) => weight));
	const columns = content.questions.flatMap(columnsOf).filter(({ group }) => !group);
	const table: Table = [
		['年龄段', '性别', '镇街', '网格', ...columns.map(({ name }) => name)].concat([
			...['抽样权重', '最终权重', '有标记', '已排除']
		])
	];
	for await (const answered of answersOf(tx, waveId)) {
		for (const { answers } of answered) {
			const person = people[table.length - 1]!;
			const clear = isClear(person);
			const who = clear ? [person.age, person.sex, person.town, person.grid] : ['', '', '', ''];
			table.push([
				...who.map((value) => value ?? ''),
				...columns.map(({ of }) => of(answers)),
				clear ? person.baseWeight : base,
				person.weight === null ? '' : clear ? person.weight : final,
				person.flagged ? 1 : 0,
				person.setAside ? 1 : 0
			]);
		}
	}
	return table;
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
