import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { questionOfDay, shuffled } from '$lib/quizzes/draw';
import { QuestionForm } from '$lib/quizzes/forms';
import { checkQuestionRows, questionAsRow, readQuestionRows } from '$lib/quizzes/import';
import { after, forgetProgress, keepProgress, readProgress } from '$lib/quizzes/progress';
import { answerInWords, givenIn, isAnswered, isRight, type Question } from '$lib/quizzes/question';
import seeds from '$lib/quizzes/questions.json';
import { addDays } from '$lib/time/shanghai';

const options = ['甲', '乙', '丙'];
const single: Question = { kind: 'single', options, answer: [1] };
const several: Question = { kind: 'several', options, answer: [0, 2] };
const truth: Question = { kind: 'truth', options: ['对', '错'], answer: [1] };
/** First 丙, then 甲, then 乙. */
const order: Question = { kind: 'order', options, answer: [2, 0, 1] };

describe('an answer', () => {
	it.each<[string, Question, number[], boolean]>([
		['the right one', single, [1], true],
		['another one', single, [0], false],
		['two where one is asked', single, [0, 1], false],
		['all that are right', several, [2, 0], true],
		['some of them', several, [0], false],
		['more than those', several, [0, 1, 2], false],
		['wrong, when it is wrong', truth, [1], true],
		['the right order', order, [2, 3, 1], true],
		['the order as it stands', order, [1, 2, 3], false],
		['an order with a gap', order, [2, 0, 1], false],
		['nothing', several, [], false]
	])('%s', (_, question, given, right) => {
		expect(isRight(question, given)).toBe(right);
	});

	it('is told in words', () => {
		expect([single, several, truth, order].map(answerInWords)).toEqual([
			'B. 乙',
			'A. 甲；C. 丙',
			'错',
			'1. 丙；2. 甲；3. 乙'
		]);
	});

	it('is read from a form, and what no form of ours sends is left out', () => {
		expect(givenIn(single, ['7', 'x', '-1', '1'])).toEqual([1]);
		expect(givenIn(order, ['2', 'x', '1', '3'])).toEqual([2, 0, 1]);
		expect(isAnswered(order, [2, 0, 1])).toBe(false);
		expect(isAnswered(single, [])).toBe(false);
	});
});

describe('the question of a day', () => {
	const bank = (many: number) =>
		Array.from({ length: many }, (_, id) => ({ id, dailyFrom: '2026-01-01', retired: false }));
	const during = (days: number, kept: ReturnType<typeof bank>) =>
		Array.from({ length: days }, (_, n) => questionOfDay(addDays('2026-03-01', n), kept)?.id);

	it('gives each its turn: in twice as many days none is asked more than three times', () => {
		const asked = during(40, bank(20));
		const times = bank(20).map(({ id }) => asked.filter((one) => one === id).length);
		expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
		expect(Math.max(...times)).toBeLessThanOrEqual(3);
	});

	it('does not change on a day on which one is added', () => {
		const added = { id: 99, dailyFrom: '2026-03-02', retired: false };
		expect(questionOfDay('2026-03-01', [...bank(20), added])).toEqual(
			questionOfDay('2026-03-01', bank(20))
		);
	});

	it('is another one at once when it is retired, and none when all are', () => {
		const day = '2026-03-01';
		const today = questionOfDay(day, bank(5))!.id;
		const without = bank(5).map((one) => ({ ...one, retired: one.id === today }));
		expect(questionOfDay(day, without)?.id).not.toBe(today);
		expect(
			questionOfDay(
				day,
				bank(3).map((one) => ({ ...one, retired: true }))
			)
		).toBeUndefined();
		expect(questionOfDay(day, [])).toBeUndefined();
	});
});

it('a draw holds each once, whatever the seed', () => {
	fc.assert(
		fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
			expect(shuffled(items, seed).toSorted()).toEqual(items.toSorted());
			expect(shuffled(items, seed)).toEqual(shuffled(items, seed));
		})
	);
});

describe('what a phone remembers', () => {
	it('forgets a wrong answer when a right one follows, and the other way round', () => {
		const once = after({ right: [], again: [] }, 'A', false);
		expect(once).toEqual({ right: [], again: ['A'] });
		expect(after(once, 'A', true)).toEqual({ right: ['A'], again: [] });
		expect(after(after(once, 'A', true), 'A', false)).toEqual(once);
	});

	it('survives a phone that keeps nothing, or something else', () => {
		const kept = new Map<string, string>();
		const storage = () => ({
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key)
		});
		const shut = () => {
			throw new Error('no storage');
		};
		keepProgress(storage, { right: ['A'], again: [] });
		expect(readProgress(storage)).toEqual({ right: ['A'], again: [] });
		kept.set('quiz', '{"right":3}');
		expect(readProgress(storage)).toEqual({ right: [], again: [] });
		expect(readProgress(shut)).toEqual({ right: [], again: [] });
		expect(forgetProgress(shut)).toEqual({ right: [], again: [] });
		expect(() => keepProgress(shut, { right: [], again: [] })).not.toThrow();
	});
});

const written = {
	topic: 'fire',
	kind: 'single',
	text: '题目',
	optionA: '甲',
	optionB: '乙',
	answer: 'b',
	why: '因为',
	basis: 'law',
	source: '《消防法》'
};

describe('a question as it is written', () => {
	it.each<[string, Record<string, string>, RegExp]>([
		['one option', { optionB: '' }, /至少要有两个选项/],
		['the same option twice', { optionB: '甲' }, /一样/],
		['a gap between options', { optionD: '丁' }, /挨着写/],
		['a letter without option', { answer: 'C' }, /字母/],
		['two answers of a single', { answer: 'AB' }, /只能是一个/],
		['one answer of several', { kind: 'several' }, /至少要有两个正确答案/],
		['half an order', { kind: 'order', answer: 'B' }, /每个选项/],
		['a truth that is a letter too far', { kind: 'truth', answer: 'C' }, /“对”或“错”/],
		['no source', { source: ' ' }, /出处/],
		['no explanation', { why: '' }, /解释/]
	])('is refused with %s', (_, change, message) => {
		const result = v.safeParse(QuestionForm, { ...written, ...change });
		expect(result.issues?.map((issue) => issue.message).join()).toMatch(message);
	});

	it('is taken in small letters, with commas, and a truth in words', () => {
		const read = (change: object) => v.parse(QuestionForm, { ...written, ...change }).answer;
		expect(read({})).toEqual([1]);
		expect(read({ kind: 'several', answer: 'a， b' })).toEqual([0, 1]);
		expect(read({ kind: 'truth', answer: '错' })).toEqual([1]);
	});
});

describe('a workbook of questions', () => {
	const head = ['主题', '题型', '题目', '选项A', '选项B', '答案', '解释', '依据', '出处'];
	const line = ['消防安全', '单选', '题目', '甲', '乙', 'B', '因为', '法律规定', '《消防法》'];
	const changed = (column: string, value: unknown) =>
		line.map((cell, i) => (head[i] === column ? value : cell));

	it('is refused whole without its columns', () => {
		expect(() => readQuestionRows([head.slice(0, 8), line])).toThrow(/缺少出处/);
		expect(() => readQuestionRows([head])).toThrow(/没有一道题/);
	});

	it('has a sentence for each bad row, of merged cells too, and keeps the good ones apart', () => {
		const rows = readQuestionRows([
			head,
			line,
			changed('主题', null),
			changed('题型', '填空'),
			changed('出处', ''),
			changed('题目', '题目'),
			changed('题目', '另一题')
		]);
		const { questions, problems } = checkQuestionRows(rows);
		expect(questions.map(({ row }) => row)).toEqual([2, 7]);
		expect(problems.map(({ row, message }) => [row, message])).toEqual([
			[3, expect.stringMatching(/^“主题”是空的。如果合并过单元格/)],
			[4, expect.stringMatching(/^不认识的题型“填空”，可以写：单选、多选、判断、排序/)],
			[5, expect.stringMatching(/^“出处”是空的/)],
			[6, '与第 2 行是同一道题']
		]);
	});

	it('takes true and false of a cell for 对 and 错', () => {
		const rows = readQuestionRows([
			head,
			changed('题型', '判断').map((cell, i) => (head[i] === '答案' ? false : cell))
		]);
		expect(checkQuestionRows(rows).questions[0]?.value).toMatchObject({
			kind: 'truth',
			answer: [1]
		});
	});
});

describe('the questions that come along', () => {
	const read = seeds.map((seed) => {
		const named = Object.fromEntries(
			[...'ABCDEF'].map((letter, i) => [`option${letter}`, seed.options[i] ?? ''])
		);
		return v.parse(QuestionForm, { ...seed, ...named });
	});

	it('are sixty at least, each sound, explained, and traceable', () => {
		expect(read.length).toBeGreaterThanOrEqual(60);
		expect(new Set(read.map(({ text }) => text)).size).toBe(read.length);
		for (const { basis, source } of read) {
			expect(source).toMatch(basis === 'law' ? /《.+》/ : /^文明常识：|标志/);
		}
	});

	it('cover all four kinds, and come back as they were from a workbook', () => {
		expect(new Set(read.map(({ kind }) => kind)).size).toBe(4);
		const rows = read.map((question, i) => ({ row: i + 2, values: questionAsRow(question) }));
		const { questions, problems } = checkQuestionRows(rows);
		expect(problems).toEqual([]);
		expect(questions.map(({ value }) => value)).toEqual(read);
	});
});
