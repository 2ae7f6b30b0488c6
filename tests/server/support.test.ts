import { asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { photosEach, photosInAll } from '../../src/lib/reports/support';
import { minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { Refusal } from '../../src/lib/server/refusal';
import { releasePhoto, releaseReport } from '../../src/lib/server/reports/commands/release';
import { supportReport, unsupportReport } from '../../src/lib/server/reports/commands/support';
import {
	acceptReport,
	dispatchReport,
	mergeReport
} from '../../src/lib/server/reports/commands/triage';
import { getReport, photosOf, tiesTo } from '../../src/lib/server/reports/queries/casework';
import { deskCounts, deskLines } from '../../src/lib/server/reports/queries/desk';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { publicReport } from '../../src/lib/server/reports/queries/ledger';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { followedBy, seenToo } from '../../src/lib/server/reports/queries/support';
import { photos, reports, supports } from '../../src/lib/server/reports/schema';
import { freshTown } from '../support/database';
import {
	account,
	dogs,
	garbage,
	lawfully,
	monday,
	people,
	photo,
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

const device = (n: number) => n.toString(16).padStart(64, '0');

async function shown(reporter: Actor = guest, changes: object = {}, at = monday) {
	const sent = await submitted(db, reporter, changes, at);
	await released(db, who, sent.code, at);
	return sent;
}

const asAccount = (actor: Actor, code: string, at = monday) =>
	supportReport(db, actor, code, { device: null }, at);
const asDevice = (n: number, code: string, at = monday) =>
	supportReport(db, guest, code, { device: device(n) }, at);
const withPhotos = (n: number, code: string, many: number, at = monday) =>
	supportReport(
		db,
		guest,
		code,
		{ device: device(n), photos: Array.from({ length: many }, photo) },
		at
	);

const withPhoto = async (n: number, code: string) => {
	const added = photo();
	await supportReport(db, guest, code, { device: device(n), photos: [added] }, monday);
	return added.original;
};

const countOf = async (code: string) => (await getReport(db, code)).supportCount;
const merge = (code: string, target: string, at = monday) =>
	mergeReport(db, who.moderator, code, { target }, at);

async function supportersOf(code: string): Promise<string[]> {
	const { id } = await getReport(db, code);
	const rows = await db
		.select()
		.from(supports)
		.where(eq(supports.reportId, id))
		.orderBy(asc(supports.at));
	return rows.map(({ supporter }) => supporter);
}

async function refused(work: () => Promise<unknown>): Promise<Refusal> {
	const before = await rowCounts(db);
	const problem = await work().catch((error: unknown) => error);
	expect(problem).toBeInstanceOf(Refusal);
	expect(await rowCounts(db)).toEqual(before);
	return problem as Refusal;
}

describe('我也看到', () => {
	it('counts each person and each device once', async () => {
		const { code } = await shown();
		expect(await asAccount(who.resident, code)).toBe(1);
		expect(await asAccount(who.resident, code)).toBe(1);
		expect(await asDevice(1, code)).toBe(2);
		expect(await asDevice(1, code)).toBe(2);
		expect(await asDevice(2, code)).toBe(3);
		expect(await countOf(code)).toBe(3);
		const trail = (await auditOf(db, `report:${code}`)).filter(
			({ action }) => action === 'support'
		);
		expect(trail).toHaveLength(3);
		expect(JSON.stringify(trail)).not.toContain(device(1));
	});

	it('of one device 20 times at once counts once, of 20 devices 20 times', async () => {
		const { code } = await shown();
		await Promise.all(Array.from({ length: 20 }, () => asDevice(1, code)));
		expect(await countOf(code)).toBe(1);
		await Promise.all(Array.from({ length: 20 }, (_, n) => asDevice(n + 1, code)));
		expect(await countOf(code)).toBe(20);
		expect(await supportersOf(code)).toHaveLength(20);
	});

	it('of a guest who then signs in on the same device is one person’s', async () => {
		const { code } = await shown();
		await asDevice(1, code);
		await supportReport(db, who.resident, code, { device: device(1) }, monday);
		expect(await supportersOf(code)).toEqual([`account:${who.resident.accountId}`]);
		expect(await countOf(code)).toBe(1);
	});

	it('lets an account follow: each step is told, as of what it follows', async () => {
		const { code } = await shown();
		await asAccount(who.resident, code);
		await acceptReport(db, who.moderator, code, { category: garbage }, monday + minuteMs);
		expect(await readInbox(db, who.resident.accountId!)).toMatchObject([
			{ title: '您关注的问题已受理', href: `/reports/${code}` }
		]);
	});

	it('is refused to the reporter, with an account or a claim', async () => {
		const own = await shown(who.resident);
		expect(await refused(() => asAccount(who.resident, own.code))).toMatchObject({
			reason: 'forbidden'
		});
		const { code, reporter } = await shown();
		const attempt = () => supportReport(db, reporter, code, { device: device(1) }, monday);
		expect(await refused(attempt)).toMatchObject({ reason: 'forbidden' });
	});

	it('of what is over is refused, of what is not public denied as if it were not there', async () => {
		const over = await reportIn(db, who, 'closed');
		await released(db, who, over.code, over.at);
		expect(await refused(() => asDevice(1, over.code, over.at))).toMatchObject({
			reason: 'conflict'
		});
		const hidden = await submitted(db);
		const none = await refused(() => asDevice(1, '0000-0000'));
		for (const attempt of [
			() => asDevice(1, hidden.code),
			() => asAccount(who.moderator, hidden.code)
		]) {
			const { reason, message } = await refused(attempt);
			expect([reason, message]).toEqual([none.reason, none.message]);
		}
	});

	it('taken back no longer counts, follows or is listed', async () => {
		const { code } = await shown();
		await asAccount(who.resident, code);
		await asDevice(1, code);
		expect(await unsupportReport(db, who.resident, code, { device: null }, monday)).toBe(1);
		expect(await tiesTo(db, who.resident, (await getReport(db, code)).id)).toMatchObject({
			follower: false
		});
		expect(await followedBy(db, who.resident, null)).toEqual([]);
		expect(await followedBy(db, guest, device(1))).toMatchObject([{ code }]);
		// twice is as once
		expect(await unsupportReport(db, who.resident, code, { device: null }, monday)).toBe(1);
		expect(await unsupportReport(db, guest, code, { device: device(1) }, monday)).toBe(0);
	});

	it('of conduct is listed to the day, and of what was withdrawn not at all', async () => {
		const { code } = await shown(guest, { category: dogs }, monday + minuteMs);
		await asDevice(1, code);
		const [line] = await followedBy(db, guest, device(1));
		expect(line).toMatchObject({ code, dayOnly: true });
		expect(line!.submittedAt % minuteMs).toBe(0);
		expect(line!.submittedAt).toBeLessThan(monday);
		await db.update(reports).set({ releasedAt: null }).where(eq(reports.code, code));
		expect(await followedBy(db, guest, device(1))).toEqual([]);
	});

	it('is shown to the desk and on site as a number', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await released(db, who, code, at);
		await asDevice(1, code, at);
		await asDevice(2, code, at);
		const { lines } = await deskLines(db, 'handling', at);
		expect(lines).toMatchObject([{ code, supportCount: 2 }]);
		expect(await fieldCase(db, who.handler, code)).toMatchObject({ supportCount: 2 });
		expect(JSON.stringify(await fieldCase(db, who.handler, code))).not.toContain(device(1));
	});
});

describe('a photo with 我也看到', () => {
	const supportPhotos = async (code: string) =>
		(await photosOf(db, (await getReport(db, code)).id)).filter(({ stage }) => stage === 'support');

	it('is not public until a moderator decided, and waits for that in a tab of its own', async () => {
		const { code } = await shown();
		await withPhotos(1, code, 1);
		const [added] = await supportPhotos(code);
		const publicKeys = async () =>
			(await publicReport(db, guest, code)).report.photos.map(({ key }) => key);
		expect(await publicKeys()).not.toContain(added!.key);
		await expect(photoFor(db, guest, added!.key, 'public')).rejects.toMatchObject({
			reason: 'missing'
		});
		expect((await deskLines(db, 'new_photos', monday)).lines).toMatchObject([
			{ code, photoKey: added!.key }
		]);
		expect(await deskCounts(db, monday)).toMatchObject({ new_photos: 1 });

		await releasePhoto(db, who.moderator, added!.key, { name: 'masked', masks: [] }, monday);
		expect(await publicKeys()).toContain(added!.key);
		expect((await deskLines(db, 'new_photos', monday)).lines).toEqual([]);
		expect(await deskCounts(db, monday)).toMatchObject({ new_photos: 0 });
	});

	it('waits there also when the report is over by then', async () => {
		const { code, at } = await reportIn(db, who, 'awaiting_check');
		await released(db, who, code, at);
		await withPhotos(1, code, 1, at);
		await db.update(reports).set({ state: 'closed', step: 5 }).where(eq(reports.code, code));
		expect((await deskLines(db, 'new_photos', at)).lines).toMatchObject([{ code }]);
	});

	it('is for the unit and the checker one of before, and in no step of the history', async () => {
		const { code, at } = await reportIn(db, who, 'awaiting_check');
		await released(db, who, code, at);
		await withPhotos(1, code, 2, at);
		const keys = (await supportPhotos(code)).map(({ key }) => key);
		for (const actor of [who.handler, who.checker]) {
			const { before, history } = await fieldCase(db, actor, code);
			expect(before.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
			expect(before).toHaveLength(3);
			const told = history.flatMap(({ photos }) => photos.map(({ key }) => key));
			expect(told).not.toEqual(expect.arrayContaining([keys[0]]));
		}
	});

	it('of others is not the reporter’s to see before the public may', async () => {
		const { code, reporter } = await shown();
		await withPhotos(1, code, 1);
		const [added] = await supportPhotos(code);
		await expect(photoFor(db, reporter, added!.key, 'original')).rejects.toMatchObject({
			reason: 'missing'
		});
		expect((await publicReport(db, reporter, code)).report.photos).toHaveLength(1);
	});

	it(`is one of at most ${photosEach} of a person, together or one after the other`, async () => {
		const { code } = await shown();
		expect(await refused(() => withPhotos(1, code, photosEach + 1))).toMatchObject({
			reason: 'invalid'
		});
		await withPhotos(1, code, 1);
		await withPhotos(1, code, 1, monday + minuteMs);
		expect(await refused(() => withPhotos(1, code, 1))).toMatchObject({ reason: 'invalid' });
		await withPhotos(2, code, 2);
		expect(await supportPhotos(code)).toHaveLength(4);
		expect(await countOf(code)).toBe(2);
		expect(await seenToo(db, guest, device(1), code)).toMatchObject({ photos: 2 });
	});

	it(`is one of at most ${photosInAll} of a report; without one everybody may still join`, async () => {
		const { code } = await shown();
		for (let n = 0; n < photosInAll / photosEach; n++) await withPhotos(n, code, photosEach);
		expect(await refused(() => withPhotos(99, code, 1))).toMatchObject({ reason: 'conflict' });
		await asDevice(99, code);
		expect(await supportPhotos(code)).toHaveLength(photosInAll);
		expect(await countOf(code)).toBe(photosInAll / photosEach + 1);
	});

	it('goes with the support that is taken back, those of others and those decided stay', async () => {
		const { code } = await shown();
		await withPhotos(1, code, 2);
		await withPhotos(2, code, 1);
		const [decided, , other] = await supportPhotos(code);
		await releasePhoto(db, who.moderator, decided!.key, null, monday);
		await unsupportReport(db, guest, code, { device: device(1) }, monday);
		expect((await supportPhotos(code)).map(({ key }) => key)).toEqual([decided!.key, other!.key]);
		await withPhotos(1, code, 2);
		expect(await supportPhotos(code)).toHaveLength(4);
	});

	it('is looked at like the others before a withdrawn report is released again', async () => {
		const { code } = await shown();
		await withPhotos(1, code, 1);
		await db.update(reports).set({ releasedAt: null }).where(eq(reports.code, code));
		const release = () =>
			releaseReport(db, who.moderator, code, { description: '' }, monday + minuteMs);
		expect((await refused(release)).message).toContain('还有 1 张');
	});
});

describe('并案', () => {
	it('moves who saw the one to the other, each once, its reporter among them', async () => {
		const { code } = await shown(who.resident);
		const target = await shown(who.neighbour);
		const friend = await account(db, 'resident');
		for (const at of [code, target.code]) {
			await asDevice(1, at);
			await asAccount(friend, at);
		}
		await asDevice(2, code);
		await asAccount(who.neighbour, code);
		await asDevice(3, target.code);
		await merge(code, target.code);

		expect((await supportersOf(target.code)).sort()).toEqual(
			[
				`account:${friend.accountId}`,
				`account:${who.resident.accountId}`,
				`device:${device(1)}`,
				`device:${device(2)}`,
				`device:${device(3)}`
			].sort()
		);
		expect(await countOf(target.code)).toBe(5);
		expect([await countOf(code), await supportersOf(code)]).toEqual([0, []]);
		expect(await followedBy(db, guest, device(2))).toMatchObject([{ code: target.code }]);
	});

	it('counts a guest who reported by the claim, and nobody can join who reported', async () => {
		const { code, reporter } = await shown();
		const target = await shown(who.neighbour);
		await merge(code, target.code);
		expect(await supportersOf(target.code)).toEqual([`claim:${reporter.claims[0]}`]);
		expect(await seenToo(db, reporter, null, target.code)).toMatchObject({ standing: 'merged' });
		const again = () => supportReport(db, reporter, target.code, { device: device(1) }, monday);
		expect(await refused(again)).toMatchObject({ reason: 'forbidden' });

		const own = await shown(who.resident);
		await merge(own.code, target.code);
		const back = () => unsupportReport(db, who.resident, target.code, { device: null }, monday);
		expect(await refused(back)).toMatchObject({ reason: 'conflict' });
		expect(await countOf(target.code)).toBe(2);
	});

	it('tells who reported and who followed the one, and the reporter of the other once', async () => {
		const { code } = await shown(who.resident);
		const target = await shown(who.neighbour);
		const [friend, theirs] = [await account(db, 'resident'), await account(db, 'resident')];
		await asAccount(friend, code);
		await asAccount(theirs, target.code);
		await asDevice(1, code);
		const letters = async (actor: Actor) =>
			(await readInbox(db, actor.accountId!)).map(({ title }) => title);
		const before = await letters(theirs);
		await merge(code, target.code);
		expect((await letters(who.resident))[0]).toBe('您上报的问题已并案');
		expect(await letters(friend)).toEqual(['您关注的问题已并案']);
		expect((await letters(who.neighbour))[0]).toBe('又有 3 人反映同一问题');
		expect(await letters(theirs)).toEqual(before);
	});

	it('of the same person’s two reports tells nobody of others', async () => {
		const { code } = await shown(who.neighbour);
		const target = await shown(who.neighbour);
		await merge(code, target.code);
		const titles = (await readInbox(db, who.neighbour.accountId!)).map(({ title }) => title);
		expect(titles.join()).not.toContain('又有');
		expect(await countOf(target.code)).toBe(0);
	});

	it('takes along what was merged before, with its guests, followers and photos', async () => {
		const first = await shown();
		const second = await shown(who.resident);
		const third = await shown(who.neighbour);
		await withPhotos(1, first.code, 1);
		await merge(first.code, second.code);
		await merge(second.code, third.code);

		const { id } = await getReport(db, third.code);
		expect(await getReport(db, first.code)).toMatchObject({ mergedIntoId: id });
		for (const actor of [first.reporter, who.resident]) {
			expect(await tiesTo(db, actor, id)).toMatchObject({ follower: true });
			expect(await seenToo(db, actor, null, third.code)).toMatchObject({ standing: 'merged' });
		}
		expect(await countOf(third.code)).toBe(3);
		const stages = (await photosOf(db, id)).map(({ stage, decidedAt }) => [stage, decidedAt]);
		// of the third its own; of the second one, of the first its own and that of who saw it too
		expect(stages).toEqual([
			['report', monday],
			['support', null],
			['support', null],
			['support', null]
		]);
		expect((await deskLines(db, 'new_photos', monday)).lines).toMatchObject([{ code: third.code }]);
	});

	it('after it, taking back what moved takes its own photos from both, and nobody else’s', async () => {
		const first = await shown(who.resident);
		const { code } = await shown(await account(db, 'resident'));
		const target = await shown(who.neighbour);
		const [early, mine, both] = [await withPhoto(1, first.code), await withPhoto(2, code), photo()];
		await supportReport(db, guest, target.code, { device: device(3), photos: [both] }, monday);
		const later = await withPhoto(3, code);
		await merge(first.code, code);
		await merge(code, target.code);
		const pictures = async (of: string) =>
			(
				await db
					.select()
					.from(photos)
					.where(eq(photos.reportId, (await getReport(db, of)).id))
			)
				.filter(({ stage }) => stage === 'support')
				.map(({ original }) => original);
		const before = await pictures(target.code);
		expect(before).toEqual(expect.arrayContaining([early, mine, later, both.original]));
		expect(await seenToo(db, guest, device(3), target.code)).toMatchObject({ photos: 2 });

		const takeBack = (n: number) =>
			unsupportReport(db, guest, target.code, { device: device(n) }, monday);
		for (const [n, own] of [
			[1, [early]],
			[2, [mine]],
			[3, [later, both.original]]
		] as const) {
			const there = await pictures(target.code);
			await takeBack(n);
			expect(await pictures(target.code)).toEqual(
				there.filter((original) => !(own as readonly string[]).includes(original))
			);
			for (const of of [first.code, code]) {
				expect(await pictures(of)).not.toEqual(expect.arrayContaining([own[0]]));
			}
		}
		// what came with the reports that were merged
		expect(await pictures(target.code)).toHaveLength(2);
	});

	it('into what is not public shows nothing of it to those who only saw the one', async () => {
		const { code, reporter } = await shown();
		const target = await submitted(db, who.neighbour, { description: '别人家的事' });
		await asAccount(who.resident, code);
		await merge(code, target.code);
		for (const actor of [who.resident, guest]) {
			await expect(publicReport(db, actor, target.code)).rejects.toMatchObject({
				reason: 'missing'
			});
		}
		expect((await publicReport(db, reporter, target.code)).report).toMatchObject({ mine: false });

		const letters = () => readInbox(db, who.resident.accountId!);
		await acceptReport(db, who.moderator, target.code, { category: garbage }, monday + minuteMs);
		expect(await letters()).toMatchObject([
			{ title: '您关注的问题已并案', href: `/reports/${code}` }
		]);
		expect(JSON.stringify(await letters())).not.toContain(target.code);

		await released(db, who, target.code, monday + minuteMs);
		const dispatch = { unitId: who.ours, ...lawfully };
		await dispatchReport(db, who.moderator, target.code, dispatch, monday + 2 * minuteMs);
		expect((await letters())[0]).toMatchObject({
			title: '已派遣责任单位',
			href: `/reports/${target.code}`
		});
		expect((await publicReport(db, who.resident, target.code)).report.released).toBe(true);
	});
});

describe('whatever people do', () => {
	it('the count is the number of rows, and nobody counts twice or for the own report', async () => {
		const actors = [who.resident, who.neighbour, await account(db, 'resident')];
		const move = fc.record({
			what: fc.constantFrom('support', 'support', 'support', 'unsupport', 'merge'),
			actor: fc.nat(actors.length + 2),
			report: fc.nat(4),
			other: fc.nat(4)
		});
		await fc.assert(
			fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
				const codes: string[] = [];
				for (let n = 0; n < 5; n++) codes.push((await shown(actors[n % 3])).code);
				let at = monday;
				for (const { what, actor, report, other } of moves) {
					const code = codes[report]!;
					const who = actors[actor] ?? guest;
					const by = { device: who === guest ? device(actor) : null };
					at += minuteMs;
					const work =
						what === 'support'
							? supportReport(db, who, code, by, at)
							: what === 'unsupport'
								? unsupportReport(db, who, code, by, at)
								: merge(code, codes[other]!, at);
					await work.catch((problem: unknown) => expect(problem).toBeInstanceOf(Refusal));
				}
				for (const [n, code] of codes.entries()) {
					const names = await supportersOf(code);
					expect(await countOf(code)).toBe(names.length);
					expect(new Set(names).size).toBe(names.length);
					expect(names).not.toContain(`account:${actors[n % 3]!.accountId}`);
				}
			}),
			{ numRuns: 15 }
		);
	}, 60_000);
});
