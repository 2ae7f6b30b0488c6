import { describe, expect, it } from 'vitest';
import { byClock } from '../../src/lib/reports/queues';
import { readKey, triageKeys } from '../../src/lib/reports/triage-keys';
import { rejectReasonNames } from '../../src/lib/reports/workflow';

describe('the order of triage', () => {
	const at = 1_000;
	const line = (name: string, dueAt: number | null, urgent: boolean, submittedAt: number) => ({
		name,
		urgent,
		submittedAt,
		dueAt,
		dueSoonAt: dueAt === null ? null : dueAt - 100
	});

	it('is red, yellow, the rest; in each what is urgent first, then the oldest', () => {
		const lines = [
			line('no clock', null, true, 1),
			line('rest', 2_000, false, 10),
			line('rest, urgent', 2_000, true, 20),
			line('yellow, new', 1_050, false, 40),
			line('yellow, old', 1_100, false, 30),
			line('red', 1_000, false, 50),
			line('red, urgent and newer', 900, true, 60)
		];
		expect(lines.sort(byClock(at)).map(({ name }) => name)).toEqual([
			'red, urgent and newer',
			'red',
			'yellow, old',
			'yellow, new',
			'no clock',
			'rest, urgent',
			'rest'
		]);
	});
});

describe('the keys of triage', () => {
	it('are each one thing', () => {
		const keys = triageKeys.map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('take a number behind r and m, and nowhere else', () => {
		expect(readKey(null, '2', 9)).toBeNull();
		expect(readKey(null, 'r', 9)).toEqual({ pending: 'reject' });
		expect(readKey('reject', '2', 0)).toEqual({
			pending: null,
			command: { do: 'reject', reason: rejectReasonNames[1] }
		});
		expect(readKey('merge', '3', 3)).toEqual({ pending: null, command: { do: 'merge', nth: 3 } });
	});

	it('wait on for a number that means something', () => {
		expect(readKey('reject', '9', 9)).toEqual({ pending: 'reject' });
		expect(readKey('merge', '4', 3)).toEqual({ pending: 'merge' });
	});

	it('begin anew with another letter, and stop with Escape', () => {
		expect(readKey('reject', 'j', 0)).toEqual({ pending: null, command: { do: 'next' } });
		expect(readKey('reject', 'm', 0)).toEqual({ pending: 'merge' });
		expect(readKey('merge', 'Escape', 0)).toEqual({ pending: null });
		expect(readKey(null, 'Escape', 0)).toBeNull();
		expect(readKey(null, 'q', 0)).toBeNull();
	});

	it('also work with the capitals locked', () => {
		expect(readKey(null, 'A', 0)).toEqual({ pending: null, command: { do: 'accept' } });
	});
});
