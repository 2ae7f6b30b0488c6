import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest } from '../../src/lib/accounts/roles';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { Refusal } from '../../src/lib/server/refusal';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import {
	releasePhoto,
	releaseReport,
	withdrawReport
} from '../../src/lib/server/reports/commands/release';
import { mergeReport } from '../../src/lib/server/reports/commands/triage';
import { getReport, photosOf } from '../../src/lib/server/reports/queries/casework';
import { listLedger, publicReport } from '../../src/lib/server/reports/queries/ledger';
import { mapReports } from '../../src/lib/server/reports/queries/map';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { uuidv7 } from 'uuidv7';
import { freshTown } from '../support/database';
import {
	dogs,
	monday,
	newReport,
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
const zooms = Array.from({ length: 21 }, (_, zoom) => zoom);

async function refused(work: () => Promise<unknown>): Promise<Refusal> {
	const before = await rowCounts(db);
	const problem = await work().catch((error: unknown) => error);
	expect(problem).toBeInstanceOf(Refusal);
	expect(await rowCounts(db)).toEqual(before);
	return problem as Refusal;
}

const onLedger = async () => (await listLedger(db, {})).rows.map(({ code }) => code);
const onMap = async () => (await mapReports(db, china, 14)).features.length;
const keysOf = async (code: string) =>
	(await photosOf(db, (await getReport(db, code)).id)).map(({ key }) => key);
const release = (code: string, at = monday) =>
	releaseReport(db, who.moderator, code, { description: '公开的说明' }, at);

/** All that anyone could be shown who is not signed in, as one text. */
async function allThatIsPublic(codes: string[]): Promise<string> {
	const answers: unknown[] = [];
	answers.push(await listLedger(db, {}));
	for (const zoom of zooms) answers.push(await mapReports(db, china, zoom));
	for (const code of codes) answers.push(await publicReport(db, guest, code).catch(String));
	return JSON.stringify(answers);
}

describe('before it is released', () => {
	it.each([
		'submitted',
		'verifying',
		'filed',
		'processing',
		'awaiting_check',
		'closed',
		'rejected',
		'noted'
	] as const)('a report that is %s is on no list, no map and no page', async (state) => {
		const { code } = await reportIn(db, who, state);
		expect(await onLedger()).toEqual([]);
		for (const zoom of zooms) expect((await mapReports(db, china, zoom)).features).toEqual([]);
		for (const stranger of [guest, who.neighbour, who.otherHandler]) {
			expect(await refused(() => publicReport(db, stranger, code))).toMatchObject({
				reason: 'missing'
			});
		}
	});

	it('is denied in the same words as one that is not there', async () => {
		const { code } = await submitted(db);
		const hidden = await refused(() => publicReport(db, guest, code));
		const none = await refused(() => publicReport(db, guest, '0000-0000'));
		expect([hidden.reason, hidden.status]).toEqual([none.reason, none.status]);
	});

	it('its reporter sees it, with what was sent', async () => {
		const { code, reporter } = await submitted(db, guest, { address: '3 号楼' });
		expect((await publicReport(db, reporter, code)).report).toMatchObject({
			mine: true,
			released: false,
			description: '楼下有垃圾',
			address: '3 号楼',
			photos: [{ view: 'original' }]
		});
	});

	it('its photos are for case staff and the reporter alone', async () => {
		const { code, reporter } = await reportIn(db, who, 'processing', guest);
		const [key] = await keysOf(code);
		const seen = (actor: typeof guest, view: 'original' | 'public') =>
			photoFor(db, actor, key!, view).then(
				({ everyone }) => everyone,
				({ reason }: Refusal) => reason
			);
		expect(await seen(who.moderator, 'original')).toBe(false);
		expect(await seen(who.handler, 'original')).toBe(false);
		expect(await seen(reporter, 'original')).toBe(false);
		for (const stranger of [guest, who.neighbour, who.otherHandler, who.checker]) {
			expect(await seen(stranger, 'original')).toBe('missing');
			expect(await seen(stranger, 'public')).toBe('missing');
		}
	});
});

describe('the release', () => {
	it('waits until each photo was looked at', async () => {
		const { code } = await submitted(db, guest, { photos: 2 });
		const [first, second] = await keysOf(code);
		expect((await refused(() => release(code))).message).toContain('还有 2 张');
		await releasePhoto(db, who.moderator, first!, { name: 'a', masks: [] }, monday);
		expect(await refused(() => release(code))).toMatchObject({ reason: 'conflict' });
		await releasePhoto(db, who.moderator, second!, null, monday);
		await release(code);
		expect(await onLedger()).toEqual([code]);
	});

	it('shows the released photos and no others', async () => {
		const { code } = await submitted(db, guest, { photos: 2 });
		const [shown, kept] = await keysOf(code);
		await releasePhoto(db, who.moderator, shown!, { name: 'masked', masks: [] }, monday);
		await releasePhoto(db, who.moderator, kept!, null, monday);
		await release(code);
		expect((await publicReport(db, guest, code)).report.photos).toMatchObject([
			{ key: shown, view: 'public' }
		]);
		expect(await photoFor(db, guest, shown!, 'public')).toEqual({
			sha256: 'masked',
			everyone: true
		});
		for (const [key, view] of [
			[shown!, 'original'],
			[kept!, 'public'],
			[kept!, 'original']
		] as const) {
			expect(await refused(() => photoFor(db, guest, key, view))).toMatchObject({
				reason: 'missing'
			});
		}
	});

	it('shows the text as the moderator left it, and no address', async () => {
		const { code } = await submitted(db, guest, { description: '张三乱丢', address: '3 号楼' });
		await released(db, who, code, monday, '有人乱丢');
		expect((await publicReport(db, guest, code)).report).toMatchObject({
			mine: false,
			description: '有人乱丢',
			address: ''
		});
	});

	it('does not wait for the unit’s photos, which stay hidden until they are looked at', async () => {
		const { code, at } = await reportIn(db, who, 'processing');
		await released(db, who, code, at);
		const later = await reportIn(db, who, 'awaiting_check');
		const [before, after] = await keysOf(later.code);
		await releasePhoto(db, who.moderator, before!, { name: 'a', masks: [] }, later.at);
		await release(later.code, later.at);
		const shown = (await publicReport(db, guest, later.code)).report.photos.map(({ key }) => key);
		expect(shown).toEqual([before]);
		expect(await refused(() => photoFor(db, guest, after!, 'public'))).toMatchObject({
			reason: 'missing'
		});
	});

	it('keeps its time when the text is mended', async () => {
		const { code } = await submitted(db);
		await released(db, who, code, monday);
		await releaseReport(db, who.moderator, code, { description: '改过' }, monday + dayMs);
		expect(await getReport(db, code)).toMatchObject({
			releasedAt: monday,
			publicDescription: '改过'
		});
		expect(await onMap()).toBe(1);
	});

	it('is the moderator’s, for photos as well', async () => {
		const { code } = await submitted(db);
		const [key] = await keysOf(code);
		for (const actor of [guest, who.resident, who.supervisor, who.administrator, who.handler]) {
			for (const attempt of [
				() => releaseReport(db, actor, code, { description: '' }, monday),
				() => releasePhoto(db, actor, key!, null, monday),
				() => withdrawReport(db, actor, code, monday)
			]) {
				expect(await refused(attempt)).toMatchObject({ reason: 'forbidden' });
			}
		}
	});

	it('of what is 作废, or whose photos are on their way, is refused', async () => {
		const voided = await reportIn(db, who, 'voided');
		expect(await refused(() => release(voided.code))).toMatchObject({ reason: 'conflict' });
		const { code } = await submitReport(db, seal, guest, uuidv7(), newReport(), monday);
		expect(await refused(() => release(code))).toMatchObject({ reason: 'conflict' });
	});

	it('of a photo that is not there is refused', async () => {
		const attempt = () => releasePhoto(db, who.moderator, 'nosuchphoto', null, monday);
		expect(await refused(attempt)).toMatchObject({ reason: 'missing' });
	});

	it('is in the audit, photo by photo', async () => {
		const { code } = await submitted(db);
		await released(db, who, code, monday);
		await withdrawReport(db, who.moderator, code, monday);
		const trail = (await auditOf(db, `report:${code}`)).map(({ action }) => action);
		expect(trail).toEqual(['submit', 'add_photo', 'release_photo', 'release', 'withdraw']);
	});
});

describe('the withdrawal', () => {
	it('takes it off the ledger, the map and its page at once, photos included', async () => {
		const { code } = await submitted(db);
		const { code: other } = await submitted(db);
		await released(db, who, code, monday);
		await released(db, who, other, monday);
		const [key] = await keysOf(code);
		await withdrawReport(db, who.moderator, code, monday + minuteMs);
		expect(await onLedger()).toEqual([other]);
		expect(await onMap()).toBe(1);
		for (const attempt of [
			() => publicReport(db, guest, code),
			() => photoFor(db, guest, key!, 'public')
		]) {
			expect(await refused(attempt)).toMatchObject({ reason: 'missing' });
		}
	});

	it('can be taken back', async () => {
		const { code } = await submitted(db);
		await released(db, who, code, monday);
		await withdrawReport(db, who.moderator, code, monday);
		await release(code, monday + dayMs);
		expect(await onLedger()).toEqual([code]);
		expect((await getReport(db, code)).releasedAt).toBe(monday + dayMs);
	});
});

describe('conduct', () => {
	it('is public to the day, everywhere it shows a time', async () => {
		const at = shanghai('2026-01-05 09:41');
		const { code } = await submitted(db, guest, { category: dogs }, at);
		await released(db, who, code, at + minuteMs);
		const day = shanghai('2026-01-05 00:00');
		expect((await listLedger(db, {})).rows).toMatchObject([{ code, submittedAt: day }]);
		const { report: page } = await publicReport(db, guest, code);
		expect(page.submittedAt).toBe(day);
		expect(page.journey.map((line) => line.at)).toEqual([day]);
	});

	it('is at its exact time for its reporter', async () => {
		const at = shanghai('2026-01-05 09:41');
		const { code, reporter } = await submitted(db, guest, { category: dogs }, at);
		expect((await publicReport(db, reporter, code)).report.submittedAt).toBe(at);
	});
});

describe('what a guest sent in confidence', () => {
	const canary = {
		phone: '13977770042',
		description: 'CANARY-描述-9f31',
		address: 'CANARY-地址-5c07',
		lat: 35.5812347,
		lng: 118.8365431
	};
	const marks = Object.values(canary).map(String);

	async function sentBy(actor: typeof guest, category?: string) {
		const { phone, ...rest } = canary;
		const changes = { ...rest, contact: { phone }, ...(category ? { category } : {}) };
		return submitted(db, actor, changes);
	}

	/** Every table that holds one of the marks, and the columns in which it is. */
	async function whereFound(): Promise<Record<string, string[]>> {
		const tables = await db.values<[string]>(
			sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_node' ESCAPE '\\' AND name NOT LIKE 'sqlite_%'`
		);
		const found: Record<string, string[]> = {};
		for (const [table] of tables) {
			const columns = await db.values<[number, string]>(
				sql`SELECT cid, name FROM pragma_table_info(${table})`
			);
			for (const [, column] of columns) {
				const holds = await db.values<[string]>(
					sql`SELECT CAST(${sql.identifier(column)} AS TEXT) FROM ${sql.identifier(table)}`
				);
				if (holds.some(([text]) => marks.some((mark) => String(text).includes(mark)))) {
					(found[table] ??= []).push(column);
				}
			}
		}
		return found;
	}

	it('is in its own columns and nowhere else, all the way to 已结案', async () => {
		const { code } = await sentBy(guest);
		const target = await reportIn(db, who, 'closed', who.neighbour);
		await released(db, who, target.code, target.at);
		const { code: other } = await submitted(db, who.resident);
		await mergeReport(db, who.moderator, code, { target: other }, monday);
		// the R*Tree keeps 32 bits of a coordinate; public_lat of an issue is where it was reported
		expect(await whereFound()).toEqual({
			reports: ['description', 'lat', 'lng', 'address', 'public_lat', 'public_lng']
		});
	});

	it('of conduct is in no public answer, before the release and after', async () => {
		const { code } = await sentBy(guest, dogs);
		const text = await allThatIsPublic([code]);
		for (const mark of marks) expect(text).not.toContain(mark);
		await released(db, who, code, monday, '有人遛狗不牵绳');
		const after = await allThatIsPublic([code]);
		expect(after).toContain('有人遛狗不牵绳');
		for (const mark of marks) expect(after).not.toContain(mark);
	});

	it('of an issue is in no public answer but for the place, once that is released', async () => {
		const { code } = await sentBy(guest);
		const before = await allThatIsPublic([code]);
		for (const mark of marks) expect(before).not.toContain(mark);
		await released(db, who, code, monday, '有垃圾');
		const after = await allThatIsPublic([code]);
		expect(after).toContain('有垃圾');
		for (const mark of [canary.phone, canary.description, canary.address]) {
			expect(after).not.toContain(mark);
		}
	});

	it('reaches no inbox and no audit on any road', async () => {
		const roads = ['closed', 'returned', 'suspended', 'rework', 'rejected', 'voided'] as const;
		for (const state of roads) {
			const { code } = await reportIn(db, who, state);
			await db.run(
				sql`UPDATE reports SET description = ${canary.description}, address = ${canary.address} WHERE code = ${code}`
			);
		}
		await sentBy(who.resident);
		expect(Object.keys(await whereFound())).toEqual(['reports']);
		expect((await rowCounts(db)).inbox).toBeGreaterThan(roads.length);
	});
});
