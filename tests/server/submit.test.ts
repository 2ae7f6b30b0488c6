import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest } from '../../src/lib/accounts/roles';
import { distanceMetres } from '../../src/lib/places/geometry';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { checked } from '../../src/lib/server/http/endpoint';
import { Refusal } from '../../src/lib/server/refusal';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { addReportPhoto, photoStanding } from '../../src/lib/server/reports/commands/photos';
import { admitIncomplete } from '../../src/lib/server/reports/commands/enter-triage';
import { acceptReport } from '../../src/lib/server/reports/commands/triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { listQueue } from '../../src/lib/server/reports/queries/queue-lists';
import { claimHashOf } from '../../src/lib/server/reports/queries/ledger';
import { reporters } from '../../src/lib/server/reports/schema';
import { sha256 } from '../../src/lib/server/sealing';
import { NewReport } from '../../src/lib/reports/forms';
import { freshTown } from '../support/database';
import {
	dogs,
	garbage,
	inTown,
	monday,
	newReport,
	people,
	photo,
	praise,
	rowCounts,
	seal,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const send = (key: string, changes: Partial<NewReport> = {}, at = monday, actor = guest) =>
	submitReport(db, seal, actor, key, newReport(changes), at);

/** What `work` is refused with; fails when it is not, or when it left a row behind. */
async function refused(work: () => Promise<unknown>): Promise<Refusal> {
	const before = await rowCounts(db);
	const problem = await work().catch((error: unknown) => error);
	expect(problem).toBeInstanceOf(Refusal);
	expect(await rowCounts(db)).toEqual(before);
	return problem as Refusal;
}

describe('the same report sent again', () => {
	it('three times in a row is one report with one answer', async () => {
		const key = uuidv7();
		const first = await send(key);
		const before = await rowCounts(db);
		const again = [await send(key, {}, monday + minuteMs), await send(key, {}, monday + dayMs)];
		expect(first).toMatchObject({ created: true });
		expect(again).toEqual([
			{ ...first, created: false },
			{ ...first, created: false }
		]);
		expect(await rowCounts(db)).toEqual(before);
	});

	it('twenty times at once is one report with one answer', async () => {
		const key = uuidv7();
		const answers = await Promise.all(Array.from({ length: 20 }, () => send(key)));
		expect(new Set(answers.map(({ code }) => code)).size).toBe(1);
		expect(new Set(answers.map(({ claim }) => claim)).size).toBe(1);
		expect(answers.filter(({ created }) => created)).toHaveLength(1);
		expect(await rowCounts(db)).toMatchObject({ reports: 1, reporters: 1, report_events: 1 });
	});

	it('with the same photo twenty times at once is one photo, and triage entered once', async () => {
		const key = uuidv7();
		const { code } = await send(key);
		const same = photo();
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => addReportPhoto(db, guest, key, 0, same, monday))
		);
		expect(answers.filter(Boolean)).toHaveLength(1);
		expect(await rowCounts(db)).toMatchObject({ photos: 1, clocks: 1 });
		expect(await getReport(db, code)).toMatchObject({ readyAt: monday, incomplete: false });
	});

	it('answers alike however far it has come meanwhile, and whoever asks', async () => {
		const { code, key } = await submitted(db);
		await acceptReport(db, who.moderator, code, { category: garbage }, monday + minuteMs);
		expect(await send(key)).toMatchObject({ code, created: false });
	});

	it('gives a guest’s claim again after signing in, and none for what an account sent', async () => {
		const key = uuidv7();
		const asGuest = await submitReport(db, seal, guest, key, newReport(), monday);
		const signedIn = await submitReport(db, seal, who.resident, key, newReport(), monday);
		expect(signedIn).toEqual({ ...asGuest, created: false });
		const other = uuidv7();
		await submitReport(db, seal, who.resident, other, newReport(), monday);
		const repeated = await submitReport(db, seal, guest, other, newReport(), monday);
		expect(repeated).not.toHaveProperty('claim');
	});

	it.each<[string, Partial<NewReport>]>([
		['another description', { description: '楼上有垃圾' }],
		['another category', { category: 'sanitation.bin_overflow' }],
		['another place', { lat: inTown.lat + 1e-7 }],
		['another address', { address: '3 号楼' }],
		['another number of photos', { photos: 2 }],
		['another time', { occurred_at: '2026-01-05T07:00:00+08:00' }],
		['another accuracy', { accuracy_m: 12 }],
		['a phone', { contact: { phone: '13900001234' } }]
	])('with %s under its key is refused', async (_, changes) => {
		const key = uuidv7();
		await send(key);
		const refusal = await refused(() => send(key, changes));
		expect(refusal).toMatchObject({ reason: 'conflict', status: 409 });
	});

	it('is the same when what is left out is sent as nothing', async () => {
		const key = uuidv7();
		await send(key, { accuracy_m: null });
		expect(await send(key)).toMatchObject({ created: false });
	});
});

describe('a guest', () => {
	it('gets the same claim on each repeat, and only its hash is kept', async () => {
		const key = uuidv7();
		const { claim, code } = await send(key);
		expect(claim).toMatch(/^[\w-]{43}$/);
		expect((await send(key)).claim).toBe(claim);
		expect(await claimHashOf(db, code)).toBe(sha256(claim!));
		expect((await send(uuidv7())).claim).not.toBe(claim);
	});

	it('leaves a phone that is sealed, apart from the report', async () => {
		const { code } = await send(uuidv7(), { contact: { phone: '13900001234' } });
		const { id } = await getReport(db, code);
		const [row] = await db.select().from(reporters).where(eq(reporters.reportId, id));
		expect(seal.open(row!.phoneSealed!)).toBe('13900001234');
		expect(JSON.stringify(row)).not.toContain('13900001234');
		expect(row!.phoneIndex).toBe(seal.index('phone', '13900001234'));
	});

	it('who signed in holds no claim: the account is what counts', async () => {
		const key = uuidv7();
		const { claim, code } = await send(key, {}, monday, who.resident);
		expect(claim).toBeUndefined();
		expect(await claimHashOf(db, code)).toBeNull();
	});
});

describe('the photos of a report', () => {
	it('bring it into triage with the last of them, whatever their order', async () => {
		const key = uuidv7();
		const { code } = await send(key, { photos: 3 });
		for (const n of [2, 0]) await addReportPhoto(db, guest, key, n, photo(), monday + n);
		expect(await getReport(db, code)).toMatchObject({ readyAt: null, dueAt: null });
		expect(await listQueue(db, ['submitted'])).toEqual([]);
		await refused(() => acceptReport(db, who.moderator, code, { category: garbage }, monday));

		await addReportPhoto(db, guest, key, 1, photo(), monday + minuteMs);
		expect(await getReport(db, code)).toMatchObject({
			readyAt: monday + minuteMs,
			dueAt: monday + 16 * minuteMs
		});
		expect(await listQueue(db, ['submitted'])).toMatchObject([{ code }]);
	});

	it('are refused beyond their number, without a report, and in a place that is taken', async () => {
		const key = uuidv7();
		await send(key, { photos: 2 });
		await addReportPhoto(db, guest, key, 0, photo(), monday);
		const attempts = {
			invalid: () => addReportPhoto(db, guest, key, 2, photo(), monday),
			missing: () => addReportPhoto(db, guest, uuidv7(), 0, photo(), monday),
			conflict: () => addReportPhoto(db, guest, key, 0, photo(), monday)
		};
		for (const [reason, attempt] of Object.entries(attempts)) {
			expect(await refused(attempt)).toMatchObject({ reason });
		}
	});

	it('can be asked after before one is decoded', async () => {
		const key = uuidv7();
		await send(key, { photos: 2 });
		const first = photo();
		await addReportPhoto(db, guest, key, 0, first, monday);
		expect(await photoStanding(db, key, 0)).toEqual({ uploadHash: first.uploadHash });
		expect(await photoStanding(db, key, 1)).toEqual({ uploadHash: null });
		expect(await refused(() => photoStanding(db, key, 2))).toMatchObject({ reason: 'invalid' });
		expect(await refused(() => photoStanding(db, uuidv7(), 0))).toMatchObject({
			reason: 'missing'
		});
	});

	it('that do not come within a day let it in flagged, and not before', async () => {
		const key = uuidv7();
		const { code } = await send(key, { photos: 2 });
		await addReportPhoto(db, guest, key, 0, photo(), monday);
		expect(await admitIncomplete(db, monday + dayMs - minuteMs)).toBe(0);
		expect(await getReport(db, code)).toMatchObject({ readyAt: null, incomplete: false });

		const after = monday + dayMs + minuteMs;
		expect(await admitIncomplete(db, after)).toBe(1);
		expect(await getReport(db, code)).toMatchObject({
			readyAt: after,
			incomplete: true,
			dueAt: after + 15 * minuteMs
		});
		expect(await admitIncomplete(db, after + minuteMs)).toBe(0);
	});

	it('that come after that day are still taken, and the clock goes on', async () => {
		const key = uuidv7();
		const { code } = await send(key);
		await admitIncomplete(db, monday + dayMs + minuteMs);
		expect(await addReportPhoto(db, guest, key, 0, photo(), monday + 26 * hourMs)).toBe(true);
		expect(await getReport(db, code)).toMatchObject({ readyAt: monday + dayMs + minuteMs });
		expect(await rowCounts(db)).toMatchObject({ photos: 1, clocks: 1 });
	});
});

describe('a report without photos', () => {
	it('of praise in words enters triage at once', async () => {
		const { code } = await send(uuidv7(), { category: praise, description: '谢谢', photos: 0 });
		expect(await getReport(db, code)).toMatchObject({ kind: 'praise', readyAt: monday });
	});

	it('of praise without words is refused', async () => {
		const refusal = await refused(() =>
			send(uuidv7(), { category: praise, description: '', photos: 0 })
		);
		expect(refusal).toMatchObject({ reason: 'invalid', fields: { description: '请写几句话' } });
	});

	it.each([garbage, dogs])('of %s is refused', async (category) => {
		const refusal = await refused(() => send(uuidv7(), { category, photos: 0 }));
		expect(refusal).toMatchObject({ reason: 'invalid', fields: { photos: '请至少拍一张照片' } });
	});
});

describe('the place of a report', () => {
	it('in town is named, with its grid', async () => {
		const { code } = await submitted(db);
		const { outside, gridId, placeName } = await getReport(db, code);
		expect({ outside, gridId: typeof gridId, named: placeName !== '' }).toEqual({
			outside: false,
			gridId: 'number',
			named: true
		});
	});

	it('within 5 km of the town is taken and flagged, beyond is refused', async () => {
		// eastwards until the town ends
		const step = 0.001;
		let lng = inTown.lng;
		let taken = 0;
		let refusal: Refusal | undefined;
		while (!refusal) {
			lng += step * (taken > 0 ? 5 : 20);
			const answer = await send(uuidv7(), { lng }).catch((error: Refusal) => error);
			if (answer instanceof Refusal) refusal = answer;
			else if ((await getReport(db, answer.code)).outside) taken++;
			expect(lng).toBeLessThan(120);
		}
		expect(refusal).toMatchObject({ reason: 'invalid', fields: { place: '位置不在本地范围内' } });
		const width = taken * distanceMetres({ ...inTown, lng }, { ...inTown, lng: lng + 5 * step });
		expect(width).toBeGreaterThan(3_500);
		expect(width).toBeLessThan(6_500);
	});

	it('far away leaves nothing', async () => {
		expect(await refused(() => send(uuidv7(), { lat: 12.5, lng: 115.25 }))).toMatchObject({
			reason: 'invalid'
		});
		expect(await refused(() => send(uuidv7(), { lat: 0, lng: 0 }))).toMatchObject({
			reason: 'invalid'
		});
	});

	it('of conduct is rounded for the public and kept as it is for the case', async () => {
		const { code } = await submitted(db, guest, { category: dogs });
		const { lat, lng, publicLat, publicLng } = await getReport(db, code);
		expect({ lat, lng }).toEqual(inTown);
		const moved = distanceMetres(inTown, { lat: publicLat!, lng: publicLng! });
		expect(moved).toBeGreaterThan(0);
		expect(moved).toBeLessThanOrEqual(36);

		const near = { lat: inTown.lat + 0.00002, lng: inTown.lng + 0.00002 };
		const other = await getReport(
			db,
			(await submitted(db, guest, { category: dogs, ...near })).code
		);
		expect([other.publicLat, other.publicLng]).toEqual([publicLat, publicLng]);
	});

	it('of an issue is public as reported', async () => {
		const { code } = await submitted(db);
		const { publicLat, publicLng } = await getReport(db, code);
		expect({ lat: publicLat, lng: publicLng }).toEqual(inTown);
	});
});

describe('the time of a report', () => {
	const seen = (ms: number) => ({ occurred_at: new Date(monday + ms).toISOString() });

	it('in the future is refused', async () => {
		const refusal = await refused(() => send(uuidv7(), seen(11 * minuteMs)));
		expect(refusal).toMatchObject({
			reason: 'invalid',
			fields: { occurred_at: '发现时间不能在将来' }
		});
	});

	it.each([
		['of a clock a little ahead is now', 9 * minuteMs, 0],
		['of yesterday is yesterday', -dayMs, -dayMs]
	])('%s', async (_, given, kept) => {
		const { code } = await send(uuidv7(), seen(given));
		expect((await getReport(db, code)).occurredAt).toBe(monday + kept);
	});

	it('not given is that of sending', async () => {
		const { code } = await send(uuidv7());
		expect((await getReport(db, code)).occurredAt).toBe(monday);
	});
});

describe('what a resident wrote', () => {
	it('keeps its 4-byte characters and loses control characters', async () => {
		const input = checked(NewReport, {
			...newReport(),
			description: '𠮷野家门口🚮\u0000\u001b[31m很脏',
			address: '𠮷\u0007路'
		});
		const { code } = await submitReport(db, seal, guest, uuidv7(), input, monday);
		expect(await getReport(db, code)).toMatchObject({
			description: '𠮷野家门口🚮[31m很脏',
			address: '𠮷路'
		});
	});

	it('is text and no SQL', async () => {
		const description = `'); DROP TABLE reports; -- " ? :a $1 %`;
		const { code } = await submitted(db, guest, { description });
		expect((await getReport(db, code)).description).toBe(description);
	});
});

it('a category that is unknown is refused and leaves nothing', async () => {
	const refusal = await refused(() => send(uuidv7(), { category: 'no.such' }));
	expect(refusal).toMatchObject({ reason: 'invalid', fields: { category: '请选择类别' } });
});
