import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { closingOf, isDrawn, lotOf } from '../../src/lib/reports/second-look';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { decidingMoment } from '../../src/lib/reports/written';

const lots = (secret: string) => (closing: string) =>
	lotOf(createHmac('sha256', secret).update(closing).digest('base64url'));
const closings = Array.from({ length: 4000 }, (_, i) =>
	closingOf('7K3F-9QXM', 1_700_000_000_000 + i)
);
const drawn = (secret: string, share: number) =>
	closings.filter((closing) => isDrawn(lots(secret)(closing), share));

describe('the draw for a second look', () => {
	it('takes about the share that is set', () => {
		for (const share of [5, 10, 50]) {
			const part = (drawn('a', share).length / closings.length) * 100;
			expect(Math.abs(part - share), String(share)).toBeLessThan(share * 0.25);
		}
	});

	it('takes none of none and all of all', () => {
		expect(drawn('a', 0)).toEqual([]);
		expect(drawn('a', 100)).toEqual(closings);
	});

	it('is the same for whoever has the secret, and another without it', () => {
		expect(drawn('a', 10)).toEqual(drawn('a', 10));
		expect(drawn('b', 10)).not.toEqual(drawn('a', 10));
	});

	it('of a greater share holds all of a smaller one', () => {
		expect(drawn('a', 20)).toEqual(expect.arrayContaining(drawn('a', 10)));
	});

	it('knows each closing of a case by itself', () => {
		expect(closingOf('7K3F-9QXM', 1)).not.toBe(closingOf('7K3F-9QXM', 2));
		expect(() => lotOf('short')).toThrow(RangeError);
	});
});

describe('what was written without a network', () => {
	const received = Date.UTC(2026, 0, 6, 8);
	const since = received - 3 * dayMs;

	it.each([
		['an hour ago counts from then', received - hourMs, 'written'],
		['just now counts from then', received, 'written'],
		['exactly a day ago counts from then', received - dayMs, 'written'],
		['longer ago counts from when it came', received - dayMs - 1, 'received'],
		['in the future counts from when it came', received + 1, 'received']
	] as const)('%s', (_, written, by) => {
		expect(decidingMoment(written, { since, received })).toEqual({
			at: by === 'written' ? written : received,
			by
		});
	});

	it('before the case was there counts from when it came', () => {
		const dispatched = received - hourMs;
		expect(decidingMoment(dispatched - 1, { since: dispatched, received }).by).toBe('received');
		expect(decidingMoment(dispatched, { since: dispatched, received }).by).toBe('written');
	});
});
