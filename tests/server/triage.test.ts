import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { rejectReasonNames, rejectReasons } from '../../src/lib/reports/workflow';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { responsibleUnit } from '../../src/lib/server/places/queries';
import { duties, units } from '../../src/lib/server/places/schema';
import { Refusal } from '../../src/lib/server/refusal';
import { acknowledgeReport, returnReport } from '../../src/lib/server/reports/commands/handling';
import { superviseReport, urgeReport } from '../../src/lib/server/reports/commands/oversight';
import {
	acceptReport,
	askVerification,
	dispatchReport,
	mergeReport,
	noteReport,
	rejectReport,
	voidReport
} from '../../src/lib/server/reports/commands/triage';
import {
	caseFile,
	getReport,
	nearbyOpen,
	tiesTo
} from '../../src/lib/server/reports/queries/casework';
import { followers } from '../../src/lib/server/reports/schema';
import { freshTown } from '../support/database';
import {
	account,
	dogs,
	garbage,
	inTown,
	lawfully,
	monday,
	people,
	praise,
	released,
	reportIn,
	rowCounts,
	submitted,
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

const accept = (code: string, actor = who.moderator, category = garbage) =>
	acceptReport(db, actor, code, { category }, monday + minuteMs);
const dispatch = (code: string, unitId: number, at: number, how: object = {}) =>
	dispatchReport(db, who.moderator, code, { unitId, ...lawfully, ...how }, at);

describe('two moderators at once', () => {
	it('one accepts, the other is told that the state has moved on', async () => {
		const { code } = await submitted(db);
		const outcomes = await Promise.allSettled([accept(code), accept(code, who.secondModerator)]);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { reason: 'conflict', message: expect.stringContaining('已立案') }
		});
		const { events } = await caseFile(db, code);
		expect(events.map(({ action }) => action)).toEqual(['submit', 'accept']);
	});

	it('one rejects and one accepts: the report ends in the state of one of them', async () => {
		const { code } = await submitted(db, who.resident);
		const outcomes = await Promise.allSettled([
			rejectReport(db, who.moderator, code, { reason: 'unclear', note: '' }, monday),
			accept(code, who.secondModerator)
		]);
		const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
		const { report, events } = await caseFile(db, code);
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
		expect(report.state).toBe(['rejected', 'filed'][won]);
		expect(events).toHaveLength(2);
		// of its arrival, and of the decision that won
		expect(await readInbox(db, who.resident.accountId!)).toHaveLength(2);
	});

	it('two dispatches leave one unit with the case', async () => {
		const { code, at } = await reportIn(db, who, 'filed');
		const outcomes = await Promise.allSettled([
			dispatch(code, who.ours, at),
			dispatch(code, who.theirs, at)
		]);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect((await readInbox(db, who.handler.accountId!)).length).toBe(
			(await getReport(db, code)).unitId === who.ours ? 1 : 0
		);
		expect(await rowCounts(db)).toMatchObject({ clocks: 3 });
	});
});

describe('受理', () => {
	it('under another category takes over its group, its urgency and its limit', async () => {
		const { code } = await submitted(db);
		await accept(code, who.moderator, 'facility.manhole');
		expect(await getReport(db, code)).toMatchObject({
			state: 'filed',
			category: 'facility.manhole',
			categoryGroup: 'facility',
			kind: 'issue'
		});
	});

	it('mends what a resident took for conduct', async () => {
		const { code } = await submitted(db, guest, { category: dogs });
		await accept(code);
		expect(await getReport(db, code)).toMatchObject({ state: 'filed', kind: 'issue' });
	});

	it('of conduct, of praise and of nothing is refused', async () => {
		const { code } = await submitted(db);
		for (const category of [dogs, praise, 'no.such']) {
			expect(await refused(() => accept(code, who.moderator, category))).toMatchObject({
				reason: 'invalid',
				fields: { category: expect.any(String) }
			});
		}
	});

	it.each(['supervisor', 'handler', 'checker', 'administrator', 'resident'] as const)(
		'is refused to %s',
		async (name) => {
			const { code } = await submitted(db);
			expect(await refused(() => accept(code, who[name]))).toMatchObject({ reason: 'forbidden' });
		}
	);

	it('of an unknown code is refused', async () => {
		expect(await refused(() => accept('0000-0000'))).toMatchObject({ reason: 'missing' });
	});
});

describe('登记', () => {
	it('of conduct notes it, thanks the reporter, and sends nobody', async () => {
		const { code } = await submitted(db, who.resident, { category: dogs });
		await noteReport(db, who.moderator, code, { category: dogs, note: '' }, monday);
		const report = await getReport(db, code);
		expect(report).toMatchObject({ state: 'noted', unitId: null, dueAt: null });
		expect(await readInbox(db, who.resident.accountId!)).toMatchObject([
			{ title: '您的来信已登记', href: `/reports/${code}` },
			{ title: '已收到您的上报', href: `/reports/${code}` }
		]);
		expect(await refused(() => dispatch(code, who.ours, monday))).toMatchObject({
			reason: 'conflict'
		});
	});

	it('of what came as an issue rounds its public place', async () => {
		const { code } = await submitted(db);
		const before = await getReport(db, code);
		await noteReport(db, who.moderator, code, { category: dogs, note: '' }, monday);
		const after = await getReport(db, code);
		expect([after.publicLat, after.publicLng]).not.toEqual([before.publicLat, before.publicLng]);
		expect([after.lat, after.lng]).toEqual([before.lat, before.lng]);
	});

	it('of an issue is refused', async () => {
		const { code } = await submitted(db);
		const attempt = () =>
			noteReport(db, who.moderator, code, { category: garbage, note: '' }, monday);
		expect(await refused(attempt)).toMatchObject({ reason: 'invalid' });
	});
});

describe('不予受理', () => {
	it.each(rejectReasonNames)('for %s tells the reporter why in plain words', async (reason) => {
		const { code } = await submitted(db, who.resident);
		await rejectReport(db, who.moderator, code, { reason, note: '谢谢。' }, monday);
		expect(await getReport(db, code)).toMatchObject({ state: 'rejected', rejectReason: reason });
		const [letter] = await readInbox(db, who.resident.accountId!);
		expect(letter!.body).toContain(`${rejectReasons[reason].plain}谢谢。`);
	});
});

describe('并案', () => {
	it('lets reporter and followers share the progress of the other', async () => {
		const target = await submitted(db, who.neighbour);
		await released(db, who, target.code, monday);
		const { code } = await submitted(db, who.resident);
		const { id } = await getReport(db, code);
		const friend = await account(db, 'resident');
		await db
			.insert(followers)
			.values({ reportId: id, accountId: friend.accountId!, since: monday });
		await mergeReport(db, who.moderator, code, { target: target.code }, monday);

		const into = await getReport(db, target.code);
		expect(await getReport(db, code)).toMatchObject({ state: 'merged', mergedIntoId: into.id });
		const ties = async (actor: Actor) => {
			const { reporter, follower } = await tiesTo(db, actor, into.id);
			return [reporter, follower];
		};
		expect(await ties(who.resident)).toEqual([false, true]);
		expect(await ties(friend)).toEqual([false, true]);
		expect(await ties(who.neighbour)).toEqual([true, false]);

		await accept(target.code);
		for (const [actor, title] of [
			[who.resident, '您上报的问题已受理'],
			[who.neighbour, '您上报的问题已受理'],
			[friend, '您关注的问题已受理']
		] as const) {
			const [latest] = await readInbox(db, actor.accountId!);
			expect(latest).toMatchObject({ title, href: `/reports/${target.code}` });
		}
	});

	it('of the same reporter twice follows once', async () => {
		const target = await submitted(db, who.neighbour);
		for (let n = 0; n < 2; n++) {
			const { code } = await submitted(db, who.resident);
			await mergeReport(db, who.moderator, code, { target: target.code }, monday);
		}
		expect(await rowCounts(db)).toMatchObject({ followers: 1 });
	});

	it('reads the code as it is typed', async () => {
		const target = await submitted(db);
		const { code } = await submitted(db);
		const typed = target.code.toLowerCase().replace('-', ' ');
		await mergeReport(db, who.moderator, code, { target: typed }, monday);
		expect((await getReport(db, code)).state).toBe('merged');
	});

	it('into itself, into nothing and into what is over is refused', async () => {
		const { code } = await submitted(db);
		const merge = (target: string) => () =>
			mergeReport(db, who.moderator, code, { target }, monday + 2 * hourMs);
		expect(await refused(merge(code))).toMatchObject({ reason: 'invalid' });
		expect(await refused(merge('7K3F'))).toMatchObject({ reason: 'invalid' });
		expect(await refused(merge('0000-0000'))).toMatchObject({ reason: 'missing' });
		for (const state of ['closed', 'rejected', 'merged', 'noted', 'voided'] as const) {
			const over = await reportIn(db, who, state);
			expect(await refused(merge(over.code)), state).toMatchObject({ reason: 'conflict' });
		}
	});

	it('names the other to the public only when that one is public', async () => {
		const hidden = await submitted(db);
		const shown = await submitted(db);
		await released(db, who, shown.code, monday);
		const notes = [];
		for (const target of [hidden, shown]) {
			const { code } = await submitted(db);
			await mergeReport(db, who.moderator, code, { target: target.code }, monday);
			notes.push((await caseFile(db, code)).events.at(-1)!.publicNote);
		}
		expect(notes).toEqual(['', `并入 ${shown.code}`]);
	});
});

describe('派遣', () => {
	it('by rule is recorded with its basis, and the unit is told', async () => {
		const { code, at } = await reportIn(db, who, 'filed');
		const { category, categoryGroup: group, gridId, segmentId } = await getReport(db, code);
		const answer = (await responsibleUnit(db, {
			category,
			categoryGroup: group,
			gridId,
			segmentId
		}))!;
		const { unitId, basis, document } = answer;
		const handler = await account(db, 'unit_handler', unitId);
		await dispatchReport(db, who.moderator, code, { unitId, basis, document, note: '' }, at);

		const { report, unit, events } = await caseFile(db, code);
		expect(report).toMatchObject({ state: 'dispatched', unitId, basis, gap: answer.gap });
		expect(events.at(-1)).toMatchObject({ action: 'dispatch', publicNote: `由${unit}办理` });
		expect(await readInbox(db, handler.accountId!)).toMatchObject([
			{ title: '有新派遣的案件', href: `/unit/${code}` }
		]);
	});

	it('where no duty fits is flagged as a gap', async () => {
		await db.update(duties).set({ active: false });
		const { code, at } = await reportIn(db, who, 'filed');
		await dispatch(code, who.ours, at);
		expect(await getReport(db, code)).toMatchObject({ gap: true });
	});

	it('where a duty fits is no gap', async () => {
		const rule = { category: garbage, unitId: who.ours, basis: 'law' as const };
		await db.insert(duties).values(rule);
		const { code, at } = await reportIn(db, who, 'filed');
		await dispatch(code, who.ours, at);
		expect(await getReport(db, code)).toMatchObject({ gap: false, unitId: who.ours });
	});

	it('to a unit that is switched off or not there, or on a document without number, is refused', async () => {
		const { code, at } = await reportIn(db, who, 'filed');
		await db.update(units).set({ active: false }).where(eq(units.id, who.theirs));
		expect(await refused(() => dispatch(code, who.theirs, at))).toMatchObject({
			reason: 'invalid',
			fields: { unitId: expect.any(String) }
		});
		expect(await refused(() => dispatch(code, 999_999, at))).toMatchObject({ reason: 'missing' });
		expect(await refused(() => dispatch(code, who.ours, at, { basis: 'document' }))).toMatchObject({
			reason: 'invalid',
			fields: { document: expect.any(String) }
		});
	});

	it('to another unit gives it the whole time again', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		const back = at + hourMs;
		await returnReport(db, who.handler, code, { reason: '不是我们的' }, back);
		await dispatch(code, who.theirs, back);
		expect(await getReport(db, code)).toMatchObject({
			unitId: who.theirs,
			// four hours from 09:03 on, the two of noon left out
			dueAt: back + 6 * hourMs
		});
		expect(await refused(() => acknowledgeReport(db, who.handler, code, back))).toMatchObject({
			reason: 'forbidden'
		});
	});

	it('to the same unit again leaves it what it had left', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		const back = at + hourMs;
		await returnReport(db, who.handler, code, { reason: '不是我们的' }, back);
		await dispatch(code, who.ours, back + 30 * minuteMs);
		// dispatched at 08:02, an hour and a minute used, half an hour of pause
		expect((await getReport(db, code)).dueAt).toBe(monday + 6 * hourMs + 32 * minuteMs);
	});
});

describe('the other words of the desk', () => {
	it('派人核实 reaches the checkers', async () => {
		const { code } = await submitted(db);
		await askVerification(db, who.moderator, code, { note: '看门牌' }, monday);
		expect(await readInbox(db, who.checker.accountId!)).toMatchObject([
			{ title: '有一件待核实', href: `/check/${code}` }
		]);
	});

	it('催办 and 督办 are counted, and the unit is told', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await urgeReport(db, who.moderator, code, at);
		await urgeReport(db, who.supervisor, code, at);
		await superviseReport(db, who.supervisor, code, { reason: '群众反映多' }, at);
		expect(await getReport(db, code)).toMatchObject({
			state: 'processing',
			urgeCount: 2,
			superviseCount: 1
		});
		const titles = (await readInbox(db, who.handler.accountId!)).map(({ title }) => title);
		expect(titles.slice(0, 3)).toEqual(['督办', '催办', '催办']);
	});

	it('作废 is the administrator’s, takes it off the ledger, and is final', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await released(db, who, code, at);
		const reason = { reason: '重复录入' };
		expect(await refused(() => voidReport(db, who.moderator, code, reason, at))).toMatchObject({
			reason: 'forbidden'
		});
		await voidReport(db, who.administrator, code, reason, at);
		expect(await getReport(db, code)).toMatchObject({
			state: 'voided',
			releasedAt: null,
			dueAt: null
		});
		expect(await refused(() => voidReport(db, who.administrator, code, reason, at))).toMatchObject({
			reason: 'conflict'
		});
	});
});

describe('what is near a report', () => {
	const metre = 1 / 111_195;
	const north = (metres: number) => ({ lat: inTown.lat + metres * metre, lng: inTown.lng });

	it('is what is open, within 150 m and 30 days, the nearest first', async () => {
		const month = 30 * dayMs;
		const at = monday + month;
		const { code } = await submitted(db, guest, {}, at);
		const further = await submitted(db, guest, north(140), at);
		const nearer = await submitted(db, guest, north(-60), monday + 1);
		await submitted(db, guest, north(160), at);
		await submitted(db, guest, {}, monday);
		for (const state of ['closed', 'rejected', 'voided'] as const) {
			await reportIn(db, who, state, who.resident, at);
		}
		const working = await reportIn(db, who, 'processing', who.resident, at);
		const found = await nearbyOpen(db, await getReport(db, code), at);
		expect(found.map((near) => [near.code, near.metres])).toEqual([
			[working.code, 0],
			[nearer.code, 60],
			[further.code, 140]
		]);
	});
});
