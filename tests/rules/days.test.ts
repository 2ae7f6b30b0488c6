import { expect, it } from 'vitest';
import { byDay } from '../../src/lib/notifications/days';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';

const noon = Date.parse('2026-01-06T12:00:00+08:00');

it('letters stand under their day, each day once whatever order they were written in', () => {
	const letters = [noon, noon - dayMs, noon - hourMs, noon - 3 * dayMs].map((at, id) => ({
		id,
		at
	}));
	const days = byDay(letters, noon);
	expect(days.map(({ label, letters }) => [label, letters.map(({ id }) => id)])).toEqual([
		['今天', [0, 2]],
		['昨天', [1]],
		[expect.stringContaining('3'), [3]]
	]);
});
