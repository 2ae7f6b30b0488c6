import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { subscribe } from '../../src/lib/server/notifications/subscriptions';
import { diskStore } from '../../src/lib/server/photos/store';
import { Refusal } from '../../src/lib/server/refusal';
import {
	eraseContact,
	mendReport,
	withdrawPhoto
} from '../../src/lib/server/reports/commands/after-sending';
import { rateReport } from '../../src/lib/server/reports/commands/closing';
import { detachReport } from '../../src/lib/server/reports/commands/detach';
import { admitIncomplete } from '../../src/lib/server/reports/commands/enter-triage';
import { addReportPhoto, photoStanding } from '../../src/lib/server/reports/commands/photos';
import {
	decideOnPhoto,
	releasePhoto,
	releaseReport
} from '../../src/lib/server/reports/commands/release';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { acceptReport, mergeReport } from '../../src/lib/server/reports/commands/triage';
import { getReport, nearbyOpen, photosOf } from '../../src/lib/server/reports/queries/casework';
import { listQueue } from '../../src/lib/server/reports/queries/queue-lists';
import { deskCase, deskLines } from '../../src/lib/server/reports/queries/desk';
import { unitWork } from '../../src/lib/server/reports/queries/field';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import {
	listLedger,
	publicReport,
	reportsOfAccount,
	reportsOfClaims
} from '../../src/lib/server/reports/queries/ledger';
import { ownSide } from '../../src/lib/server/reports/queries/own';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import {
	events,
	photos,
	ratings,
	reporters,
	reports,
	supports
} from '../../src/lib/server/reports/schema';
import { sha256 } from '../../src/lib/server/sealing';
import { freshTown } from '../support/database';
import {
	garbage,
	inTown,
	monday,
	newReport,
	people,
	photo,
	released,
	reportIn,
	rowCounts,
	seal,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;
let folder: string;
let storage: ReturnType<typeof diskStore>;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	folder = mkdtempSync(join(tmpdir(), 'tongxing-after-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	storage = diskStore(folder);
});

const contact = { phone: '13900001234' };
const later = monday + minuteMs;

const reasonOf = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(problem: unknown) => (problem instanceof Refusal ? problem.reason : Promise.reject(problem))
	);
const rowsOf = async (code: string) =>
	db
		.select()
		.from(photos)
		.where(eq(photos.reportId, (await getReport(db, code)).id))
		.orderBy(photos.id);
const keysOf = async (code: string) => (await rowsOf(code)).map(({ key }) => key);
const withdraw = (actor: Actor, code: string, key: string, at = later) =>
	withdrawPhoto(db, storage, actor, code, key, at);
const reporterOf = async (code: string) => {
	const { id } = await getReport(db, code);
	const [row] = await db.select().from(reporters).where(eq(reporters.reportId, id));
	return row!;
};
const mended = { description: '是西门，不是东门', address: '西门外' };

describe('a report that nobody has released', () => {
	it.each([
		['a guest with the claim', () => guest],
		['an account', () => who.resident]
	])('is mended by %s, and the earlier words are nowhere any more', async (_, by) => {
		const { code, reporter } = await submitted(db, by(), { description: '原来写错的话' });
		expect(await mendReport(db, reporter, code, mended, later)).toBe(true);

		const desk = await deskCase(db, who.moderator, code, later);
		expect(desk.report).toMatchObject(mended);
		expect(desk.events.at(-1)).toMatchObject({ action: 'mend', note: '', publicNote: '' });
		expect((await publicReport(db, reporter, code)).report).toMatchObject(mended);
		const everything = JSON.stringify([desk, await auditOf(db, `report:${code}`)]);
		expect(everything).not.toContain('原来写错的话');
		expect((await auditOf(db, `report:${code}`)).at(-1)).toMatchObject({ action: 'mend' });
	});

	it('says nothing of the mending to the public', async () => {
		const { code, reporter } = await submitted(db);
		await mendReport(db, reporter, code, mended, later);
		await released(db, who, code, later + minuteMs);
		const { report } = await publicReport(db, guest, code);
		expect(report.journey.map(({ label }) => label)).toEqual(['已上报']);
	});

	it('is left as it is when nothing was changed', async () => {
		const { code, reporter } = await submitted(db);
		const { description, address } = await getReport(db, code);
		expect(await mendReport(db, reporter, code, { description, address }, later)).toBe(false);
		expect((await deskCase(db, who.moderator, code, later)).events).toHaveLength(1);
	});

	it('keeps its words when it has nothing else', async () => {
		const { code, reporter } = await submitted(db, guest, {
			category: 'praise.praise',
			photos: 0
		});
		const empty = mendReport(db, reporter, code, { description: '', address: '' }, later);
		expect(await reasonOf(empty)).toBe('invalid');
		expect((await getReport(db, code)).description).toBe('楼下有垃圾');
	});

	it('is not mended by a stranger, who is not told that it is there', async () => {
		const { code } = await submitted(db, who.resident);
		for (const stranger of [guest, who.neighbour, who.otherHandler]) {
			expect(await reasonOf(mendReport(db, stranger, code, mended, later))).toBe('missing');
			expect(await reasonOf(ownSide(db, stranger, code))).toBe('missing');
		}
		expect(await reasonOf(mendReport(db, who.moderator, code, mended, later))).toBe('forbidden');
	});

	it('is still the same report for a phone that sends the first words again', async () => {
		const key = uuidv7();
		const input = newReport({ photos: 0, category: 'praise.praise' });
		const { code, claim } = await submitReport(db, seal, guest, key, input, monday);
		const reporter = { ...guest, claims: [sha256(claim!)] };
		await mendReport(db, reporter, code, mended, later);
		const again = await submitReport(db, seal, guest, key, input, later);
		expect(again).toMatchObject({ code, created: false });
		expect((await getReport(db, code)).description).toBe(mended.description);
	});
});

describe('a report that has moved on', () => {
	it('is not mended once it is public', async () => {
		const { code, reporter } = await submitted(db);
		await released(db, who, code, later);
		expect(await reasonOf(mendReport(db, reporter, code, mended, later))).toBe('conflict');
		expect(await reasonOf(mendReport(db, who.neighbour, code, mended, later))).toBe('forbidden');
		expect(await ownSide(db, who.neighbour, code)).toBeNull();
	});

	it.each(['rejected', 'merged', 'closed', 'voided'] as const)(
		'is not mended once it is %s',
		async (state) => {
			const { code, reporter, at } = await reportIn(db, who, state);
			expect(await reasonOf(mendReport(db, reporter, code, mended, at))).toBe('conflict');
		}
	);

	it('is not published with the words that were mended meanwhile', async () => {
		const { code, reporter } = await submitted(db);
		const [key] = await keysOf(code);
		await releasePhoto(db, who.moderator, key!, null, monday);
		await mendReport(db, reporter, code, mended, later);
		const release = (seen: number) =>
			releaseReport(db, who.moderator, code, { description: '旧的文字', seen }, later + 1);
		expect(await reasonOf(release(later - 1))).toBe('conflict');
		expect((await getReport(db, code)).releasedAt).toBeNull();
		expect(await reasonOf(release(later))).toBe('done');
	});
});

describe('a photo that was taken back', () => {
	it('is on no list and at no address, and what is left takes its place', async () => {
		const { code, reporter, at } = await reportIn(db, who, 'dispatched', guest);
		const { id } = await getReport(db, code);
		const [key] = await keysOf(code);
		expect((await listQueue(db, ['dispatched']))[0]!.photoKey).toBe(key);
		await withdraw(reporter, code, key!, at);

		expect(await photosOf(db, id)).toEqual([]);
		expect((await listQueue(db, ['dispatched']))[0]!.photoKey).toBeNull();
		expect((await deskLines(db, 'handling', at)).lines[0]!.photoKey).toBeNull();
		expect((await unitWork(db, who.ours, at)).toAcknowledge.cases[0]!.photoKey).toBeNull();
		expect((await nearbyOpen(db, { id: -1, ...inTown }, at))[0]!.photoKey).toBeNull();
		expect((await reportsOfClaims(db, reporter.claims))[0]!.photoKey).toBeNull();
		expect((await fieldCase(db, who.handler, code)).before).toEqual([]);
		expect((await publicReport(db, reporter, code)).report.photos).toEqual([]);
		expect(await deskCase(db, who.moderator, code, at)).toMatchObject({
			photos: [],
			photosWithdrawn: 1
		});
		for (const actor of [reporter, who.moderator, who.handler]) {
			for (const view of ['original', 'public'] as const) {
				expect(await reasonOf(photoFor(db, actor, key!, view))).toBe('missing');
			}
		}
		await releaseReport(db, who.moderator, code, { description: '有垃圾' }, at);
		expect((await listLedger(db, {})).rows).toMatchObject([{ code, photoKey: null }]);
	});

	it('keeps its place: a late repeat of its upload stores nothing, another photo is refused', async () => {
		const key = uuidv7();
		const input = newReport({ photos: 2 });
		const { code, claim } = await submitReport(db, seal, guest, key, input, monday);
		const reporter = { ...guest, claims: [sha256(claim!)] };
		const first = photo();
		await addReportPhoto(db, guest, key, 0, first, monday);
		await withdraw(reporter, code, (await keysOf(code))[0]!);

		expect(await photoStanding(db, key, 0)).toEqual({ uploadHash: first.uploadHash });
		expect(await addReportPhoto(db, guest, key, 0, first, later)).toBe(false);
		expect(await reasonOf(addReportPhoto(db, guest, key, 0, photo(), later))).toBe('conflict');
		expect(await rowsOf(code)).toMatchObject([
			{ original: '', dhash: '', released: null, withdrawnAt: later }
		]);
	});

	it('before all had arrived does not keep the report from triage', async () => {
		const key = uuidv7();
		const input = newReport({ photos: 2 });
		const { code, claim } = await submitReport(db, seal, guest, key, input, monday);
		const reporter = { ...guest, claims: [sha256(claim!)] };
		await addReportPhoto(db, guest, key, 0, photo(), monday);
		await withdraw(reporter, code, (await keysOf(code))[0]!);
		expect((await getReport(db, code)).readyAt).toBeNull();
		await addReportPhoto(db, guest, key, 1, photo(), later);
		expect(await getReport(db, code)).toMatchObject({ readyAt: later, incomplete: false });
	});

	it('and never followed by the others enters triage after a day like any', async () => {
		const key = uuidv7();
		const input = newReport({ photos: 2 });
		const { code, claim } = await submitReport(db, seal, guest, key, input, monday);
		await addReportPhoto(db, guest, key, 0, photo(), monday);
		const reporter = { ...guest, claims: [sha256(claim!)] };
		await withdraw(reporter, code, (await keysOf(code))[0]!);
		expect(await admitIncomplete(db, monday + dayMs + 1)).toBe(1);
		expect(await getReport(db, code)).toMatchObject({ incomplete: true });
	});

	it('may be the last: the reporter is told beforehand', async () => {
		const { code, reporter } = await submitted(db, guest, { photos: 2 });
		const [first, second] = await keysOf(code);
		expect(await ownSide(db, reporter, code)).toMatchObject({ lastPhoto: false });
		await withdraw(reporter, code, first!);
		expect(await ownSide(db, reporter, code)).toMatchObject({
			photos: [{ key: second, n: 1 }],
			lastPhoto: true
		});
		await withdraw(reporter, code, second!);
		expect(await ownSide(db, reporter, code)).toMatchObject({ photos: [], lastPhoto: false });
	});

	it('twice is taken back once', async () => {
		const { code, reporter } = await submitted(db);
		const [key] = await keysOf(code);
		await withdraw(reporter, code, key!);
		await withdraw(reporter, code, key!, later + 1);
		expect((await rowsOf(code))[0]!.withdrawnAt).toBe(later);
		const lines = await auditOf(db, `report:${code}`);
		expect(lines.filter(({ action }) => action === 'withdraw_photo')).toHaveLength(1);
	});

	it('is a clear conflict for the moderator who releases it from a page opened before', async () => {
		const { code, reporter } = await submitted(db);
		const [key] = await keysOf(code);
		await withdraw(reporter, code, key!);
		for (const how of ['as_is', 'masked', 'withhold'] as const) {
			const masks = how === 'masked' ? [{ x: 0, y: 0, w: 1, h: 1 }] : [];
			const decision = decideOnPhoto(db, storage, who.moderator, key!, { how, masks }, later);
			await expect(decision).rejects.toMatchObject({
				reason: 'conflict',
				message: expect.stringContaining('撤回')
			});
		}
		expect((await rowsOf(code))[0]).toMatchObject({ decidedAt: null, released: null });
	});

	it('is not possible once a moderator has decided, either way', async () => {
		const { code, reporter } = await submitted(db, guest, { photos: 2 });
		const [shown, keptBack] = await keysOf(code);
		await releasePhoto(db, who.moderator, shown!, { name: 'x', masks: [] }, monday);
		await releasePhoto(db, who.moderator, keptBack!, null, monday);
		for (const key of [shown!, keptBack!]) {
			expect(await reasonOf(withdraw(reporter, code, key))).toBe('conflict');
		}
		expect(await ownSide(db, reporter, code)).toMatchObject({ photos: [] });
	});

	it('is only ever one’s own', async () => {
		const { code, reporter } = await submitted(db);
		const other = await submitted(db, who.neighbour);
		const [theirs] = await keysOf(other.code);
		const [mine] = await keysOf(code);
		expect(await reasonOf(withdraw(reporter, code, theirs!))).toBe('missing');
		expect(await reasonOf(withdraw(who.neighbour, code, mine!))).toBe('missing');
		expect(await reasonOf(withdraw(who.moderator, code, mine!))).toBe('forbidden');
	});
});

describe('a photo that a merge copied', () => {
	async function merged() {
		const target = await submitted(db, who.neighbour);
		const { code, reporter } = await submitted(db);
		await mergeReport(db, who.moderator, code, { target: target.code }, later);
		const [own] = await keysOf(code);
		const copy = (await keysOf(target.code))[1]!;
		return { target, code, reporter, own: own!, copy };
	}

	it('goes with the one that was sent', async () => {
		const { target, code, reporter, own, copy } = await merged();
		await withdraw(reporter, code, own);
		expect(await reasonOf(photoFor(db, who.moderator, copy, 'original'))).toBe('missing');
		const { id } = await getReport(db, target.code);
		expect(await photosOf(db, id)).toHaveLength(1);
	});

	it('keeps it from being taken back once the copy was decided on', async () => {
		const { code, reporter, own, copy } = await merged();
		await releasePhoto(db, who.moderator, copy, { name: 'x', masks: [] }, later);
		expect(await reasonOf(withdraw(reporter, code, own))).toBe('conflict');
	});

	it('is not taken back, nor seen unmasked, by the reporter of the other', async () => {
		const { target, copy } = await merged();
		expect(await ownSide(db, who.neighbour, target.code)).toMatchObject({ photos: [{ n: 0 }] });
		expect(await reasonOf(withdraw(who.neighbour, target.code, copy))).toBe('missing');
		expect((await publicReport(db, who.neighbour, target.code)).report.photos).toHaveLength(1);
		expect(await reasonOf(photoFor(db, who.neighbour, copy, 'original'))).toBe('missing');
	});

	it('that was taken back before stays behind', async () => {
		const target = await submitted(db, who.neighbour);
		const { code, reporter } = await submitted(db);
		await withdraw(reporter, code, (await keysOf(code))[0]!);
		await mergeReport(db, who.moderator, code, { target: target.code }, later);
		expect(await rowsOf(target.code)).toHaveLength(1);
	});

	it('leaves the places of the report’s own photos free', async () => {
		const key = uuidv7();
		const late = newReport({ photos: 2 });
		const target = await submitReport(db, seal, guest, key, late, monday - 2 * dayMs);
		await addReportPhoto(db, guest, key, 0, photo(), monday - 2 * dayMs);
		await admitIncomplete(db, monday);
		const { code } = await submitted(db);
		await mergeReport(db, who.moderator, code, { target: target.code }, later);
		expect((await rowsOf(target.code)).map(({ n }) => n)).toEqual([0, 0]);
		expect(await addReportPhoto(db, guest, key, 1, photo(), later)).toBe(true);
	});
});

describe('the picture of a photo that was taken back', () => {
	const bytes = Buffer.from('a picture');

	/** The photo of a report as files, put `age` ms ago. */
	async function filesOf(code: string, age: number, n = 0) {
		const row = (await rowsOf(code))[n];
		const names = [`${row!.original}.jpg`, `${row!.original}-w320.webp`];
		for (const name of names) {
			await storage.put(name, bytes);
			const at = new Date(Date.now() - age);
			utimesSync(join(folder, name.slice(0, 2), name), at, at);
		}
		return { key: row!.key, names };
	}
	it('is erased at once with its renditions, and no other', async () => {
		const { code, reporter } = await submitted(db);
		const other = await filesOf((await submitted(db)).code, 5 * minuteMs);
		const { key, names } = await filesOf(code, 5 * minuteMs);
		await withdraw(reporter, code, key, Date.now());
		for (const name of names) expect(await storage.get(name)).toBeNull();
		for (const name of other.names) expect(await storage.get(name)).toEqual(bytes);
	});

	it('waits for the next round when it was put just now, for another report may be about to name it', async () => {
		const { code, reporter } = await submitted(db);
		const { key, names } = await filesOf(code, 0);
		await withdraw(reporter, code, key, Date.now());
		expect(await storage.get(names[0]!)).toEqual(bytes);
	});

	it('is said to be gone only when every one of its files is', async () => {
		const { code, reporter } = await submitted(db, guest, { photos: 3 });
		const [old, fresh, shared] = [
			await filesOf(code, 5 * minuteMs, 0),
			await filesOf(code, 5 * minuteMs, 1),
			await filesOf(code, 5 * minuteMs, 2)
		];
		await storage.put(fresh.names[0]!.replace('.jpg', '-w640.webp'), bytes);
		const twin = await submitted(db);
		await db
			.update(photos)
			.set({ original: shared.names[0]!.slice(0, 64) })
			.where(eq(photos.key, (await keysOf(twin.code))[0]!));
		expect(await withdraw(reporter, code, old.key, Date.now())).toBe('erased');
		expect(await withdraw(reporter, code, fresh.key, Date.now())).toBe('soon');
		expect(await withdraw(reporter, code, shared.key, Date.now())).toBe('kept');
	});

	it('stays while another photo names it', async () => {
		const { code, reporter } = await submitted(db);
		const { key, names } = await filesOf(code, 5 * minuteMs);
		const twin = await submitted(db);
		await db
			.update(photos)
			.set({ original: names[0]!.slice(0, 64) })
			.where(eq(photos.key, (await keysOf(twin.code))[0]!));
		await withdraw(reporter, code, key, Date.now());
		expect(await storage.get(names[0]!)).toEqual(bytes);
	});
});

describe('name and telephone', () => {
	it.each(['submitted', 'processing', 'closed', 'rejected', 'merged'] as const)(
		'of a guest are erased when the report is %s, and the link goes on working',
		async (state) => {
			const { code, reporter, at } = await reportIn(db, who, state, guest);
			const { id } = await getReport(db, code);
			await db
				.update(reporters)
				.set({ phoneSealed: seal.seal(contact.phone), phoneIndex: 'x' })
				.where(eq(reporters.reportId, id));
			expect(await ownSide(db, reporter, code)).toMatchObject({ phone: true, account: false });
			await eraseContact(db, reporter, code, at);
			expect(await reporterOf(code)).toMatchObject({ phoneSealed: null, phoneIndex: null });
			expect(await ownSide(db, reporter, code)).toMatchObject({ phone: false });
			const [last] = (await auditOf(db, `report:${code}`)).slice(-1);
			expect(last).toMatchObject({ action: 'erase_contact', detail: '{}' });
		}
	);

	it('are erased by nobody else', async () => {
		const { code } = await submitted(db, guest, { contact });
		await released(db, who, code, later);
		for (const stranger of [guest, who.neighbour, who.moderator]) {
			expect(await reasonOf(eraseContact(db, stranger, code, later))).toBe('forbidden');
		}
		expect((await reporterOf(code)).phoneSealed).not.toBeNull();
	});
});

describe('a report that leaves its account', () => {
	it('is the reporter’s by the claim alone, and names the account nowhere but in the audit', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		const rating = { score: 'fair', reason: '' } as const;
		await rateReport(db, who.resident, code, rating, at);
		const claim = await detachReport(db, seal, who.resident, code, at + 1);

		expect(claim).toMatch(/^[\w-]{43}$/);
		const byClaim = { ...guest, claims: [sha256(claim)] };
		const { id } = await getReport(db, code);
		expect(await reporterOf(code)).toMatchObject({ accountId: null, claimHash: sha256(claim) });
		const trail = await db.select().from(events).where(eq(events.reportId, id));
		expect(trail.some(({ accountId }) => accountId === who.resident.accountId)).toBe(false);
		expect(trail.some(({ accountId }) => accountId === who.handler.accountId)).toBe(true);
		expect(await reportsOfAccount(db, who.resident.accountId!)).toEqual([]);
		expect(await reportsOfClaims(db, byClaim.claims)).toMatchObject([{ code }]);
		expect((await publicReport(db, byClaim, code)).report).toMatchObject({ mine: true });
		expect(await reasonOf(publicReport(db, who.resident, code))).toBe('missing');
		expect((await auditOf(db, `report:${code}`)).at(-1)).toMatchObject({
			action: 'detach_account',
			detail: '{}'
		});
		expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
	});

	it('takes its letters along, and what was to go out with them, and leaves those of others', async () => {
		const { code } = await submitted(db, who.resident);
		const other = await submitted(db, who.resident);
		const browser = { endpoint: 'https://push.example/1', keys: { p256dh: 'B', auth: 'a' } };
		await subscribe(db, who.resident, browser, () => true, later);
		for (const sent of [code, other.code]) {
			await acceptReport(db, who.moderator, sent, { category: garbage }, later);
		}
		expect(await rowCounts(db)).toMatchObject({ outgoing: 2 });
		await detachReport(db, seal, who.resident, code, later);
		const links = (await readInbox(db, who.resident.accountId!)).map(({ href }) => href);
		expect(new Set(links)).toEqual(new Set([`/reports/${other.code}`]));
		expect(await rowCounts(db)).toMatchObject({ outgoing: 1 });
	});

	it('leaves the one it was merged into as well, and counts there once', async () => {
		const { code } = await submitted(db, who.resident);
		const target = await submitted(db, who.neighbour);
		await mergeReport(db, who.moderator, code, { target: target.code }, later);
		await acceptReport(db, who.moderator, target.code, { category: garbage }, later);
		const claim = await detachReport(db, seal, who.resident, code, later);
		const { id, supportCount } = await getReport(db, target.code);
		expect(supportCount).toBe(1);
		expect(await db.select().from(supports)).toMatchObject([
			{ reportId: id, supporter: `claim:${sha256(claim)}` }
		]);
		expect(await rowCounts(db)).toMatchObject({ followers: 0 });
		expect(await readInbox(db, who.resident.accountId!)).toEqual([]);
		expect(await readInbox(db, who.neighbour.accountId!)).not.toEqual([]);
		const byClaim = { ...guest, claims: [sha256(claim)] };
		expect((await publicReport(db, byClaim, target.code)).report.mine).toBe(false);
		expect(await reasonOf(publicReport(db, who.resident, target.code))).toBe('missing');
	});

	it('counts once also where the claim had counted before', async () => {
		const { code, key } = await submitted(db, who.resident);
		const target = await submitted(db, who.neighbour);
		await mergeReport(db, who.moderator, code, { target: target.code }, later);
		const { id } = await getReport(db, target.code);
		const supporter = `claim:${sha256(seal.index('claim', key))}`;
		await db.insert(supports).values({ reportId: id, supporter, at: later + 7 });
		await db.update(reports).set({ supportCount: 2 }).where(eq(reports.id, id));
		await detachReport(db, seal, who.resident, code, later);
		expect(await db.select().from(supports)).toMatchObject([{ supporter }]);
		expect((await getReport(db, target.code)).supportCount).toBe(1);
	});

	it('is not rated twice by one person', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		const rating = { score: 'fair', reason: '' } as const;
		await rateReport(db, who.resident, code, rating, at);
		const claim = await detachReport(db, seal, who.resident, code, at + 1);
		const byClaim = { ...guest, claims: [sha256(claim)] };
		expect(await reasonOf(rateReport(db, byClaim, code, rating, at + 2))).toBe('conflict');
		expect(await db.select().from(ratings)).toHaveLength(1);
	});

	it('leaves once, and only by its own account', async () => {
		const { code } = await submitted(db, who.resident);
		expect(await reasonOf(detachReport(db, seal, who.neighbour, code, later))).toBe('missing');
		const claim = await detachReport(db, seal, who.resident, code, later);
		const holder = { ...who.resident, claims: [sha256(claim)] };
		expect(await reasonOf(detachReport(db, seal, holder, code, later))).toBe('conflict');
	});

	it('of a guest has none to leave', async () => {
		const { code, reporter } = await submitted(db);
		expect(await reasonOf(detachReport(db, seal, reporter, code, later))).toBe('conflict');
	});
});
