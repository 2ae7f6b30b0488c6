import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import {
	appealOverdue,
	askExtension,
	askSuspension,
	decideAsk,
	resumeReport
} from '../../src/lib/server/reports/commands/asks';
import { passReport } from '../../src/lib/server/reports/commands/checking';
import { feedBack, returnReport } from '../../src/lib/server/reports/commands/handling';
import {
	liftSupervision,
	superviseListed,
	superviseReport,
	urgeReport
} from '../../src/lib/server/reports/commands/oversight';
import { asks } from '../../src/lib/server/reports/desk-schema';
import { asksOn, countOpenAsks, listAsks } from '../../src/lib/server/reports/queries/asks';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { publicReport } from '../../src/lib/server/reports/queries/ledger';
import {
	countSupervised,
	pressureOn,
	supervisedReports
} from '../../src/lib/server/reports/queries/supervised';
import { hourMs } from '../../src/lib/time/shanghai';
import { freshTown } from '../support/database';
import {
	account,
	granted,
	people,
	photo,
	refused,
	reportIn,
	shanghai,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const nine = shanghai('2026-01-05 09:00');
const more = { reason: '等材料到货', value: 4 };
const journey = async (code: string) => (await publicReport(db, who.resident, code)).report.journey;
const titles = async (accountId: number | null) =>
	(await readInbox(db, accountId!)).map(({ title }) => title);

describe('a unit that asks for more time', () => {
	it('gets it added to the limit of the running clock, and the public reads until when', async () => {
		const { code } = await reportIn(db, who, 'processing');
		// dispatched 08:02 with four working hours
		expect((await getReport(db, code)).dueAt).toBe(shanghai('2026-01-05 14:02'));
		const id = await askExtension(db, who.handler, code, more, nine);
		expect((await getReport(db, code)).dueAt).toBe(shanghai('2026-01-05 14:02'));
		expect(await titles(who.supervisor.accountId)).toContain('单位申请延期');

		const words = { ...granted, publicWords: '正在等配件。' };
		await decideAsk(db, who.supervisor, { id, ...words }, nine + 1);
		const { dueAt, dueSoonAt, state } = await getReport(db, code);
		expect({ dueAt, dueSoonAt, state }).toEqual({
			dueAt: shanghai('2026-01-06 08:02'),
			dueSoonAt: shanghai('2026-01-05 16:02'),
			state: 'processing'
		});
		expect((await journey(code)).at(-1)).toMatchObject({
			label: '经批准延长办理时限',
			note: '办理期限延长到 1月6日 08:02。正在等配件。'
		});
		expect(await titles(who.handler.accountId)).toContain('准予延期');
		expect(await titles(who.resident.accountId)).toContain('办理时限延长');
	});

	it('keeps what it was given through a pause', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const id = await askExtension(db, who.handler, code, more, nine);
		await decideAsk(db, who.supervisor, { id, ...granted }, nine);
		// one hour and two minutes less two are used by nine: seven hours and two minutes are left
		const until = '2026-01-20';
		const wait = await askSuspension(db, who.handler, code, { reason: '等', until }, nine);
		await decideAsk(db, who.supervisor, { id: wait, ...granted }, nine);
		expect((await getReport(db, code)).dueAt).toBeNull();
		await resumeReport(db, who.handler, code, shanghai('2026-01-07 08:00'));
		expect((await getReport(db, code)).dueAt).toBe(shanghai('2026-01-07 17:02'));
	});

	it('is refused with a reason that it reads, and the limit stays', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const before = await getReport(db, code);
		const id = await askExtension(db, who.handler, code, more, nine);
		await decideAsk(db, who.supervisor, { id, ...refused }, nine);
		expect(await getReport(db, code)).toEqual(before);
		expect(await asksOn(db, before.id)).toMatchObject([
			{ kind: 'extension', granted: false, answer: '理由不足' }
		]);
		expect(await titles(who.handler.accountId)).toContain('不准延期');
		expect(await titles(who.resident.accountId)).not.toContain('办理时限延长');
		// and may ask again
		await askExtension(db, who.handler, code, more, nine);
	});

	it('asks once at a time, for an amount that is offered, and for its own cases alone', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const ask = (actor = who.handler, value = 4) =>
			askExtension(db, actor, code, { ...more, value }, nine);
		await expect(ask(who.handler, 77)).rejects.toMatchObject({ reason: 'invalid' });
		await expect(ask(who.otherHandler)).rejects.toMatchObject({ reason: 'forbidden' });
		await expect(ask(who.supervisor)).rejects.toMatchObject({ reason: 'forbidden' });
		const both = await Promise.allSettled([ask(), ask()]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(ask()).rejects.toMatchObject({ reason: 'conflict' });
		expect(await countOpenAsks(db)).toBe(1);
	});

	it('needs no answer any more once it has handed in its work or sent the case back', async () => {
		for (const onward of [
			(code: string) => feedBack(db, who.handler, code, { note: '好了' }, [photo()], nine + 1),
			(code: string) => returnReport(db, who.handler, code, { reason: '不归我们' }, nine + 1)
		]) {
			const { code } = await reportIn(db, who, 'processing');
			const id = await askExtension(db, who.handler, code, more, nine);
			await onward(code);
			expect(await countOpenAsks(db)).toBe(0);
			const answer = decideAsk(db, who.supervisor, { id, ...granted }, nine + 2);
			await expect(answer).rejects.toMatchObject({ reason: 'conflict' });
		}
	});
});

describe('a supervisor who answers', () => {
	it('is the only one who may, and answers once', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const id = await askExtension(db, who.handler, code, more, nine);
		for (const actor of [who.moderator, who.handler, who.administrator]) {
			const answer = decideAsk(db, actor, { id, ...granted }, nine);
			await expect(answer).rejects.toMatchObject({ reason: 'forbidden' });
		}
		const twice = await Promise.allSettled(
			[granted, refused].map((answer) => decideAsk(db, who.supervisor, { id, ...answer }, nine))
		);
		expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const trail = await auditOf(db, `report:${code}`);
		expect(trail.filter(({ action }) => /extend|refuse/.test(action))).toHaveLength(1);
	});

	it('finds what is open first, the oldest at the top, and what was answered below', async () => {
		const codes: string[] = [];
		for (const n of [0, 1, 2]) {
			const { code } = await reportIn(db, who, 'processing');
			await askExtension(db, who.handler, code, more, nine + n);
			codes.push(code);
		}
		const [first] = (await listAsks(db)).open;
		expect((await listAsks(db)).open.map(({ code }) => code)).toEqual(codes);
		// four working hours from 08:02, and four more
		expect(first).toMatchObject({
			code: codes[0],
			dueAt: shanghai('2026-01-05 14:02'),
			wouldBeDueAt: shanghai('2026-01-06 08:02')
		});
		await decideAsk(db, who.supervisor, { id: first!.id, ...granted }, nine + 9);
		const { open, answered } = await listAsks(db);
		expect(open.map(({ code }) => code)).toEqual(codes.slice(1));
		expect(answered).toMatchObject([{ code: codes[0], granted: true, by: 'supervisor' }]);
	});
});

describe('a unit that asks for 挂账', () => {
	it('rests until it is resumed, and the public reads until when', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const until = '2026-01-20';
		const id = await askSuspension(db, who.handler, code, { reason: '等', until }, nine);
		await decideAsk(db, who.supervisor, { id, ...granted }, nine);
		expect(await getReport(db, code)).toMatchObject({ state: 'suspended', dueAt: null });
		expect((await journey(code)).at(-1)).toMatchObject({
			label: '经批准暂缓办理',
			note: '预计 1月20日 恢复。'
		});
		await resumeReport(db, who.handler, code, nine + hourMs);
		expect((await getReport(db, code)).state).toBe('processing');
	});

	it.each([
		['today', '2026-01-05'],
		['in two years', '2028-01-05']
	])('is refused a day that is %s', async (_, until) => {
		const { code } = await reportIn(db, who, 'processing');
		await expect(
			askSuspension(db, who.handler, code, { reason: '等', until }, nine)
		).rejects.toMatchObject({ reason: 'invalid' });
	});
});

/** Fed back a day late and closed. */
async function closedLate() {
	const { code } = await reportIn(db, who, 'processing');
	const late = shanghai('2026-01-06 09:00');
	await feedBack(db, who.handler, code, { note: '好了' }, [photo()], late);
	await passReport(db, who.checker, code, { note: '' }, [], late + 60_000);
	return { code, at: late + hourMs };
}

describe('a unit that was late and appeals', () => {
	const because = { reason: '停水检修' };

	it('is taken out of the rate when it is granted, and the fact stays', async () => {
		const { code, at } = await closedLate();
		const id = await appealOverdue(db, who.handler, code, because, at);
		expect(await getReport(db, code)).toMatchObject({ overdue: true, excused: false });
		await decideAsk(db, who.supervisor, { id, ...granted }, at);
		expect(await getReport(db, code)).toMatchObject({ overdue: true, excused: true });
		const again = appealOverdue(db, who.handler, code, because, at);
		await expect(again).rejects.toMatchObject({ reason: 'conflict' });
	});

	it('may appeal to a second level, answered by another, and then no more', async () => {
		const other = await account(db, 'supervisor');
		const { code, at } = await closedLate();
		const first = await appealOverdue(db, who.handler, code, because, at);
		await decideAsk(db, who.supervisor, { id: first, ...refused }, at);
		const second = await appealOverdue(db, who.handler, code, because, at);
		const [row] = await db.select().from(asks).where(eq(asks.id, second));
		expect(row).toMatchObject({ level: 2 });
		const same = decideAsk(db, who.supervisor, { id: second, ...granted }, at);
		await expect(same).rejects.toMatchObject({ reason: 'forbidden' });
		await decideAsk(db, other, { id: second, ...refused }, at);
		expect(await getReport(db, code)).toMatchObject({ overdue: true, excused: false });
		const third = appealOverdue(db, who.handler, code, because, at);
		await expect(third).rejects.toMatchObject({ reason: 'conflict' });
	});

	it('cannot where it was in time, or is not closed', async () => {
		const inTime = await reportIn(db, who, 'closed');
		await expect(
			appealOverdue(db, who.handler, inTime.code, because, inTime.at)
		).rejects.toMatchObject({ reason: 'forbidden' });
		const open = await reportIn(db, who, 'processing');
		await expect(appealOverdue(db, who.handler, open.code, because, open.at)).rejects.toMatchObject(
			{ reason: 'conflict' }
		);
	});
});

describe('a case that is pressed for', () => {
	it('by 督办 and 挂牌督办 stands in the list by its day, until it is lifted or over', async () => {
		const { code: plain } = await reportIn(db, who, 'processing');
		const { code: listed } = await reportIn(db, who, 'dispatched');
		await superviseReport(db, who.supervisor, plain, { reason: '多次反映' }, nine);
		const until = '2026-01-05';
		await superviseListed(db, who.supervisor, listed, { reason: '拖延', until }, nine);

		// the limit of the first is 14:02 of the same day
		const lines = await supervisedReports(db);
		expect(lines.map(({ code, supervision }) => [code, supervision])).toEqual([
			[plain, 'supervised'],
			[listed, 'listed']
		]);
		expect(await countSupervised(db)).toBe(2);
		expect((await journey(listed)).at(-1)).toMatchObject({
			label: '已挂牌督办',
			note: '要求 1月5日前办结。'
		});
		for (const person of [who.handler, who.moderator, who.resident]) {
			expect(await titles(person.accountId), person.role).toContain(
				person === who.resident ? '已挂牌督办' : '挂牌督办'
			);
		}

		await liftSupervision(db, who.supervisor, listed, { reason: '已整改' }, nine + 1);
		expect((await supervisedReports(db)).map(({ code }) => code)).toEqual([plain]);
		const again = liftSupervision(db, who.supervisor, listed, { reason: '已整改' }, nine + 1);
		await expect(again).rejects.toMatchObject({ reason: 'conflict' });
		await feedBack(db, who.handler, plain, { note: '好了' }, [photo()], nine + 2);
		await passReport(db, who.checker, plain, { note: '' }, [], nine + 3);
		expect(await supervisedReports(db)).toEqual([]);
		expect(await countSupervised(db)).toBe(0);
	});

	it('by 挂牌督办 stays so when 督办 comes on top', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const until = '2026-01-09';
		await superviseListed(db, who.supervisor, code, { reason: '拖延', until }, nine);
		await superviseReport(db, who.supervisor, code, { reason: '再催', until }, nine);
		expect(await getReport(db, code)).toMatchObject({ supervision: 'listed', superviseCount: 2 });
	});

	it('by 催办 shows the unit how often, when and by whom', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const { id } = await getReport(db, code);
		await urgeReport(db, who.moderator, code, nine);
		await urgeReport(db, who.supervisor, code, nine + hourMs);
		expect(await pressureOn(db, id)).toMatchObject([
			{ action: 'urge', at: nine, who: 'moderator' },
			{ action: 'urge', at: nine + hourMs, who: 'supervisor' }
		]);
		expect(await titles(who.handler.accountId)).toContain('催办');
	});

	it('is pressed by those alone who may, and not until a day gone by', async () => {
		const { code } = await reportIn(db, who, 'processing');
		const until = '2026-01-09';
		for (const actor of [who.moderator, who.handler, who.checker]) {
			const pressed = superviseListed(db, actor, code, { reason: '急', until }, nine);
			await expect(pressed).rejects.toMatchObject({ reason: 'forbidden' });
		}
		const past = { reason: '急', until: '2026-01-04' };
		const pressed = superviseListed(db, who.supervisor, code, past, nine);
		await expect(pressed).rejects.toMatchObject({ reason: 'invalid' });
	});
});
