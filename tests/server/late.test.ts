import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import type { Db } from '../../src/lib/server/db';
import { runWhole } from '../../src/lib/server/jobs/run';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { askExtension, decideAsk } from '../../src/lib/server/reports/commands/asks';
import { tellLate } from '../../src/lib/server/reports/commands/tell-late';
import { dueMarks } from '../../src/lib/server/reports/desk-schema';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { minuteMs } from '../../src/lib/time/shanghai';
import { freshTown } from '../support/database';
import {
	account,
	granted,
	monday,
	people,
	reportIn,
	shanghai,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const run = (at: number) =>
	runWhole(db, 'late', { every: minuteMs, at }, (tx, { from, to }) => tellLate(tx, from, to));

const late = /超时|挂账到期/;
/** The letters about lateness in someone's inbox, the oldest first. */
const lettersOf = async ({ accountId }: Actor) =>
	(await readInbox(db, accountId!)).filter(({ title }) => late.test(title)).reverse();
const titlesOf = async (actor: Actor) => (await lettersOf(actor)).map(({ title }) => title);

describe('a case at the unit', () => {
	// dispatched at 08:02 with four working hours: yellow at 11:02, red at 14:02
	const soon = shanghai('2026-01-05 11:02');
	const over = shanghai('2026-01-05 14:02');

	it('is told to the unit when a quarter is left, and to the supervisor too when nothing is', async () => {
		const { code } = await reportIn(db, who, 'processing');
		await run(soon - 1);
		expect(await titlesOf(who.handler)).toEqual([]);
		await run(soon + minuteMs);
		expect(await lettersOf(who.handler)).toMatchObject([
			{ title: '一件即将超时', href: `/unit/${code}` }
		]);
		expect(await titlesOf(who.supervisor)).toEqual([]);

		await run(over + minuteMs);
		expect(await titlesOf(who.handler)).toEqual(['一件即将超时', '一件已超时']);
		expect(await lettersOf(who.supervisor)).toMatchObject([
			{ title: '一件已超时', href: `/admin/reports/${code}` }
		]);
		for (const other of [who.otherHandler, who.moderator, who.checker, who.resident]) {
			expect(await titlesOf(other)).toEqual([]);
		}
	});

	it('is told once, however often the job runs and whatever was stopped in between', async () => {
		await reportIn(db, who, 'processing');
		await Promise.all([run(over), run(over), run(over)]);
		for (let minute = 1; minute < 5; minute++) await run(over + minute * minuteMs);
		expect(await titlesOf(who.handler)).toEqual(['一件已超时']);
		// even if the note of how far it came were lost
		await db.transaction((tx) => tellLate(tx, 0, over + 9 * minuteMs));
		expect(await titlesOf(who.handler)).toEqual(['一件已超时']);
		expect(await titlesOf(who.supervisor)).toEqual(['一件已超时']);
	});

	it('that became late during a stop of days is told afterwards', async () => {
		await run(monday);
		await reportIn(db, who, 'processing');
		await run(over + 9 * 24 * 60 * minuteMs);
		expect(await titlesOf(who.handler)).toEqual(['一件已超时']);
	});

	it('is told anew when a longer limit nears its end', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await run(soon);
		const asked = { reason: '等材料', value: 4 };
		const id = await askExtension(db, who.handler, code, asked, at);
		await decideAsk(db, who.supervisor, { id, ...granted }, soon + minuteMs);
		const { dueAt, dueSoonAt } = await getReport(db, code);
		expect(dueAt).toBe(shanghai('2026-01-06 08:02'));
		await run(over);
		expect(await titlesOf(who.handler)).toEqual(['一件即将超时']);
		await run(dueSoonAt!);
		await run(dueAt!);
		expect(await titlesOf(who.handler)).toEqual(['一件即将超时', '一件即将超时', '一件已超时']);
	});

	it('that is over, or was fed back in time, is told of no more', async () => {
		await reportIn(db, who, 'closed');
		await run(over + minuteMs);
		expect(await titlesOf(who.handler)).toEqual([]);
	});
});

describe.each([
	['submitted', 'moderator', 15],
	['filed', 'moderator', 16],
	['returned', 'moderator', 18],
	['verifying', 'checker', 31],
	['awaiting_check', 'checker', 94]
] as const)('a case that is %s', (state, owner, minutes) => {
	it(`is told to the ${owner}s when it is late`, async () => {
		await reportIn(db, who, state);
		await run(monday + minutes * minuteMs);
		expect(await titlesOf(who[owner])).toEqual(['一件已超时']);
		expect(await titlesOf(who.supervisor)).toEqual(['一件已超时']);
		expect(await titlesOf(who.handler)).toEqual([]);
	});
});

describe('many at once', () => {
	it('are one letter for each person, with a way to the list', async () => {
		const second = await account(db, 'moderator');
		for (let n = 0; n < 12; n++) await submitted(db, who.resident);
		await run(monday + 12 * minuteMs);
		for (const moderator of [who.moderator, second]) {
			expect(await lettersOf(moderator)).toMatchObject([
				{ title: '有 12 件即将超时', href: '/admin' }
			]);
		}
		await submitted(db, who.resident, {}, monday + 12 * minuteMs);
		await run(monday + 15 * minuteMs);
		expect(await titlesOf(who.moderator)).toEqual(['有 12 件即将超时', '有 12 件已超时']);
		expect(await titlesOf(who.supervisor)).toEqual(['有 12 件已超时']);
		expect(await db.select().from(dueMarks).where(eq(dueMarks.mark, 'over'))).toHaveLength(12);
	});
});

describe('a case that is 挂账', () => {
	it('comes back to mind when its expected day has passed, once', async () => {
		const { code } = await reportIn(db, who, 'suspended');
		await run(shanghai('2026-01-20 23:59'));
		expect(await titlesOf(who.handler)).toEqual([]);
		for (const minute of [0, 1, 2]) await run(shanghai(`2026-01-21 00:0${minute}`));
		expect(await lettersOf(who.handler)).toMatchObject([
			{ title: '一件挂账到期', href: `/unit/${code}` }
		]);
		expect(await titlesOf(who.supervisor)).toEqual(['一件挂账到期']);
	});
});
