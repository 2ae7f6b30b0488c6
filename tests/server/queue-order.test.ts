import { beforeEach, describe, expect, it } from 'vitest';
import { byClock, type DeskQueueName } from '../../src/lib/reports/queues';
import { hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { deskCounts, deskLines, deskPage } from '../../src/lib/server/reports/queries/desk';
import { freshTown } from '../support/database';
import { monday, plainReports } from '../support/factories';

const at = monday + 48 * hourMs;
const many = 130;

let db: Db;
beforeEach(async () => {
	db = await freshTown();
});

async function pages(name: DeskQueueName) {
	const found = [];
	for (let after: number | null = 0; after !== null;) {
		const page = await deskLines(db, name, at, after);
		if (page.next !== null) expect(page.lines).toHaveLength(deskPage);
		found.push(...page.lines);
		after = page.next;
	}
	return found;
}

describe('a queue that is longer than a page', () => {
	it('of what is to be taken in goes on from red over yellow to the rest, and leaves nothing out', async () => {
		await plainReports(db, many, (n) => ({
			urgent: n % 5 === 0,
			// no two alike, and not in the order of their ids
			submittedAt: monday + ((n * 37) % many) * 60_000,
			dueAt: n % 4 === 3 ? null : at + ((n % 3) - 1) * hourMs,
			dueSoonAt: n % 4 === 3 ? null : at + ((n % 3) - 2) * hourMs
		}));
		await plainReports(db, 3, () => ({ readyAt: null, dueAt: monday }));
		const lines = await pages('intake');
		expect(new Set(lines.map(({ code }) => code)).size).toBe(many);
		expect(lines).toEqual(lines.toSorted(byClock(at)));
		const lamps = (of: typeof lines) => of.filter(({ dueAt }) => dueAt !== null && dueAt <= at);
		expect(lamps(lines).length).toBeGreaterThan(deskPage);
		expect((await deskCounts(db, at)).intake).toBe(many);
	});

	it.each(['verify', 'dispatch', 'handling', 'check'] as const)(
		'of %s has what is urgent first, then what runs out first, and leaves nothing out',
		async (name) => {
			const states = {
				verify: ['verifying'],
				dispatch: ['filed', 'returned'],
				handling: ['dispatched', 'processing', 'rework', 'suspended'],
				check: ['awaiting_check']
			} as const;
			await plainReports(db, many, (n) => ({
				state: states[name][n % states[name].length],
				urgent: n % 5 === 0,
				dueAt: n % 4 === 3 ? null : at + ((n * 37) % many) * 60_000
			}));
			await plainReports(db, 2, () => ({ state: 'closed' }));
			const lines = await pages(name);
			expect(new Set(lines.map(({ code }) => code)).size).toBe(many);
			const rank = lines.map(({ urgent, dueAt }) => [urgent ? 0 : 1, dueAt ?? Infinity] as const);
			expect(rank).toEqual(
				rank.toSorted((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0))
			);
			expect((await deskCounts(db, at))[name]).toBe(many);
		}
	);
});
