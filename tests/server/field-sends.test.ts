import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { inbox } from '../../src/lib/server/notifications/schema';
import { passReport } from '../../src/lib/server/reports/commands/checking';
import { rateReport, reopenReport } from '../../src/lib/server/reports/commands/closing';
import { addFieldPhoto, receiveFieldSend } from '../../src/lib/server/reports/commands/field-sends';
import {
	lookAgain,
	maySetShare,
	setSecondLookShare
} from '../../src/lib/server/reports/commands/second-looks';
import { fieldSends } from '../../src/lib/server/reports/desk-schema';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { deskCase } from '../../src/lib/server/reports/queries/desk';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { lookCounts, openLooks } from '../../src/lib/server/reports/queries/second-looks';
import { freshTown } from '../support/database';
import { account, people, photo, reportIn, type People } from '../support/factories';

let db: Db;
let who: People;
const always = () => 0;
const never = () => 0.999;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const refused = (work: () => Promise<unknown>) =>
	work().then(
		() => 'not refused',
		(problem: unknown) => problem
	);

describe('a feedback written without a network', () => {
	// four working hours from the dispatch on
	async function sent(written: (dispatched: number) => number, received: number) {
		const { code, at } = await reportIn(db, who, 'processing');
		const address = { code, name: 'feedback', key: uuidv7() } as const;
		const moment = new Date(written(at)).toISOString();
		const input = { note: '已清理', photos: 1, at: moment, lat: 35.581, lng: 118.837 };
		const here = at + received;
		await receiveFieldSend(db, who.handler, address, input, here, never);
		await addFieldPhoto(db, who.handler, address, 0, photo(), here + minuteMs, never);
		const report = await getReport(db, code);
		const file = await fieldCase(db, who.checker, code);
		return { report, line: file.history.at(-1)!, key: address.key };
	}

	it('within the limit is in time, however late it comes, and both times are kept', async () => {
		const { report, line } = await sent((at) => at + hourMs, 20 * hourMs);
		expect(report).toMatchObject({ state: 'awaiting_check', overdue: false });
		expect(line.written).toMatchObject({ countedBy: 'written' });
		expect(line.written!.receivedAt - line.written!.writtenAt).toBe(19 * hourMs + minuteMs);
		// the checkers' time begins when they can know of it
		expect(report.dueAt).toBeGreaterThan(line.written!.receivedAt);
	});

	it.each([
		['longer ago than a day', (at: number) => at + hourMs, 26 * hourMs],
		['before the case was dispatched', (at: number) => at - 30 * hourMs, 20 * hourMs],
		['in the future', (at: number) => at + 90 * hourMs, 20 * hourMs]
	])('that says %s counts from when it came', async (_, written, received) => {
		const { report, line } = await sent(written, received);
		expect(report.overdue).toBe(true);
		expect(line.written).toMatchObject({ countedBy: 'received' });
	});

	it('keeps how far from the case it was written, not where', async () => {
		const { key } = await sent((at) => at + hourMs, 2 * hourMs);
		const [row] = await db.select().from(fieldSends).where(eq(fieldSends.key, key));
		expect(row!.input).toMatchObject({ note: '已清理' });
		expect(row!.input.metres).toBeGreaterThan(50);
		expect(Object.keys(row!.input)).not.toContain('lat');
	});

	it('waits in the same phone as its 签收, and counts all the same', async () => {
		const { code, at } = await reportIn(db, who, 'dispatched');
		const written = (ms: number) => new Date(at + ms).toISOString();
		const here = at + 20 * hourMs;
		const one = { code, name: 'acknowledge', key: uuidv7() } as const;
		const two = { code, name: 'feedback', key: uuidv7() } as const;
		await receiveFieldSend(db, who.handler, one, { photos: 0, at: written(minuteMs) }, here, never);
		const input = { note: '已清理', photos: 1, at: written(hourMs) };
		await receiveFieldSend(db, who.handler, two, input, here + 1000, never);
		await addFieldPhoto(db, who.handler, two, 0, photo(), here + 2000, never);
		expect(await getReport(db, code)).toMatchObject({ overdue: false, state: 'awaiting_check' });
	});
});

describe('a case that was passed and drawn', () => {
	async function drawn() {
		const { code, at } = await reportIn(db, who, 'awaiting_check');
		await passReport(db, who.checker, code, { note: '' }, [], at + minuteMs, { lot: always });
		return { code, at: at + minuteMs };
	}
	const broken = { finding: 'broken', note: '又堆上了' } as const;

	it('is looked at again by another checker, not by the one who passed it nor by one of the unit', async () => {
		const { code, at } = await drawn();
		const second = await account(db, 'checker');
		expect((await openLooks(db, second)).map((look) => look.code)).toEqual([code]);
		expect(await openLooks(db, who.checker)).toEqual([]);
		expect(await openLooks(db, who.ownChecker)).toEqual([]);
		for (const actor of [who.checker, who.ownChecker]) {
			expect((await fieldCase(db, actor, code)).offered).not.toContain('second_look');
			expect(
				await refused(() => lookAgain(db, actor, code, broken, [photo()], at + hourMs))
			).toMatchObject({ reason: 'forbidden' });
		}
		expect((await fieldCase(db, second, code)).offered).toContain('second_look');
	});

	it('that holds stays closed and tells nobody', async () => {
		const { code, at } = await drawn();
		const second = await account(db, 'checker');
		const letters = (await db.select().from(inbox)).length;
		await lookAgain(db, second, code, { finding: 'holds', note: '' }, [], at + hourMs);
		expect((await db.select().from(inbox)).length).toBe(letters);
		expect(await lookCounts(db, 0)).toEqual({ drawn: 1, holds: 1, broken: 0, open: 0 });
		expect(await openLooks(db, second)).toEqual([]);
		const again = () => lookAgain(db, second, code, broken, [photo()], at + hourMs);
		expect(await refused(again)).toMatchObject({ reason: 'conflict' });
	});

	it('that is broken is told to moderators and supervisors and can be reopened', async () => {
		const { code, at } = await drawn();
		const second = await account(db, 'checker');
		const reopen = () => reopenReport(db, who.moderator, code, { reason: '复查' }, at + 2 * hourMs);
		expect(await refused(reopen)).toMatchObject({ reason: 'conflict' });
		expect(await refused(() => lookAgain(db, second, code, broken, [], at + hourMs))).toMatchObject(
			{ reason: 'invalid' }
		);
		expect((await deskCase(db, who.moderator, code, at)).offered).not.toContain('reopen');
		await lookAgain(db, second, code, broken, [photo()], at + hourMs);
		const told = await db.select().from(inbox).where(eq(inbox.title, '复查发现问题又出现'));
		expect(told.map(({ accountId }) => accountId).sort()).toEqual(
			[who.moderator, who.secondModerator, who.supervisor].map((actor) => actor.accountId).sort()
		);
		expect((await deskCase(db, who.moderator, code, at)).offered).toContain('reopen');
		await reopen();
		expect(await getReport(db, code)).toMatchObject({ state: 'rework', reworkCount: 1 });
	});

	it('and reopened meanwhile is nobody’s to look at', async () => {
		const { code, at } = await drawn();
		const second = await account(db, 'checker');
		const bad = { score: 'dissatisfied', reason: '还在' } as const;
		await rateReport(db, who.resident, code, bad, at + hourMs);
		await reopenReport(db, who.moderator, code, { reason: '属实' }, at + 2 * hourMs);
		expect(await openLooks(db, second)).toEqual([]);
	});

	it('is none where the lot is above the share, which supervisors set', async () => {
		const { code, at } = await reportIn(db, who, 'awaiting_check');
		await setSecondLookShare(db, who.supervisor, { share: 0 }, at);
		await passReport(db, who.checker, code, { note: '' }, [], at + minuteMs, { lot: always });
		expect(await lookCounts(db, 0)).toMatchObject({ drawn: 0 });
		for (const other of [who.moderator, who.checker, await account(db, 'system_admin')]) {
			expect(maySetShare(other)).toBe(false);
			expect(await refused(() => setSecondLookShare(db, other, { share: 0 }, at))).toMatchObject({
				reason: 'forbidden'
			});
		}
	});
});
