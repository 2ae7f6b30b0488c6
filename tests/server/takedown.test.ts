import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import type { TakedownReason } from '../../src/lib/reports/takedowns';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { Refusal } from '../../src/lib/server/refusal';
import { mendReport } from '../../src/lib/server/reports/commands/after-sending';
import {
	releasePhoto,
	releaseReport,
	withdrawReport
} from '../../src/lib/server/reports/commands/release';
import { eraseTakedownContacts } from '../../src/lib/server/reports/commands/retention';
import { supportReport } from '../../src/lib/server/reports/commands/support';
import {
	askTakedown,
	decideTakedown,
	openTakedownContact
} from '../../src/lib/server/reports/commands/takedown';
import {
	dispatchReport,
	mergeReport,
	voidReport
} from '../../src/lib/server/reports/commands/triage';
import { getReport, photosOf } from '../../src/lib/server/reports/queries/casework';
import { deskCase } from '../../src/lib/server/reports/queries/desk';
import { listLedger, publicReport } from '../../src/lib/server/reports/queries/ledger';
import { mapReports } from '../../src/lib/server/reports/queries/map';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { seenToo } from '../../src/lib/server/reports/queries/support';
import {
	answeredTakedowns,
	countOpenTakedowns,
	openTakedowns
} from '../../src/lib/server/reports/queries/takedowns';
import { takedowns } from '../../src/lib/server/reports/schema';
import { freshTown } from '../support/database';
import {
	lawfully,
	monday,
	people,
	released,
	reportIn,
	rowCounts,
	seal,
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

const china = { west: 70, south: 3, east: 140, north: 55 };
const morning = shanghai('2026-01-05 14:00');
const phone = '13900005678';

const reasonOf = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(problem: unknown) => (problem instanceof Refusal ? problem.reason : Promise.reject(problem))
	);

/** A report that everyone sees. */
async function publicCase(reporter: Actor = who.resident) {
	const sent = await reportIn(db, who, 'filed', reporter);
	await released(db, who, sent.code, monday + hourMs);
	return sent;
}

const ask = (
	code: string,
	{ reason = 'depicted' as TakedownReason, words = '照片里是我的车', contact = '' } = {},
	at = morning
) => askTakedown(db, seal, guest, code, { reason, words, contact }, at);

const asked = async (...request: Parameters<typeof ask>) => (await ask(...request)).id;

const decide = (
	id: number,
	outcome: 'taken_down' | 'kept',
	at = morning + hourMs,
	actor = who.moderator
) => decideTakedown(db, actor, id, { outcome, answer: '看过了' }, at);

const titlesOf = async (actor: Actor) =>
	(await readInbox(db, actor.accountId!)).map(({ title }) => title);

describe('a request', () => {
	it.each<[TakedownReason, string]>([
		['depicted', '2026-01-08 14:00'],
		['untrue', '2026-01-08 14:00'],
		['other', '2026-01-08 14:00'],
		['minor', '2026-01-05 18:00']
	])('because of %s is due by the working calendar', async (reason, due) => {
		const { code } = await publicCase();
		expect(await ask(code, { reason })).toMatchObject({ dueAt: shanghai(due) });
	});

	it('on a Friday evening is due after the weekend', async () => {
		const { code } = await publicCase();
		const { dueAt } = await ask(code, { reason: 'minor' }, shanghai('2026-01-09 17:00'));
		expect(dueAt).toBe(shanghai('2026-01-12 11:00'));
	});

	it('hides nothing by itself, not even for a child', async () => {
		const { code } = await publicCase();
		await ask(code, { reason: 'minor' });
		expect((await publicReport(db, guest, code)).report.released).toBe(true);
		expect((await listLedger(db, {})).rows).toHaveLength(1);
	});

	it('reaches every moderator and nobody else', async () => {
		const { code } = await publicCase();
		await ask(code, { words: '车牌看得清' });
		for (const moderator of [who.moderator, who.secondModerator]) {
			const [letter] = await readInbox(db, moderator.accountId!);
			expect(letter).toMatchObject({
				title: '有人请求撤下公开上报',
				body: expect.stringContaining('拍到我或我的车'),
				href: '/admin/takedowns'
			});
			expect(JSON.stringify(letter)).not.toContain('车牌看得清');
		}
		for (const other of [who.resident, who.supervisor, who.handler, who.checker]) {
			expect(await titlesOf(other)).not.toContain('有人请求撤下公开上报');
		}
	});

	it('keeps its contact sealed, and out of audit and inbox', async () => {
		const { code } = await publicCase();
		const id = await asked(code, { contact: phone });
		const [row] = await db.select().from(takedowns);
		const said = JSON.stringify([
			row,
			await auditOf(db, `takedown:${id}`),
			await readInbox(db, who.moderator.accountId!),
			await openTakedowns(db)
		]);
		expect(said).not.toContain(phone);
		expect(await openTakedowns(db)).toMatchObject([{ hasContact: true }]);
	});

	it('sent again is the same request, with the contact that was forgotten', async () => {
		const { code } = await publicCase();
		const first = await ask(code);
		expect(await ask(code, { contact: phone }, morning + hourMs)).toEqual(first);
		expect(await openTakedowns(db)).toMatchObject([{ at: morning, hasContact: true }]);
		await ask(code, { words: '还有我家的门牌' }, morning + hourMs);
		expect(await countOpenTakedowns(db)).toBe(2);
		const told = await titlesOf(who.moderator);
		expect(told.filter((title) => /请求撤下/.test(title))).toHaveLength(2);
	});

	it('of what is not public is refused', async () => {
		const { code, at } = await reportIn(db, who, 'filed');
		expect(await reasonOf(ask(code))).toBe('missing');
		const input = { reason: 'other', words: '…', contact: '' } as const;
		expect(await reasonOf(askTakedown(db, seal, who.resident, code, input, at))).toBe('conflict');
		expect((await rowCounts(db)).takedowns).toBe(0);
	});
});

describe('the list at the desk', () => {
	it('has children first, then what is due first, with what the public sees', async () => {
		const [first, second] = [await publicCase(), await publicCase(who.neighbour)];
		const early = await asked(first.code, {}, morning - 10 * dayMs);
		const late = await asked(second.code, { reason: 'untrue' }, morning);
		const child = await asked(second.code, { reason: 'minor' }, morning + minuteMs);
		const open = await openTakedowns(db);
		expect(open.map(({ id }) => id)).toEqual([child, early, late]);
		expect(open[0]).toMatchObject({
			code: second.code,
			description: '公开的说明',
			public: true,
			photos: [{ width: 800 }],
			hasContact: false
		});
		expect(open[0]!.dueSoonAt).toBe(shanghai('2026-01-05 17:01'));
		expect(await countOpenTakedowns(db)).toBe(3);
		expect(await deskCase(db, who.moderator, second.code, morning)).toMatchObject({ takedowns: 2 });
	});

	it('moves what was answered behind', async () => {
		const { code } = await publicCase();
		const id = await asked(code);
		await decide(id, 'kept');
		expect(await openTakedowns(db)).toEqual([]);
		expect(await countOpenTakedowns(db)).toBe(0);
		expect(await answeredTakedowns(db)).toMatchObject([
			{ id, outcome: 'kept', answer: '看过了', decidedAt: morning + hourMs, public: true }
		]);
	});
});

describe('撤下', () => {
	it('takes the report from page, list, map and photos, and goes on with the case', async () => {
		const { code } = await publicCase();
		const { id: reportId, state } = await getReport(db, code);
		const [photo] = await photosOf(db, reportId);
		expect(await photoFor(db, guest, photo!.key, 'public')).toMatchObject({ everyone: true });

		await decide(await asked(code), 'taken_down');

		expect(await reasonOf(publicReport(db, guest, code))).toBe('missing');
		expect((await listLedger(db, {})).rows).toEqual([]);
		for (const zoom of [4, 10, 16]) {
			expect((await mapReports(db, china, zoom)).features).toEqual([]);
		}
		expect(await reasonOf(photoFor(db, guest, photo!.key, 'public'))).toBe('missing');
		expect((await getReport(db, code)).state).toBe(state);
		expect(await auditOf(db, `report:${code}`)).toMatchObject(
			expect.arrayContaining([expect.objectContaining({ action: 'take_down' })])
		);
	});

	it('tells the reporter, kindly and without the one who asked', async () => {
		const { code } = await publicCase();
		await decide(await asked(code, { words: '是我家的车' }), 'taken_down');
		const [letter] = await readInbox(db, who.resident.accountId!);
		expect(letter).toMatchObject({
			title: '您的上报不再公开展示',
			body: expect.stringContaining('不影响办理'),
			href: `/reports/${code}`
		});
		expect(JSON.stringify(letter)).not.toMatch(/是我家的车|看过了/);
		expect((await publicReport(db, who.resident, code)).report).toMatchObject({ mine: true });
	});

	it('shows nothing any more to those who pressed 我也看到, and tells them nothing', async () => {
		const { code } = await publicCase();
		await supportReport(db, who.neighbour, code, { device: null }, morning);
		const before = await titlesOf(who.neighbour);
		await decide(await asked(code), 'taken_down');
		expect(await reasonOf(publicReport(db, who.neighbour, code))).toBe('missing');
		expect(await reasonOf(seenToo(db, who.neighbour, null, code))).toBe('missing');
		expect(await titlesOf(who.neighbour)).toEqual(before);
		expect(await titlesOf(who.resident)).toContain('您的上报不再公开展示');

		// the case goes on, untold to those who cannot see it
		const dispatch = { unitId: who.ours, ...lawfully };
		await dispatchReport(db, who.moderator, code, dispatch, morning + dayMs);
		expect(await titlesOf(who.neighbour)).toEqual(before);
		expect((await titlesOf(who.resident))[0]).toBe('已派遣责任单位');
	});

	it.each([
		['withdrawn', (code: string) => withdrawReport(db, who.moderator, code, morning)],
		[
			'voided',
			(code: string) => voidReport(db, who.administrator, code, { reason: '测试' }, morning)
		]
	])('like being %s, leaves the page to its reporter', async (_, leave) => {
		const { code } = await publicCase();
		await supportReport(db, who.neighbour, code, { device: null }, morning);
		await leave(code);
		expect(await reasonOf(publicReport(db, who.neighbour, code))).toBe('missing');
		expect((await publicReport(db, who.resident, code)).report).toMatchObject({ mine: true });
		const links = (await readInbox(db, who.neighbour.accountId!)).map(({ href }) => href);
		expect(links).not.toContain(`/reports/${code}`);
	});

	it('leaves it to whoever reported the same, untold', async () => {
		const { code } = await publicCase();
		const merged = await submitted(db, who.neighbour, {}, morning);
		await mergeReport(db, who.moderator, merged.code, { target: code }, morning);
		await decide(await asked(code), 'taken_down');
		expect((await publicReport(db, who.neighbour, code)).report).toMatchObject({ mine: false });
		expect(await titlesOf(who.neighbour)).not.toContain('您的上报不再公开展示');
	});

	it('takes the same picture out of what the report was merged into, and the other way round', async () => {
		for (const asksFor of ['merged', 'target'] as const) {
			const merged = await submitted(db, who.resident, {}, morning);
			const target = await submitted(db, who.neighbour, {}, morning);
			await released(db, who, merged.code, morning);
			await mergeReport(db, who.moderator, merged.code, { target: target.code }, morning);
			await released(db, who, target.code, morning);
			const shownIn = async (code: string) =>
				(await publicReport(db, guest, code)).report.photos.map(({ stage }) => stage);
			expect(await shownIn(target.code)).toEqual(['report', 'support']);

			const [down, stays] = asksFor === 'merged' ? [merged, target] : [target, merged];
			await decide(await asked(down.code), 'taken_down');
			expect(await reasonOf(publicReport(db, guest, down.code))).toBe('missing');
			expect(await shownIn(stays.code)).toEqual(asksFor === 'merged' ? ['report'] : []);
			const { id } = await getReport(db, stays.code);
			const waiting = (await photosOf(db, id)).filter(({ decidedAt }) => decidedAt === null);
			expect(waiting).toHaveLength(1);
			const last = (await auditOf(db, `report:${down.code}`)).at(-1)!;
			expect(JSON.parse(last.detail)).toMatchObject({ alsoHiddenIn: stays.code });
		}
	});

	it('lets a moderator release it again once each photo was looked at anew', async () => {
		const { code } = await publicCase();
		const { id: reportId } = await getReport(db, code);
		await decide(await asked(code), 'taken_down');
		const release = () =>
			releaseReport(db, who.moderator, code, { description: '新的说明' }, morning + dayMs);
		expect(await reasonOf(release())).toBe('conflict');
		for (const { key } of await photosOf(db, reportId)) {
			await releasePhoto(db, who.moderator, key, null, morning + dayMs);
		}
		expect(await reasonOf(release())).toBe('done');
		expect((await listLedger(db, {})).rows).toMatchObject([{ code, photoKey: null }]);
	});

	it('is not undone by a page that was opened before', async () => {
		const { code } = await publicCase();
		const { id: reportId } = await getReport(db, code);
		for (const { key } of await photosOf(db, reportId)) {
			await releasePhoto(db, who.moderator, key, null, morning);
		}
		await decide(await asked(code), 'taken_down', morning + hourMs);
		const update = (seen: number) =>
			releaseReport(db, who.secondModerator, code, { description: '…', seen }, morning + dayMs);
		expect(await reasonOf(update(morning))).toBe('conflict');
		expect((await getReport(db, code)).releasedAt).toBeNull();
		expect(await reasonOf(update(morning + hourMs))).toBe('done');
	});

	it('lets the reporter mend what was wrong', async () => {
		const { code } = await publicCase();
		await decide(await asked(code), 'taken_down');
		const mended = { description: '改好的话', address: '' };
		await mendReport(db, who.resident, code, mended, morning + dayMs);
		expect(await getReport(db, code)).toMatchObject({
			description: '改好的话',
			publicDescription: ''
		});
	});

	it('answers all who asked the same, and tells the reporter once', async () => {
		const { code } = await publicCase();
		const other = await publicCase(who.neighbour);
		const first = await asked(code);
		const second = await asked(code, { reason: 'untrue' });
		const elsewhere = await asked(other.code);
		await decide(second, 'taken_down');
		expect((await openTakedowns(db)).map(({ id }) => id)).toEqual([elsewhere]);
		expect((await answeredTakedowns(db)).map(({ id }) => id)).toEqual([second, first]);
		const told = (await titlesOf(who.resident)).filter((title) => /不再公开/.test(title));
		expect(told).toHaveLength(1);
	});

	it('of what left public view meanwhile only answers', async () => {
		const { code } = await publicCase();
		const { id: reportId } = await getReport(db, code);
		const id = await asked(code);
		await withdrawReport(db, who.secondModerator, code, morning);
		await decide(id, 'taken_down');
		expect(await answeredTakedowns(db)).toMatchObject([
			{ id, outcome: 'taken_down', public: false }
		]);
		expect(await titlesOf(who.resident)).not.toContain('您的上报不再公开展示');
		expect((await photosOf(db, reportId))[0]!.decidedAt).not.toBeNull();
	});
});

describe('保留', () => {
	it('leaves everything public, and answers that one request', async () => {
		const { code } = await publicCase();
		const [first, second] = [await asked(code), await asked(code, { words: '我家的门牌' })];
		await decide(first, 'kept');
		expect((await openTakedowns(db)).map(({ id }) => id)).toEqual([second]);
		expect((await publicReport(db, guest, code)).report).toMatchObject({
			released: true,
			photos: [{ view: 'public' }]
		});
		expect(await titlesOf(who.resident)).not.toContain('您的上报不再公开展示');
	});
});

describe('an answer', () => {
	it('of two moderators is the first one’s', async () => {
		const { code } = await publicCase();
		const id = await asked(code);
		const both = await Promise.all([
			reasonOf(decide(id, 'kept', morning + hourMs, who.moderator)),
			reasonOf(decide(id, 'taken_down', morning + hourMs, who.secondModerator))
		]);
		expect(both).toEqual(['done', 'conflict']);
		expect((await getReport(db, code)).releasedAt).not.toBeNull();
	});

	it('is given by a moderator alone', async () => {
		const { code } = await publicCase();
		const id = await asked(code, { contact: phone });
		for (const actor of [guest, who.resident, who.supervisor, who.administrator, who.handler]) {
			expect(await reasonOf(decide(id, 'taken_down', morning, actor))).toBe('forbidden');
			expect(await reasonOf(openTakedownContact(db, seal, actor, id, morning))).toBe('forbidden');
		}
		expect(await reasonOf(decide(id + 1, 'kept'))).toBe('missing');
	});
});

describe('how to reach the one who asked', () => {
	it('is opened on record, each time', async () => {
		const { code } = await publicCase();
		const id = await asked(code, { contact: phone });
		for (const at of [morning, morning + minuteMs]) {
			expect(await openTakedownContact(db, seal, who.moderator, id, at)).toBe(phone);
		}
		const opened = (await auditOf(db, `takedown:${id}`)).filter(
			({ action }) => action === 'open_contact'
		);
		expect(opened).toMatchObject([
			{ accountId: who.moderator.accountId, detail: '{"opening":1}' },
			{ accountId: who.moderator.accountId, detail: '{"opening":2}' }
		]);
	});

	it('is not there when none was left', async () => {
		const { code } = await publicCase();
		const id = await asked(code);
		expect(await reasonOf(openTakedownContact(db, seal, who.moderator, id, morning))).toBe(
			'missing'
		);
	});

	it('is erased thirty days after the answer, not a moment before, and never while it is open', async () => {
		const { code } = await publicCase();
		const answered = await asked(code, { contact: phone });
		const open = await asked(code, { words: '我家的门牌', contact: phone });
		await decide(answered, 'kept', morning);
		expect(await eraseTakedownContacts(db, morning + 30 * dayMs)).toBe(0);
		expect(await eraseTakedownContacts(db, morning + 30 * dayMs + 1)).toBe(1);
		const kept = async (id: number) =>
			(await db.select().from(takedowns).where(eq(takedowns.id, id)))[0]!.contactSealed !== null;
		expect([await kept(answered), await kept(open)]).toEqual([false, true]);
		expect(await eraseTakedownContacts(db, morning + 400 * dayMs)).toBe(0);
		expect(await auditOf(db, 'takedowns')).toMatchObject([
			{ action: 'erase_contacts', detail: '{"takedowns":1}' }
		]);
	});
});
