import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { states, type State } from '../../src/lib/reports/workflow';
import { minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import type { Db } from '../../src/lib/server/db';
import {
	accountsOf,
	deliver,
	markAllRead,
	readInbox,
	unreadCount
} from '../../src/lib/server/notifications/commands';
import { returnReport } from '../../src/lib/server/reports/commands/handling';
import { freshTown } from '../support/database';
import { account, monday, people, reportIn, rowCounts, type People } from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const titles = async (actor: Actor) =>
	(await readInbox(db, actor.accountId!)).map(({ title }) => title).reverse();

describe('the road to 已结案', () => {
	it('is told to the reporter at each step', async () => {
		await reportIn(db, who, 'closed');
		expect(await titles(who.resident)).toEqual([
			'已收到您的上报',
			'您上报的问题已受理',
			'已派遣责任单位',
			'责任单位已签收',
			'责任单位反馈已处理',
			'问题已解决，请您评价'
		]);
	});

	it('is told to the unit and the checker where it is theirs', async () => {
		await reportIn(db, who, 'closed');
		expect(await titles(who.handler)).toEqual(['有新派遣的案件', '核查通过']);
		expect(await titles(who.checker)).toEqual(['有一件待核查']);
	});

	it('is told to nobody else', async () => {
		await reportIn(db, who, 'closed');
		for (const actor of [who.otherHandler, who.neighbour, who.supervisor, who.administrator]) {
			expect(await titles(actor)).toEqual([]);
		}
	});

	it('of a guest is told to no account but staff', async () => {
		await reportIn(db, who, 'closed', guest);
		expect(await titles(who.resident)).toEqual([]);
		expect(await titles(who.handler)).toEqual(['有新派遣的案件', '核查通过']);
	});
});

describe('a step aside', () => {
	it.each<[State, Partial<Record<keyof People, string>>]>([
		['verifying', { resident: '正在派人到现场确认', checker: '有一件待核实' }],
		['noted', { resident: '您的来信已登记' }],
		['rejected', { resident: '您上报的问题没有受理' }],
		['merged', { resident: '您上报的问题已并案' }],
		['returned', { moderator: '单位退回一件', secondModerator: '单位退回一件' }],
		['suspended', { resident: '暂缓办理', handler: '准予挂账' }],
		['rework', { resident: '核查未通过，重新办理', handler: '核查未通过，请返工' }],
		['voided', { resident: '上报已作废' }]
	])('to %s is told to those it concerns', async (state, told) => {
		expect(states[state].label).not.toBe('');
		await reportIn(db, who, state);
		for (const [name, title] of Object.entries(told)) {
			const actor = who[name as 'resident'];
			expect((await titles(actor)).at(-1), name).toBe(title);
		}
	});

	it('tells colleagues the reason, and the reporter only what is public', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await returnReport(db, who.handler, code, { reason: '是小区物业的事' }, at + minuteMs);
		const [letter] = await readInbox(db, who.moderator.accountId!);
		expect(letter).toMatchObject({
			body: expect.stringContaining('是小区物业的事'),
			href: `/admin/reports/${code}`
		});
		const residents = JSON.stringify(await readInbox(db, who.resident.accountId!));
		expect(residents).not.toContain('物业');
	});

	it('tells the reporter of 挂账 the words for the public, and the unit those for itself', async () => {
		await reportIn(db, who, 'suspended');
		const bodyFor = async (actor: Actor) => (await readInbox(db, actor.accountId!))[0]!.body;
		expect(await bodyFor(who.resident)).toMatch(/：预计 1月20日 恢复。$/);
		expect(await bodyFor(who.handler)).toMatch(/：同意$/);
	});
});

describe('an inbox', () => {
	const letter = { title: '题', body: '文', href: '/me' };

	it('counts what is new until it is read, for its owner alone', async () => {
		const [mine, other] = [who.resident.accountId!, who.neighbour.accountId!];
		await deliver(db, [mine, other], letter, monday);
		await deliver(db, [mine], letter, monday + 1);
		expect([await unreadCount(db, mine), await unreadCount(db, other)]).toEqual([2, 1]);

		await markAllRead(db, mine, monday + minuteMs);
		expect([await unreadCount(db, mine), await unreadCount(db, other)]).toEqual([0, 1]);
		await markAllRead(db, mine, monday + 2 * minuteMs);
		const read = (await readInbox(db, mine)).map(({ readAt }) => readAt);
		expect(read).toEqual([monday + minuteMs, monday + minuteMs]);
	});

	it('shows the newest first, as many as asked for', async () => {
		const mine = who.resident.accountId!;
		for (let n = 0; n < 5; n++) await deliver(db, [mine], { ...letter, title: `${n}` }, monday);
		expect((await readInbox(db, mine, 2)).map(({ title }) => title)).toEqual(['4', '3']);
	});

	it('gets one letter when its owner is named twice, and none when nobody is', async () => {
		const mine = who.resident.accountId!;
		await deliver(db, [mine, mine], letter, monday);
		await deliver(db, [], letter, monday);
		expect((await rowCounts(db)).inbox).toBe(1);
	});
});

describe('colleagues who were switched off', () => {
	it('are told nothing any more', async () => {
		const former = await account(db, 'unit_handler', who.ours);
		await db.update(accounts).set({ active: false }).where(eq(accounts.id, former.accountId!));
		expect(await accountsOf(db, 'unit_handler', who.ours)).toEqual([who.handler.accountId]);
		await reportIn(db, who, 'dispatched');
		expect(await titles(former)).toEqual([]);
		expect(await titles(who.handler)).toHaveLength(1);
	});
});
