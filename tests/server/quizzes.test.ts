import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { questionAsRow } from '../../src/lib/quizzes/import';
import { addDays, dayOf } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import * as quiz from '../../src/lib/server/quizzes/commands';
import {
	dailyQuestion,
	drawnQuestions,
	getQuestion,
	listQuestions,
	questionsCalled,
	topicCounts
} from '../../src/lib/server/quizzes/queries';
import { readQuestionFile, writeQuestions } from '../../src/lib/server/quizzes/workbook';
import { freshDatabase } from '../support/database';
import { monday, rowCounts } from '../support/factories';

const editor: Actor = { ...guest, role: 'editor', name: '编辑' };
const today = dayOf(monday);
const question = {
	topic: 'fire',
	kind: 'single',
	text: '灭火器放在哪里？',
	options: ['看得见、拿得到的地方', '锁起来'],
	answer: [0],
	why: '着火时来不及找钥匙。',
	basis: 'town',
	source: '文明常识：灭火器'
} satisfies Parameters<typeof quiz.addQuestion>[2];

let db: Db;
beforeEach(async () => {
	db = await freshDatabase();
});

describe('an empty bank', () => {
	it('gets the questions of the product once, and is then the town’s own', async () => {
		expect(await quiz.plantQuestions(db, monday)).toBeGreaterThanOrEqual(60);
		const [first] = await listQuestions(db);
		await quiz.retireQuestion(db, editor, first!.id, monday);
		expect(await quiz.plantQuestions(db, monday)).toBe(0);
		expect((await getQuestion(db, first!.id)).retiredAt).toBe(monday);
	});

	it('has no question of the day, and no topic', async () => {
		expect(await dailyQuestion(db, today)).toBeNull();
		expect(await topicCounts(db)).toEqual([]);
	});
});

describe('the question of the day', () => {
	beforeEach(() => quiz.plantQuestions(db, monday));

	it('is there from the first day on, and the same whoever asks', async () => {
		const first = await dailyQuestion(db, today);
		expect(first?.why).toBeTruthy();
		expect(await dailyQuestion(db, today)).toEqual(first);
		expect((await dailyQuestion(db, addDays(today, 1)))?.code).not.toBe(first?.code);
	});

	it('stays when another is added, and gives way when it is retired', async () => {
		const first = await dailyQuestion(db, today);
		await quiz.addQuestion(db, editor, question, monday);
		expect(await dailyQuestion(db, today)).toEqual(first);
		const { id } = (await listQuestions(db)).find(({ code }) => code === first!.code)!;
		await quiz.retireQuestion(db, editor, id, monday);
		expect((await dailyQuestion(db, today))?.code).not.toBe(first!.code);
	});

	it('leaves nothing behind: to read and to practise writes no row', async () => {
		const before = await rowCounts(db);
		const [one] = await drawnQuestions(db, { set: 7, most: 10 });
		await questionsCalled(db, [one!.code]);
		await dailyQuestion(db, today);
		expect(await rowCounts(db)).toEqual(before);
	});
});

describe('practice', () => {
	beforeEach(() => quiz.plantQuestions(db, monday));

	it('draws ten, the same for the same set, and keeps to its topic', async () => {
		const round = await drawnQuestions(db, { set: 7, most: 10 });
		expect(round).toHaveLength(10);
		expect(await drawnQuestions(db, { set: 7, most: 10 })).toEqual(round);
		const fire = await drawnQuestions(db, { topic: 'fire', set: 1, most: 10 });
		expect(new Set(fire.map(({ topic }) => topic))).toEqual(new Set(['fire']));
	});

	it('asks no question that was retired, nor counts it', async () => {
		const before = (await topicCounts(db)).find(({ topic }) => topic === 'fire')!.many;
		const kept = (await listQuestions(db)).find(({ topic }) => topic === 'fire')!;
		await quiz.retireQuestion(db, editor, kept.id, monday);
		const asked = await drawnQuestions(db, { topic: 'fire', set: 1, most: 100 });
		expect(asked.map(({ code }) => code)).not.toContain(kept.code);
		expect(await questionsCalled(db, [kept.code])).toEqual([]);
		expect((await topicCounts(db)).find(({ topic }) => topic === 'fire')!.many).toBe(before - 1);
	});
});

describe('the desk', () => {
	it('is for the editor and the office, on record', async () => {
		const id = await quiz.addQuestion(db, editor, question, monday);
		await quiz.changeQuestion(db, editor, id, { ...question, why: '拿得到才有用。' }, monday);
		await quiz.retireQuestion(db, editor, id, monday);
		await quiz.restoreQuestion(db, editor, id, monday);
		expect((await auditOf(db, `question:${id}`)).map(({ action }) => action)).toEqual([
			'add_question',
			'change_question',
			'retire_question',
			'restore_question'
		]);
		const unit: Actor = { ...guest, role: 'unit_handler' };
		await expect(quiz.addQuestion(db, unit, question, monday)).rejects.toMatchObject({
			reason: 'forbidden'
		});
		await expect(quiz.restoreQuestion(db, editor, id, monday)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await expect(quiz.addQuestion(db, editor, question, monday)).rejects.toMatchObject({
			reason: 'invalid',
			fields: { text: '题库里已经有这道题' }
		});
	});
});

describe('an import', () => {
	const rows = (...questions: Parameters<typeof questionAsRow>[0][]) =>
		questions.map((one, i) => ({ row: i + 2, values: questionAsRow(one) }));

	it('is counted before it is done, and done whole', async () => {
		await quiz.addQuestion(db, editor, question, monday);
		await quiz.addQuestion(db, editor, { ...question, text: '另一题' }, monday);
		const next = rows(
			question,
			{ ...question, text: '另一题', why: '换了说法' },
			{ ...question, text: '新的' }
		);
		const count = { added: 1, changed: 1, unchanged: 1 };
		expect(await quiz.previewQuestions(db, editor, next)).toEqual({ ...count, problems: [] });
		expect(await listQuestions(db)).toHaveLength(2);
		expect(await quiz.importQuestions(db, editor, next, monday)).toEqual(count);
		expect((await listQuestions(db)).map(({ why }) => why)).toContain('换了说法');
	});

	it('writes nothing when one row is bad', async () => {
		const [good] = rows(question);
		const bad = { row: 3, values: { ...good!.values, text: '没有出处', source: '' } };
		await expect(quiz.importQuestions(db, editor, [good!, bad], monday)).rejects.toMatchObject({
			message: expect.stringMatching(/^第 3 行：“出处”是空的.*一题也没有导入/)
		});
		expect(await listQuestions(db)).toEqual([]);
	});

	it('takes back what the export wrote', async () => {
		await quiz.plantQuestions(db, monday);
		const all = await listQuestions(db);
		const file = new File([new Uint8Array(await writeQuestions(all))], '题库.xlsx');
		const preview = await quiz.previewQuestions(db, editor, await readQuestionFile(file));
		expect(preview).toEqual({ added: 0, changed: 0, unchanged: all.length, problems: [] });
	});

	it('says what is wrong with a file that is no workbook', async () => {
		await expect(readQuestionFile(new File(['x'], 'x.xlsx'))).rejects.toMatchObject({
			fields: { file: expect.stringMatching(/这不是 .xlsx 文件/) }
		});
	});
});
