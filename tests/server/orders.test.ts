import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { mostItems, undoMs, type Ordered } from '../../src/lib/reports/orders';
import { minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { Refusal } from '../../src/lib/server/refusal';
import { carryOut } from '../../src/lib/server/reports/commands/carry-out';
import { rehearse } from '../../src/lib/server/reports/commands/order-item';
import { placeOrder, undoOrder } from '../../src/lib/server/reports/commands/orders';
import { takeReport } from '../../src/lib/server/reports/commands/takes';
import { rejectReport } from '../../src/lib/server/reports/commands/triage';
import { caseFile, getReport } from '../../src/lib/server/reports/queries/casework';
import {
	codesInQueue,
	deskCounts,
	deskLines,
	withTakes
} from '../../src/lib/server/reports/queries/desk';
import { orderStanding, ownOrder } from '../../src/lib/server/reports/queries/orders';
import { freshTown } from '../support/database';
import {
	dogs,
	lawfully,
	monday,
	people,
	plainReports,
	reportIn,
	rowCounts,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;
const at = monday + minuteMs;
const due = at + undoMs;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const unclear: Ordered = { action: 'reject', input: { reason: 'unclear', note: '' } };
const verify: Ordered = { action: 'ask_verify', input: { note: '' } };
const acceptAndSend: Ordered = { action: 'accept', input: { send: true, unitId: 0 } };

const order = (
	codes: string[],
	ordered: Ordered = unclear,
	actor = who.moderator,
	key = uuidv7()
) => placeOrder(db, actor, { key, codes, ordered }, at);

async function carryOutAll(when = due) {
	let items = 0;
	for (;;) {
		const done = await carryOut(db, when);
		expect(done.defects).toEqual([]);
		if (done.items === 0) return items;
		items += done.items;
	}
}

const stateOf = async (code: string) => (await getReport(db, code)).state;
const actionsOf = async (code: string) =>
	(await caseFile(db, code)).events.map(({ action }) => action);
const intake = async () => (await deskLines(db, 'intake', at)).lines;

describe('an order', () => {
	it('does nothing for ten seconds and then what was ordered, in the name of who ordered', async () => {
		const { code } = await submitted(db);
		const { id, notBefore } = await order([code]);
		expect(notBefore).toBe(at + 10_000);
		await carryOutAll(notBefore - 1);
		expect(await stateOf(code)).toBe('submitted');
		await carryOutAll(notBefore);
		expect(await stateOf(code)).toBe('rejected');
		const trail = await auditOf(db, `report:${code}`);
		expect(trail.at(-1)).toMatchObject({
			action: 'reject',
			accountId: who.moderator.accountId,
			at: notBefore
		});
		expect(await ownOrder(db, who.moderator, id)).toMatchObject({
			done: 1,
			failed: 0,
			waiting: 0,
			finishedAt: notBefore,
			words: '不予受理：信息不清'
		});
	});

	it('that is undone in time leaves no step behind, and the report is back in the list', async () => {
		const { code } = await submitted(db);
		const { id, notBefore } = await order([code]);
		expect(await intake()).toEqual([]);
		await undoOrder(db, who.moderator, id, notBefore - 1);
		expect((await intake()).map((line) => line.code)).toEqual([code]);
		await carryOutAll();
		expect(await actionsOf(code)).toEqual(['submit']);
	});

	it('takes its report off the list of those to be dispatched too, until it is undone', async () => {
		const { code } = await reportIn(db, who, 'filed');
		const { code: other } = await reportIn(db, who, 'filed');
		const dispatch: Ordered = { action: 'dispatch', input: { unitId: who.ours, ...lawfully } };
		const { id, notBefore } = await order([code], dispatch);
		const seen = async () => ({
			listed: (await deskLines(db, 'dispatch', at)).lines.map((line) => line.code),
			all: await codesInQueue(db, 'dispatch', at),
			counted: (await deskCounts(db, at)).dispatch
		});
		expect(await seen()).toEqual({ listed: [other], all: [other], counted: 1 });
		await undoOrder(db, who.moderator, id, notBefore - 1);
		expect((await seen()).listed.toSorted()).toEqual([code, other].toSorted());
		expect((await seen()).counted).toBe(2);
	});

	it('cannot be undone too late, twice, or by another', async () => {
		const { code } = await submitted(db);
		const { id, notBefore } = await order([code]);
		await expect(undoOrder(db, who.secondModerator, id, at)).rejects.toMatchObject({
			reason: 'missing'
		});
		await expect(undoOrder(db, who.moderator, id, notBefore)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await undoOrder(db, who.moderator, id, at);
		await expect(undoOrder(db, who.moderator, id, at)).rejects.toMatchObject({
			reason: 'conflict',
			message: expect.stringContaining('已经撤销')
		});
	});

	it('sent twice under one key is one, also at the same moment', async () => {
		const { code } = await submitted(db);
		const key = uuidv7();
		const [one, two] = await Promise.all([
			order([code], unclear, who.moderator, key),
			order([code], unclear, who.moderator, key)
		]);
		expect(two).toEqual(one);
		await carryOutAll();
		expect(await order([code], unclear, who.moderator, key)).toEqual(one);
		expect((await actionsOf(code)).filter((action) => action === 'reject')).toHaveLength(1);
	});

	it('for a report that waits for another order is refused', async () => {
		const { code } = await submitted(db);
		await order([code]);
		await expect(order([code], verify, who.secondModerator)).rejects.toMatchObject({
			reason: 'conflict'
		});
	});

	it('that cannot be done to its one report is refused at once and leaves nothing', async () => {
		const { code } = await submitted(db, who.resident, { category: dogs });
		const before = await rowCounts(db);
		await expect(order([code], acceptAndSend)).rejects.toBeInstanceOf(Refusal);
		expect(await rowCounts(db)).toEqual(before);
	});

	it('is for moderators, and for so many reports', async () => {
		const { code } = await submitted(db);
		for (const actor of [who.supervisor, who.handler, who.resident]) {
			await expect(order([code], unclear, actor)).rejects.toMatchObject({ reason: 'forbidden' });
		}
		const tooMany = Array.from({ length: mostItems + 1 }, () => code);
		await expect(order(tooMany)).rejects.toMatchObject({ reason: 'invalid' });
	});
});

describe('what is accepted and sent on', () => {
	it('goes to the unit of the duty in one order, as two steps', async () => {
		const { code } = await submitted(db);
		await order([code], acceptAndSend);
		await carryOutAll();
		expect(await actionsOf(code)).toEqual(['submit', 'accept', 'dispatch']);
		expect(await stateOf(code)).toBe('dispatched');
	});

	it('is refused as a whole when the unit is no longer the one that was seen', async () => {
		const { code } = await submitted(db);
		const other: Ordered = { action: 'accept', input: { send: true, unitId: 9_999 } };
		await expect(order([code], other)).rejects.toMatchObject({ reason: 'conflict' });
		expect(await stateOf(code)).toBe('submitted');
	});
});

describe('an order for many', () => {
	it('does what can be done and lists what cannot with why', async () => {
		const { code: good } = await submitted(db);
		const { code: gone } = await submitted(db);
		const { code: target } = await submitted(db);
		const { id } = await order([good, gone, target], {
			action: 'merge',
			input: { target }
		});
		await rejectReport(db, who.secondModerator, gone, { reason: 'unclear', note: '' }, at);
		await carryOutAll();
		expect(await stateOf(good)).toBe('merged');
		expect(await stateOf(target)).toBe('submitted');
		const { items, done, failed } = await ownOrder(db, who.moderator, id);
		expect([done, failed]).toEqual([1, 2]);
		const problems = new Map(items.map(({ code, problem }) => [code, problem]));
		expect(problems.get(gone)).toContain('不予受理');
		expect(problems.get(target)).toContain('不能并入自己');
		expect((await orderStanding(db, who.moderator, due)).failed).toHaveLength(2);
	});

	it('goes on after a stop where it was, and does nothing twice', async () => {
		await plainReports(db, 45);
		const codes = (await intake()).map(({ code }) => code);
		expect(codes).toHaveLength(45);
		const { id } = await order(codes, verify);
		await carryOut(db, due);
		const stopped = await ownOrder(db, who.moderator, id);
		expect(stopped.done).toBeGreaterThan(0);
		expect(stopped.waiting).toBeGreaterThan(0);
		expect(stopped.finishedAt).toBeNull();
		// two at once, as after a start that overlaps
		await Promise.all([carryOutAll(due + 60_000), carryOutAll(due + 60_000)]);
		const finished = await ownOrder(db, who.moderator, id);
		expect(finished).toMatchObject({ done: 45, failed: 0, waiting: 0 });
		expect(finished.finishedAt).not.toBeNull();
		for (const code of codes) {
			expect((await actionsOf(code)).filter((action) => action === 'ask_verify')).toHaveLength(1);
		}
	});

	it('lets others write in between, and the small order before the large', async () => {
		await plainReports(db, 45);
		const codes = (await intake()).map(({ code }) => code);
		await order(codes.slice(1), verify);
		const small = await order(codes.slice(0, 1), verify);
		await carryOut(db, due);
		expect((await ownOrder(db, who.moderator, small.id)).finishedAt).toBe(due);

		const { code } = await submitted(db);
		let over = false;
		const bulk = carryOutAll().then(() => (over = true));
		await rejectReport(db, who.secondModerator, code, { reason: 'unclear', note: '' }, due);
		expect(over).toBe(false);
		await bulk;
	});

	it('fails item by item once who ordered is no longer on duty', async () => {
		const { code } = await submitted(db);
		const { id } = await order([code]);
		await db
			.update(accounts)
			.set({ active: false })
			.where(eq(accounts.id, who.moderator.accountId!));
		await carryOutAll();
		expect(await stateOf(code)).toBe('submitted');
		expect((await ownOrder(db, who.moderator, id)).items[0]!.problem).toContain('不在岗');
	});

	it('leaves alone what another has in hand, and assigns what nobody has', async () => {
		const { code: held } = await submitted(db);
		const { code: free } = await submitted(db);
		await takeReport(db, who.secondModerator, held, at);
		const { id } = await order([held, free], {
			action: 'assign',
			input: { accountId: who.secondModerator.accountId! }
		});
		await carryOutAll();
		const problems = (await ownOrder(db, who.moderator, id)).items.map(({ problem }) => problem);
		expect(problems.filter(Boolean)).toEqual([expect.stringContaining('正在办理')]);
		const { lines } = await deskLines(db, 'intake', due);
		const taken = await withTakes(db, who.moderator, lines, due);
		expect(taken.find(({ code }) => code === free)?.take).toMatchObject({ mine: false });
	});
});

describe('a rehearsal', () => {
	it('says what would become of a report and changes nothing', async () => {
		const { code } = await submitted(db);
		const before = await rowCounts(db);
		expect(await rehearse(db, who.moderator, acceptAndSend, code, at)).toMatchObject({
			state: 'dispatched'
		});
		const dispatch: Ordered = { action: 'dispatch', input: { unitId: who.ours, ...lawfully } };
		expect(await rehearse(db, who.moderator, dispatch, code, at)).toMatchObject({
			reason: 'conflict'
		});
		expect(await rowCounts(db)).toEqual(before);
		expect(await stateOf(code)).toBe('submitted');
	});
});
