import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../src/lib/server/db';
import { runJob, runWhole, type Span } from '../../src/lib/server/jobs/run';
import { jobRuns } from '../../src/lib/server/jobs/schema';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { freshDatabase } from '../support/database';
import { monday } from '../support/factories';

let db: Db;
let spans: Span[];

beforeEach(async () => {
	db = await freshDatabase();
	spans = [];
});

const kept = async () =>
	(await db.select().from(jobRuns).where(eq(jobRuns.name, 'count')).limit(1))[0];

const work = async (span: Span) => void spans.push(span);
const runners = {
	runJob: (at: number, by = work) => runJob(db, 'count', { every: hourMs, at }, by),
	runWhole: (at: number, by = work) =>
		runWhole(db, 'count', { every: hourMs, at }, (_, span) => by(span))
};

describe.each(Object.entries(runners))('a job run by %s', (_, run) => {
	it('runs once in its slot, however often it is triggered', async () => {
		for (const minutes of [0, 1, 30, 59]) await run(monday + minutes * minuteMs);
		expect(spans).toEqual([{ from: 0, to: monday }]);
		await run(monday + hourMs);
		expect(spans).toHaveLength(2);
	});

	it('runs once when all trigger it at the same moment', async () => {
		const runs = await Promise.all(Array.from({ length: 8 }, () => run(monday)));
		expect(spans).toHaveLength(1);
		expect(runs.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
	});

	it('makes up for all the slots that a stop has cost, in one span without a gap', async () => {
		await run(monday);
		await run(monday + 90 * minuteMs);
		await run(monday + 26 * hourMs);
		expect(spans.map(({ from }) => from)).toEqual([0, ...spans.slice(0, -1).map(({ to }) => to)]);
		expect(spans.at(-1)).toEqual({ from: monday + 90 * minuteMs, to: monday + 26 * hourMs });
	});

	it('that fails is tried again at the next trigger, and its problem is kept until then', async () => {
		const failing = async () => {
			throw new Error('磁盘满了');
		};
		expect(await run(monday, failing)).toMatchObject({ outcome: 'failed' });
		expect(await kept()).toMatchObject({ doneUpTo: 0, leasedUntil: 0, problem: '磁盘满了' });
		await run(monday + minuteMs);
		expect(spans).toEqual([{ from: 0, to: monday + minuteMs }]);
		expect(await kept()).toMatchObject({ doneUpTo: monday + minuteMs, problem: '' });
	});
});

describe('a job under way', () => {
	it('is not begun a second time, and is taken over when its process went away', async () => {
		let go: () => void = () => undefined;
		const slow = runJob(
			db,
			'count',
			{ every: hourMs, at: monday, lease: minuteMs },
			() => new Promise<void>((resolve) => (go = resolve))
		);
		const second = await runners.runJob(monday + minuteMs - 1);
		expect(second.outcome).toBe('idle');
		expect(spans).toEqual([]);

		const later = await runners.runJob(monday + minuteMs);
		expect(later.outcome).toBe('done');
		go();
		await slow;
		expect(await kept()).toMatchObject({ doneUpTo: monday + minuteMs });
	});
});

describe('a job in one transaction', () => {
	it('leaves nothing behind when it fails', async () => {
		await runWhole(db, 'count', { every: hourMs, at: monday }, async (tx) => {
			await tx.insert(jobRuns).values({ name: 'half done', doneUpTo: 1 });
			throw new Error('then no more');
		});
		const names = await db.select({ name: jobRuns.name }).from(jobRuns);
		expect(names).toEqual([{ name: 'count' }]);
	});
});
