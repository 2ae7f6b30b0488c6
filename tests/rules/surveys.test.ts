import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersFromForm, checkAnswers, type Answers } from '../../src/lib/surveys/answers';
import { draw } from '../../src/lib/surveys/drawing';
import {
	optionsAsTyped,
	questionFrom,
	withMoved,
	withNew,
	withoutQuestion
} from '../../src/lib/surveys/edit';
import { countedBy, countOf, formulaIds } from '../../src/lib/surveys/formulas';
import { traitsOf } from '../../src/lib/surveys/groups';
import { readMargins } from '../../src/lib/surveys/margins';
import {
	inShownOrder,
	optionsOf,
	questionnaireProblems,
	type Question,
	type Questionnaire
} from '../../src/lib/surveys/questions';
import { publicFigures, type Figure, type WaveResult } from '../../src/lib/surveys/results';
import { countingOf, type Person } from '../../src/lib/surveys/compute';
import { flagsOf, noteOf, type Reviewed } from '../../src/lib/surveys/review';
import { standardQuestionnaire } from '../../src/lib/surveys/standard';
import { shutBecause, type WaveMode } from '../../src/lib/surveys/waves';

const towns = ['城关镇', '河东镇'];
const standard = standardQuestionnaire(towns);

const question = (more: Partial<Question> & Pick<Question, 'id' | 'kind'>): Question => ({
	topic: 'open',
	text: more.id,
	...more
});
const two = [{ label: '好' }, { label: '不好' }];
const small: Questionnaire = {
	title: '小问卷',
	intro: '',
	questions: [
		question({ id: 'a', kind: 'single', options: two, required: true }),
		question({ id: 'b', kind: 'scale', options: two, showIf: { question: 'a', is: [1] } }),
		question({
			id: 'c',
			kind: 'several',
			most: 2,
			options: [...two, { label: '也行' }, { label: '都没有', alone: true }]
		}),
		question({ id: 'd', kind: 'matrix', rows: ['路', '灯'], options: two, required: true }),
		question({ id: 'e', kind: 'yesno' }),
		question({ id: 'f', kind: 'text' })
	]
};
const whole: Answers = { a: 1, b: 0, c: [0, 2], d: [0, 1], e: 0, f: '多种树' };

describe('an answered questionnaire', () => {
	it('is taken as it is', () => {
		expect(checkAnswers(small, whole)).toEqual({ ok: true, answers: whole });
	});
	it('is read from a form, boxes and rows by their numbers', () => {
		const form = { 'q.a': '1', 'q.b': '0', 'q.c.0': 'on', 'q.c.2': 'on' };
		const more = { 'q.d.0': '0', 'q.d.1': '1', 'q.e': '0', 'q.f': '多种树', other: 'x' };
		expect(answersFromForm(small, { ...form, ...more })).toEqual(whole);
	});
	it.each([
		['outside the scale', { a: 2 }, 'a', /不在题目里/],
		['between two options', { a: 0.5 }, 'a', /不在题目里/],
		['words for a number', { a: '1' }, 'a', /不在题目里/],
		['nothing where something is needed', { a: undefined }, 'a', /请回答/],
		['too many of several', { c: [0, 1, 2] }, 'c', /最多选 2 项/],
		['nothing seen and something seen', { c: [0, 3] }, 'c', /都没有/],
		['a row left out', { d: [0, null] }, 'd', /每一行/],
		['a row too many', { d: [0, 1, 1] }, 'd', /不在题目里/],
		['a whole book', { f: '长'.repeat(501) }, 'f', /最多 500 字/],
		['a question of another version', { z: 1 }, '', /另一个版本/]
	])('%s: a sentence', (_, change, at, sentence) => {
		const result = checkAnswers(small, { ...whole, ...change });
		expect(!result.ok && result.problems[at]).toMatch(sentence);
	});
	it('holds nothing of a question that was not asked', () => {
		const result = checkAnswers(small, { ...whole, a: 0 });
		expect(result.ok && result.answers.b).toBeUndefined();
	});
	it('is nothing at all', () => {
		for (const raw of [null, [], 'x', 3]) expect(checkAnswers(small, raw).ok).toBe(false);
	});
	it('never throws, whatever is sent', () => {
		fc.assert(fc.property(fc.anything(), (raw) => void checkAnswers(small, raw)));
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.anything()),
				(raw) => {
					const result = checkAnswers(small, raw);
					if (result.ok) expect(checkAnswers(small, result.answers)).toEqual(result);
				}
			)
		);
	});
});

describe('the standard questionnaire', () => {
	it('can be used, and asks everything that the rates count', () => {
		expect(questionnaireProblems(standard)).toEqual([]);
		for (const id of formulaIds) expect(countedBy(id, standard), id).not.toBeNull();
	});
	it('does not read 不清楚 aloud and has it in no denominator', () => {
		const top2 = countedBy('satisfaction/top-2/1', standard)!;
		expect(top2.of).toEqual([1, 1, 0, 0, null]);
		expect(optionsOf(top2.question).at(-1)).toMatchObject({ unread: true, unsure: true });
		expect(countOf(top2, { sat_all: 4 })).toBeNaN();
		expect(countOf(top2, {})).toBeNaN();
		expect(countedBy('satisfaction/index/1', standard)!.of).toEqual([100, 75, 50, 0, null]);
		expect(countedBy('awareness/right-answer/1', standard)!.of).toEqual([1, 0, 0, 0]);
	});
	it('counts no figure of a question that says something else', () => {
		const other = {
			...standard,
			questions: standard.questions.map((one) =>
				one.id === 'support_1' ? { ...one, options: two } : one
			)
		};
		expect(countedBy('support/yes/1', other)).toBeNull();
	});
	it('groups by what was said, and not by what was kept back', () => {
		expect(traitsOf(standard, { demo_age: 3, demo_sex: 2, demo_town: 1 })).toEqual({
			age: '60岁以上',
			sex: null,
			town: '河东镇'
		});
	});
});

describe('a questionnaire that cannot be used', () => {
	const broken = (...questions: Question[]) =>
		questionnaireProblems({ title: '名', intro: '', questions });
	it.each([
		['no question', [], /还没有题目/],
		['one option', [question({ id: 'a', kind: 'single', options: [{ label: '好' }] })], /两个选项/],
		['two the same', [question({ id: 'a', kind: 'single', options: [two[0]!, two[0]!] })], /相同/],
		[
			'a condition on what comes later',
			[question({ id: 'a', kind: 'yesno', showIf: { question: 'b', is: [0] } })],
			/前面的题/
		],
		[
			'a condition on an option that is not there',
			[
				question({ id: 'b', kind: 'yesno' }),
				question({ id: 'a', kind: 'yesno', showIf: { question: 'b', is: [2] } })
			],
			/选项不存在/
		],
		['a matrix of nothing', [question({ id: 'a', kind: 'matrix', options: two })], /哪几项/]
	])('%s: a sentence', (_, questions, sentence) => {
		expect(broken(...questions).join()).toMatch(sentence);
	});
});

describe('options in another order for each', () => {
	const seen = standard.questions.find(({ id }) => id === 'aware_2')!;
	it('are all there, the one that stands alone last, the same for the same person', () => {
		const orders = Array.from({ length: 40 }, (_, n) => inShownOrder(seen, n + 1));
		for (const order of orders) {
			expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
			expect(order.at(-1)).toBe(5);
		}
		expect(new Set(orders.map(String)).size).toBeGreaterThan(20);
		expect(inShownOrder(seen, 7)).toEqual(inShownOrder(seen, 7));
		expect(inShownOrder({ ...seen, shuffle: false }, 7)).toEqual([0, 1, 2, 3, 4, 5]);
	});
});

describe('the sample', () => {
	const frame = Array.from({ length: 30 }, (_, i) => ({
		id: i + 1,
		stratum: i < 20 ? '城关镇' : '河东镇',
		households: 100 + 37 * (i % 7)
	}));
	const plan = { grids: 12, each: 10, seed: 20260301 };

	it('is the same for the same seed, in whatever order the frame comes', () => {
		expect(draw([...frame].reverse(), plan)).toEqual(draw(frame, plan));
		expect(draw(frame, { ...plan, seed: 2 })).not.toEqual(draw(frame, plan));
	});
	it('has two grids and more in each stratum and as many households as asked', () => {
		const drawn = draw(frame, plan);
		for (const stratum of ['城关镇', '河东镇']) {
			expect(drawn.filter(({ grid }) => grid.stratum === stratum).length).toBeGreaterThan(1);
		}
		for (const { grid, households } of drawn) {
			expect(new Set(households).size).toBe(10);
			expect(Math.max(...households)).toBeLessThanOrEqual(grid.households);
		}
	});
	it('stands for every household of the town, by its weights', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
				const drawn = draw(frame, { ...plan, seed });
				const stands = drawn.reduce((sum, d) => sum + d.weight * d.households.length, 0);
				const all = frame.reduce((sum, { households }) => sum + households, 0);
				expect(stands).toBeCloseTo(all, 5);
			})
		);
	});
	it('of a grid larger than all others takes it for certain', () => {
		const giant = [{ id: 99, stratum: '河东镇', households: 9000 }, ...frame.slice(20)];
		for (let seed = 1; seed < 20; seed++) {
			const found = draw(giant, { grids: 3, each: 10, seed }).find(({ grid }) => grid.id === 99);
			expect(found?.weight).toBeCloseTo(900, 9);
		}
	});
});

describe('whether one can answer', () => {
	const wave = { state: 'running' as const, opensAt: 100, closesAt: 200 };
	it.each([
		[99, /还没有开始/],
		[100, null],
		[199, null],
		[200, /已经结束/]
	])('at %i', (at, sentence) => {
		const said = shutBecause(wave, at);
		if (sentence) expect(said).toMatch(sentence);
		else expect(said).toBeNull();
	});
	it('neither before it is published nor after it is closed', () => {
		expect(shutBecause({ ...wave, state: 'draft' }, 150)).toMatch(/还没有开始/);
		expect(shutBecause({ ...wave, state: 'closed' }, 150)).toMatch(/已经结束/);
	});
});

describe('人口数 from a sheet', () => {
	const head = ['年龄段', '性别', '镇街', '人口数'];
	const lines = [
		['18–35岁', '男', '城关镇', 120],
		['18–35岁', '女', '城关镇', 130]
	];
	it('is read with its total', () => {
		const read = readMargins([head, ...lines, ['合计', '', '', 250]]);
		expect(read.problems).toEqual([]);
		expect(read.rows).toEqual([
			{ age: '18–35岁', sex: '男', town: '城关镇', people: 120 },
			{ age: '18–35岁', sex: '女', town: '城关镇', people: 130 }
		]);
	});
	it.each([
		['without a column', [['年龄段', '性别', '镇街']], /缺少这些列：人口数/],
		['empty', [head], /没有人口数/],
		['with merged cells', [head, lines[0]!, [null, '女', '城关镇', 130]], /合并单元格/],
		[
			'that does not add up',
			[head, ...lines, ['合计', null, null, 260]],
			/250 人，“合计”写的是 260/
		],
		['with a word for a number', [head, ['18–35岁', '男', '城关镇', '约百人']], /不是整数/],
		['with less than nobody', [head, ['18–35岁', '男', '城关镇', -1]], /不是整数/],
		['with a line twice', [head, lines[0]!, lines[0]!], /前面已经有了/],
		[
			'with a line left out',
			[head, ...lines, ['60岁以上', '男', '城关镇', 5]],
			/缺少“60岁以上\/女\/城关镇”/
		]
	])('%s: a sentence', (_, sheet, sentence) => {
		expect(readMargins(sheet).problems.join()).toMatch(sentence);
	});
});

describe('what the public reads of groups', () => {
	const figure = (group: string, n: number, more: Partial<Figure> = {}): Figure => ({
		formula: 'support/yes/1',
		by: 'age',
		group,
		...{ n, value: 0.8, withUnsure: 0.8, unsure: 2, unanswered: 0, se: 0.02, df: n - 1 },
		...{ nEff: n, deff: 1, interval: [0.75, 0.85], show: n >= 30, review: false, why: '' },
		...more
	});
	const result = (figures: Figure[], aside = 0): WaveResult => ({
		...{ came: 300, aside, flagged: 0, figures, withAll: [figure('全体', 300, { by: 'all' })] },
		weighting: {
			...{ method: 'none', iterations: 0, smallest: 1, largest: 1, largestRatio: 1 },
			...{ deff: 1, capped: 0, capHolds: true }
		},
		tables: [],
		response: null
	});
	it('one small group takes the smallest of the others with it', () => {
		const groups = [figure('甲', 12), figure('乙', 60), figure('丙', 200)];
		const shown = publicFigures(result(groups)).figures;
		expect(shown.map(({ hidden }) => hidden)).toEqual([true, true, false]);
		expect(JSON.stringify(shown.filter(({ hidden }) => hidden))).not.toMatch(/\d{2}/);
	});
	it('a group that is small in one figure is hidden in the others', () => {
		const right = { formula: 'awareness/right-answer/1' as const };
		const groups = ['甲', '乙', '丙'].flatMap((name, i) => [
			figure(name, 100 + i),
			figure(name, name === '甲' ? 20 : 100 + i, right)
		]);
		const shown = publicFigures(result(groups)).figures;
		expect(shown.filter(({ group }) => group === '甲').every(({ hidden }) => hidden)).toBe(true);
	});
	it('nothing by grid, and no count of one to four', () => {
		const shown = publicFigures(result([figure('甲网格', 90, { by: 'grid' }), figure('甲', 90)]));
		expect(shown.figures).toHaveLength(1);
		expect(shown.figures[0]).toMatchObject({ unsure: -1 });
	});
	it('the figures with everybody only where they tell nothing of one', () => {
		expect(publicFigures(result([], 0)).withAll).toEqual([]);
		expect(publicFigures(result([], 4)).withAll).toEqual([]);
		expect(publicFigures(result([], 5)).withAll).toHaveLength(1);
	});
});

describe('how far an interval knows of clusters', () => {
	/** The support in 40 answers, ten of each of four grids in two towns, where neighbours say the same. */
	const supportOf = (mode: WaveMode, where: 'by grid' | 'nowhere') => {
		const people = Array.from({ length: 40 }, (_, i): Person => {
			const [grid, stratum] = [`${i % 4}号网格`, i % 4 < 2 ? '东镇' : '西镇'];
			return {
				...{ baseWeight: 1, age: null, sex: null, town: stratum, flagged: false, setAside: false },
				...(where === 'by grid' ? { grid, stratum } : { grid: null, stratum: null })
			};
		});
		const asked = {
			questionnaire: standard,
			mode,
			people,
			weighting: 'none',
			margins: []
		} as const;
		const counting = countingOf(asked);
		if ('problem' in counting) throw new Error(counting.problem);
		for (const i of people.keys()) counting.take({ support_1: i % 2 });
		return counting
			.computed()
			.figures.find(({ formula, by }) => formula === 'support/yes/1' && by === 'all')!;
	};

	it.each(['visited', 'invited'] as const)('%s by grid: the grids are what was drawn', (mode) => {
		const found = supportOf(mode, 'by grid');
		expect(found).toMatchObject({ n: 40, value: 0.5, df: 2 });
		expect(found.deff).toBeGreaterThan(5);
		expect(found.interval![1] - found.interval![0]).toBeGreaterThan(0.6);
	});
	it('letters to a list of households: everybody was drawn by themselves', () => {
		const found = supportOf('invited', 'nowhere');
		expect(found).toMatchObject({ n: 40, df: 39 });
		expect(found.deff).toBeCloseTo(40 / 39, 1);
	});
	it('volunteers have none, wherever they live', () => {
		expect(supportOf('open', 'by grid')).toMatchObject({ interval: null, df: 39 });
	});
});

describe('what a reviewer is shown', () => {
	const row = (more: Partial<Reviewed> = {}): Reviewed => ({
		...{ answers: { sat_all: 0, sat_env: 1 }, seconds: 200 },
		...{ enumeratorId: null, late: false, ...more }
	});
	const scales = standard.questions.filter(({ kind }) => kind === 'scale');
	const straight = Object.fromEntries(scales.map(({ id }) => [id, 0]));
	const twin = { open_2: '希望多修几条路，多装几盏灯，谢谢' };
	it('the fast, the straight, the twice sent and the late, and nobody else', () => {
		const rows = [
			...Array.from({ length: 5 }, () => row()),
			row({ seconds: 60 }),
			row({ answers: straight }),
			row({ answers: twin }),
			row({ answers: twin }),
			row({ late: true })
		];
		const flags = flagsOf(rows.map((one) => noteOf(standard, one)));
		expect(flags.slice(5)).toEqual([['fast'], ['same', 'flat'], ['repeat'], ['repeat'], ['late']]);
		expect(flags.slice(0, 5).flat()).toEqual([]);
	});
});

describe('the builder', () => {
	const typedAs = (one: Question) => ({
		...{ kind: one.kind, topic: one.topic, text: one.text, options: optionsAsTyped(one) },
		...{ rows: (one.rows ?? []).join('\n'), required: Boolean(one.required) },
		...{ shuffle: Boolean(one.shuffle), most: one.most ?? null },
		showQuestion: one.showIf?.question ?? '',
		showIs: (one.showIf?.is ?? []).map((n) => n + 1).join('、')
	});
	it('changes nothing of a question that is saved as it stands', () => {
		for (const one of [...standard.questions, ...small.questions]) {
			expect(questionFrom(one.id, typedAs(one), one)).toEqual(one);
		}
	});
	it('adds under a new id, moves, and takes out', () => {
		const typed = typedAs(question({ id: 'x', kind: 'single', text: '新题', options: two }));
		const twice = withNew(typed)(withNew(typed)(small));
		expect(twice.questions.map(({ id }) => id).slice(-2)).toEqual(['own_1', 'own_2']);
		const moved = withMoved('own_2', -1)(twice);
		expect(moved.questions.map(({ id }) => id).slice(-2)).toEqual(['own_2', 'own_1']);
		expect(withMoved('a', -1)(moved)).toEqual(moved);
		expect(withoutQuestion('own_2')(moved).questions).toHaveLength(small.questions.length + 1);
	});
});
