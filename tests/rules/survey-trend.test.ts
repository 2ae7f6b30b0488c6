import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/lib/surveys/results';
import { trendsOf, type Measured } from '../../src/lib/surveys/trend';
import { trendChart } from '../../src/lib/surveys/trend-chart';
import type { WaveMode } from '../../src/lib/surveys/waves';

const figure = (value: number, more: Partial<Figure> = {}): Figure => ({
	...{ formula: 'support/yes/1', by: 'all', group: '全体', n: 400, value, withUnsure: value },
	...{ unsure: 0, unanswered: 0, se: 0.02, df: 20, nEff: 400, deff: 1 },
	...{ interval: [value - 0.04, value + 0.04], show: true, review: false, why: '' },
	...more
});
const wave = (opensAt: number, value: number, mode: WaveMode = 'visited'): Measured => ({
	...{ title: `第${opensAt}次`, mode, opensAt },
	figures: [figure(value)]
});

describe('rates over the waves', () => {
	it('stand from the oldest to the newest, each tested against the one before it', () => {
		const [trend, ...others] = trendsOf([wave(3, 0.8), wave(1, 0.6), wave(2, 0.61)]);
		expect(others).toEqual([]);
		expect(trend!.points.map(({ title, words }) => [title, words])).toEqual([
			['第1次', null],
			['第2次', '变化在误差范围内'],
			['第3次', '上升 19.0 个百分点']
		]);
	});

	it('are never of two modes, nor of volunteers', () => {
		expect(trendsOf([wave(1, 0.6), wave(2, 0.7, 'invited')])).toEqual([]);
		expect(trendsOf([wave(1, 0.6, 'open'), wave(2, 0.7, 'open')])).toEqual([]);
	});

	it('leave out what is not shown, and show the newest five', () => {
		const kept = { ...wave(2, 0.7), figures: [figure(0.7, { show: false })] };
		expect(trendsOf([wave(1, 0.6), kept])).toEqual([]);
		const many = trendsOf([1, 2, 3, 4, 5, 6, 7].map((n) => wave(n, 0.6)));
		expect(many[0]!.points.map(({ opensAt }) => opensAt)).toEqual([3, 4, 5, 6, 7]);
	});
});

describe('the picture of a rate', () => {
	const drawn = (...values: number[]) =>
		trendChart(trendsOf(values.map((value, i) => wave(i, value)))[0]!);

	it('has its scale in even steps, with every interval inside', () => {
		const { ticks, dots, intervals } = drawn(0.6, 0.7);
		expect(ticks).toEqual([80, 70, 60, 50]);
		// of 50 to 80: 60 is a third from below, 70 two thirds
		expect(dots).toBe('M25 66.67h0M75 33.33h0');
		expect(intervals).toContain('M25 80.00V53.33');
	});

	it.each([
		[0.02, 0.03],
		[0.98, 0.99],
		[0, 1],
		[0.5, 0.5]
	])('never leaves nought to a hundred, nor makes hills of molehills: %s and %s', (a, b) => {
		const { ticks } = drawn(a, b);
		expect(ticks[0]).toBeLessThanOrEqual(100);
		expect(ticks.at(-1)).toBeGreaterThanOrEqual(0);
		expect(ticks[0]! - ticks.at(-1)!).toBeGreaterThanOrEqual(30);
		const steps = ticks.slice(1).map((tick, i) => ticks[i]! - tick);
		expect(new Set(steps).size).toBe(1);
	});
});
