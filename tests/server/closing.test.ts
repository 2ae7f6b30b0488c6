import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { Refusal } from '../../src/lib/server/refusal';
import { passReport } from '../../src/lib/server/reports/commands/checking';
import {
	appealRejection,
	rateReport,
	reopenReport
} from '../../src/lib/server/reports/commands/closing';
import { feedBack } from '../../src/lib/server/reports/commands/handling';
import {
	acceptReport,
	mergeReport,
	rejectReport
} from '../../src/lib/server/reports/commands/triage';
import { caseFile, getReport } from '../../src/lib/server/reports/queries/casework';
import { deskCounts, deskLines } from '../../src/lib/server/reports/queries/desk';
import { freshTown } from '../support/database';
import {
	garbage,
	people,
	photo,
	reportIn,
	rowCounts,
	submitted,
	released,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

async function refused(work: () => Promise<unknown>): Promise<Refusal> {
	const before = await rowCounts(db);
	const problem = await work().catch((error: unknown) => error);
	expect(problem).toBeInstanceOf(Refusal);
	expect(await rowCounts(db)).toEqual(before);
	return problem as Refusal;
}

const satisfied = { score: 'satisfied', reason: '' } as const;
const dissatisfied = { score: 'dissatisfied', reason: '垃圾还在' } as const;
const because = { reason: '市民反映属实' };
const scores = async (code: string) => (await caseFile(db, code)).ratings.map(({ score }) => score);

/** From 返工 to 已结案 again. */
async function closeAgain(code: string, at: number): Promise<number> {
	await feedBack(db, who.handler, code, { note: '好了' }, [photo()], at);
	await passReport(db, who.checker, code, { note: '' }, [], at + minuteMs);
	return at + minuteMs;
}

describe('评价', () => {
	it('is taken once of each for each closing', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await rateReport(db, who.resident, code, dissatisfied, at + hourMs);
		expect(
			await refused(() => rateReport(db, who.resident, code, satisfied, at + hourMs))
		).toMatchObject({ reason: 'conflict', message: expect.stringContaining('已经评价') });

		await reopenReport(db, who.moderator, code, because, at + 2 * hourMs);
		const closedAgain = await closeAgain(code, at + 3 * hourMs);
		await rateReport(db, who.resident, code, satisfied, closedAgain + hourMs);
		expect(await scores(code)).toEqual(['dissatisfied', 'satisfied']);
	});

	it('sent twice at once counts once', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		const rate = () => rateReport(db, who.resident, code, satisfied, at);
		const outcomes = await Promise.allSettled([rate(), rate(), rate()]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await scores(code)).toEqual(['satisfied']);
	});

	it('is taken of a guest who holds the claim', async () => {
		const { code, at, reporter } = await reportIn(db, who, 'closed', guest);
		expect(await refused(() => rateReport(db, guest, code, satisfied, at))).toMatchObject({
			reason: 'missing'
		});
		await rateReport(db, reporter, code, satisfied, at);
		expect(await scores(code)).toEqual(['satisfied']);
	});

	it('is taken of those who follow, each for themselves', async () => {
		const merged = await submitted(db, who.neighbour);
		const { code, at } = await reportIn(db, who, 'processing');
		await mergeReport(db, who.moderator, merged.code, { target: code }, at);
		const closedAt = await closeAgain(code, at + hourMs);
		await rateReport(db, who.neighbour, code, dissatisfied, closedAt);
		await rateReport(db, who.resident, code, satisfied, closedAt);
		expect(await scores(code)).toEqual(['dissatisfied', 'satisfied']);
	});

	it.each(['neighbour', 'moderator', 'handler', 'checker'] as const)(
		'is refused to %s, who has nothing to do with it',
		async (name) => {
			const { code, at } = await reportIn(db, who, 'closed');
			await released(db, who, code, at);
			expect(await refused(() => rateReport(db, who[name], code, satisfied, at))).toMatchObject({
				reason: 'forbidden'
			});
		}
	);

	it('is taken for seven days to the millisecond', async () => {
		const [first, second] = [await reportIn(db, who, 'closed'), await reportIn(db, who, 'closed')];
		await rateReport(db, who.resident, first.code, satisfied, first.at + 7 * dayMs);
		const late = () =>
			rateReport(db, who.resident, second.code, satisfied, second.at + 7 * dayMs + 1);
		expect(await refused(late)).toMatchObject({ reason: 'conflict' });
	});

	it.each(['submitted', 'processing', 'awaiting_check', 'rejected', 'voided'] as const)(
		'is not for what is %s',
		async (state) => {
			const { code, at } = await reportIn(db, who, state);
			expect(await refused(() => rateReport(db, who.resident, code, satisfied, at))).toMatchObject({
				reason: 'conflict'
			});
		}
	);

	it('reaches the moderators when it is 不满意, with its reason, and else nobody', async () => {
		const [good, bad] = [await reportIn(db, who, 'closed'), await reportIn(db, who, 'closed')];
		const before = (await rowCounts(db)).inbox;
		await rateReport(db, who.resident, good.code, satisfied, good.at);
		expect((await rowCounts(db)).inbox).toBe(before);
		await rateReport(db, who.resident, bad.code, dissatisfied, bad.at);
		for (const { accountId } of [who.moderator, who.secondModerator]) {
			expect((await readInbox(db, accountId!))[0]).toMatchObject({
				title: '市民不满意，请复核',
				body: expect.stringContaining('垃圾还在')
			});
		}
	});
});

describe('重开', () => {
	it('on a 不满意 sends it back to the unit, counted', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await rateReport(db, who.resident, code, dissatisfied, at);
		expect((await deskLines(db, 'dissatisfied', at + 1)).lines).toMatchObject([{ code }]);
		await reopenReport(db, who.moderator, code, because, at + hourMs);
		expect(await getReport(db, code)).toMatchObject({
			state: 'rework',
			reworkCount: 1,
			closedAt: null,
			unitId: who.ours
		});
		expect((await readInbox(db, who.handler.accountId!))[0]).toMatchObject({ title: '案件重开' });
	});

	it('without a 不满意 is refused', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		const reopen = () => reopenReport(db, who.moderator, code, because, at + hourMs);
		expect(await refused(reopen)).toMatchObject({ reason: 'conflict' });
		await rateReport(db, who.resident, code, satisfied, at);
		expect(await refused(reopen)).toMatchObject({ reason: 'conflict' });
	});

	it('is done once in a report’s life', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await rateReport(db, who.resident, code, dissatisfied, at);
		await reopenReport(db, who.moderator, code, because, at + hourMs);
		const again = await closeAgain(code, at + 2 * hourMs);
		await rateReport(db, who.resident, code, dissatisfied, again);
		const reopen = () => reopenReport(db, who.moderator, code, because, again + hourMs);
		expect(await refused(reopen)).toMatchObject({
			reason: 'conflict',
			message: expect.stringContaining('一次')
		});
		// and so it does not wait on the desk for what cannot be done
		expect((await deskLines(db, 'dissatisfied', again + 1)).lines).toEqual([]);
	});

	it('is the moderator’s', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await rateReport(db, who.resident, code, dissatisfied, at);
		for (const actor of [who.resident, who.supervisor, who.handler]) {
			expect(await refused(() => reopenReport(db, actor, code, because, at))).toMatchObject({
				reason: 'forbidden'
			});
		}
	});

	it('waits on the desk for thirty days', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await rateReport(db, who.resident, code, dissatisfied, at);
		expect(await deskCounts(db, at + 30 * dayMs - 1)).toMatchObject({ dissatisfied: 1 });
		expect(await deskCounts(db, at + 30 * dayMs)).toMatchObject({ dissatisfied: 0 });
	});
});

describe('申请复核 of what was not taken in', () => {
	it('brings it back to the desk once', async () => {
		const { code, at } = await reportIn(db, who, 'rejected');
		await appealRejection(db, who.resident, code, { reason: '就在门口' }, at + hourMs);
		expect(await getReport(db, code)).toMatchObject({ state: 'submitted' });
		expect((await readInbox(db, who.moderator.accountId!))[0]).toMatchObject({
			title: '上报人申请复核'
		});
		const unclear = { reason: 'unclear', note: '' } as const;
		await rejectReport(db, who.moderator, code, unclear, at + 2 * hourMs);
		const again = () =>
			appealRejection(db, who.resident, code, { reason: '真的' }, at + 3 * hourMs);
		expect(await refused(again)).toMatchObject({ reason: 'conflict' });
	});

	it('can end in 受理', async () => {
		const { code, at } = await reportIn(db, who, 'rejected');
		await appealRejection(db, who.resident, code, { reason: '就在门口' }, at);
		await acceptReport(db, who.moderator, code, { category: garbage }, at);
		expect((await getReport(db, code)).state).toBe('filed');
	});

	it('is the reporter’s alone', async () => {
		const { code, at } = await reportIn(db, who, 'rejected');
		const appeal = (actor: Actor) => () => appealRejection(db, actor, code, { reason: '真的' }, at);
		expect(await refused(appeal(who.moderator))).toMatchObject({ reason: 'forbidden' });
		for (const stranger of [who.neighbour, guest]) {
			// whether there is such a report is not told either
			expect(await refused(appeal(stranger))).toMatchObject({ reason: 'missing' });
		}
	});
});
