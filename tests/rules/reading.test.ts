import { describe, expect, it } from 'vitest';
import { split } from '$lib/components/reading';

describe('a text to be read out', () => {
	it('is cut after each sentence', () => {
		expect(split('您好。今天可以吗？可以！\n好')).toEqual([
			'您好。',
			'今天可以吗？',
			'可以！',
			'好'
		]);
	});

	it('is cut at commas where a sentence is longer than a breath', () => {
		const half = '字'.repeat(80);
		expect(split(`${half}，${half}。`)).toEqual([`${half}，`, `${half}。`]);
	});

	it('is cut anywhere where there is no comma', () => {
		const parts = split('字'.repeat(300));
		expect(parts.map((part) => part.length)).toEqual([120, 120, 60]);
	});

	it('leaves out what has no sound', () => {
		expect(split('· \n ——\n7K3F-9QXM\n')).toEqual(['7K3F-9QXM']);
	});
});
