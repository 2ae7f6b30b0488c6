import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterQuiet, clockOf, defaultQuiet, isQuiet } from '../../src/lib/notifications/quiet';
import { nextTry } from '../../src/lib/notifications/retries';
import { dayMs, formatTime, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { monday, shanghai } from '../support/factories';

const day = '2026-01-05';
const at = (clock: string) => shanghai(`${day} ${clock}`);

describe('quiet from 22:00 to 07:00', () => {
	it.each([
		['21:59', '1月5日 21:59'],
		['22:00', '1月6日 07:00'],
		['23:30', '1月6日 07:00'],
		['00:00', '1月5日 07:00'],
		['06:59', '1月5日 07:00'],
		['07:00', '1月5日 07:00'],
		['12:00', '1月5日 12:00']
	])('what is due at %s goes out at %s', (due, out) => {
		expect(formatTime(afterQuiet(defaultQuiet, at(due)), monday)).toBe(out);
	});
});

describe('quiet hours of one’s own', () => {
	it('may lie within the day', () => {
		const nap = { from: 12 * 60, to: 14 * 60 };
		expect(afterQuiet(nap, at('13:00'))).toBe(at('14:00'));
		expect(afterQuiet(nap, at('23:00'))).toBe(at('23:00'));
	});

	it('that begin when they end are none', () => {
		expect(afterQuiet({ from: 480, to: 480 }, at('08:00'))).toBe(at('08:00'));
	});

	it('are written as on a clock', () => {
		expect([0, 7 * 60, 22 * 60 + 5].map(clockOf)).toEqual(['00:00', '07:00', '22:05']);
	});
});

describe('whatever the hours and whenever it is due', () => {
	const minute = fc.integer({ min: 0, max: 1439 });
	const anyTime = fc.integer({ min: monday, max: monday + 400 * dayMs });

	it('it never rings in quiet hours, never early, and at most a day late', () => {
		fc.assert(
			fc.property(minute, minute, anyTime, (from, to, due) => {
				const out = afterQuiet({ from, to }, due);
				expect(isQuiet({ from, to }, out)).toBe(false);
				expect(out).toBeGreaterThanOrEqual(due);
				expect(out - due).toBeLessThan(dayMs);
				// not a moment later than needed
				if (out > due) expect(isQuiet({ from, to }, out - 1)).toBe(true);
			})
		);
	});
});

describe('what was not sent', () => {
	it('is tried again after 1 minute, 5, 30, 2 hours and 12, and then no more', () => {
		const waits = [1, 2, 3, 4, 5, 6].map((tries) => nextTry(tries, monday));
		expect(waits).toEqual([
			...[minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs].map((ms) => monday + ms),
			null
		]);
	});
});
