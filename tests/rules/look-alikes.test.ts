import { describe, expect, it } from 'vitest';
import {
	isAlike,
	likenessScore,
	likenessWords,
	mayBeMergedInto,
	wordsInCommon
} from '../../src/lib/reports/look-alikes';
import { isRepeat, timesWords } from '../../src/lib/reports/repeats';
import { dayMs } from '../../src/lib/time/shanghai';

const at = Date.UTC(2026, 0, 5, 4);
const unlike = { metres: null, bits: null, device: false, words: null, sameCategory: false };
const near = { metres: 50, days: 7 };

describe('why a report is like another', () => {
	it.each([
		[{ ...unlike, metres: 20 }, ['相距 20 米，昨天']],
		[{ ...unlike, bits: 5, device: true }, ['照片相似', '同一设备']],
		[{ ...unlike, bits: 0, words: 1 }, ['照片相同', '文字相同']],
		[{ ...unlike, words: 0.5 }, ['文字相近']]
	])('%j', (likeness, why) => {
		expect(likenessWords(likeness, at - dayMs, at)).toEqual(why);
		expect(isAlike(likeness)).toBe(true);
	});

	it('is not the category alone', () => {
		expect(isAlike({ ...unlike, sameCategory: true })).toBe(false);
	});

	it('counts: the nearer, the more alike, the more reasons, the higher', () => {
		const score = (likeness: object) => likenessScore({ ...unlike, ...likeness }, near);
		const rising = [
			{ device: true },
			{ words: 0.6 },
			{ metres: 45 },
			{ metres: 5 },
			{ bits: 6, words: 0.5 },
			{ bits: 0, words: 0.5 },
			{ bits: 0, metres: 5, words: 1, device: true }
		].map(score);
		expect(rising).toEqual([...rising].sort((a, b) => a - b));
		expect(score({ device: true, sameCategory: true })).toBeGreaterThan(score({ device: true }));
	});
});

it('words in common are a share', () => {
	expect(wordsInCommon('楼下有垃圾', '楼下有垃圾')).toBe(1);
	expect(wordsInCommon('楼下有垃圾', '路灯不亮了')).toBe(0);
	expect(wordsInCommon('楼下有垃圾', '楼下没有垃圾桶')).toBeCloseTo(0.6);
	expect(wordsInCommon('', '')).toBe(0);
});

it('nothing is merged into what is over', () => {
	expect(mayBeMergedInto('processing')).toBe(true);
	expect(mayBeMergedInto('closed')).toBe(false);
});

describe('a repeat', () => {
	const later = { id: 2, category: 'a', kind: 'issue', submittedAt: at } as const;
	const earlier = {
		id: 1,
		category: 'a',
		kind: 'issue',
		submittedAt: at - 40 * dayMs,
		state: 'closed',
		stateSince: at - 5 * dayMs
	} as const;

	it('is the same trouble, back within 30 metres and 30 days of its end', () => {
		expect(isRepeat(later, earlier, 30)).toBe(true);
		expect(isRepeat(later, { ...earlier, stateSince: at - 30 * dayMs }, 30)).toBe(true);
		expect(isRepeat(later, { ...earlier, state: 'noted' }, 0)).toBe(true);
		expect(timesWords(3)).toBe('30 天内第 3 次');
	});

	it.each([
		['farther', later, earlier, 30.1],
		['longer ago', later, { ...earlier, stateSince: at - 30 * dayMs - 1 }, 0],
		['of something else', later, { ...earlier, category: 'b' }, 0],
		['still open', later, { ...earlier, state: 'processing' as const }, 0],
		['not taken in', later, { ...earlier, state: 'rejected' as const }, 0],
		['merged', later, { ...earlier, state: 'merged' as const }, 0],
		['praise', { ...later, kind: 'praise' as const }, earlier, 0],
		['finished later', later, { ...earlier, stateSince: at + 1 }, 0]
	])('is not what is %s', (_, one, other, metres) => {
		expect(isRepeat(one, other, metres)).toBe(false);
	});
});
