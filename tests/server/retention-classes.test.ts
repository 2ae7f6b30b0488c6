import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { retentionClasses, retentionNames } from '../../src/lib/retention/classes';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Connection } from '../../src/lib/server/db';
import { decodePhoto } from '../../src/lib/server/photos/images';
import { diskStore } from '../../src/lib/server/photos/store';
import { addSite, checkSite, checksOf, getSite } from '../../src/lib/server/posters/sites';
import { getReport, photosOf } from '../../src/lib/server/reports/queries/casework';
import { deskLines } from '../../src/lib/server/reports/queries/desk';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { photoFor } from '../../src/lib/server/reports/queries/photos';
import { removeStrayPictures } from '../../src/lib/server/reports/commands/retention';
import { rejectReport } from '../../src/lib/server/reports/commands/triage';
import { photos, reporters } from '../../src/lib/server/reports/schema';
import {
	chooseRetention,
	dryRun,
	retentionDays,
	runDueRetention,
	runRetention
} from '../../src/lib/server/retention/run';
import { freshTown } from '../support/database';
import {
	account,
	inTown,
	monday,
	people,
	released,
	reportIn,
	rowCounts,
	submitted,
	type People
} from '../support/factories';
import { jpegPhoto } from '../support/pictures';

let db: Connection['db'];
let who: People;
let security: Actor;
const nothing = Object.fromEntries(retentionNames.map((name) => [name, 0]));

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	security = await account(db, 'security_admin');
});

const rowsOf = async (code: string) => {
	const { id } = await getReport(db, code);
	return db.select().from(photos).where(eq(photos.reportId, id));
};

describe('what has been kept as long as it may', () => {
	it('goes by class, exactly as the dry run said, and its places stay', async () => {
		const closed = await reportIn(db, who, 'closed');
		await released(db, who, closed.code, closed.at);
		const open = await submitted(db, guest, { contact: { phone: '13900001234' } }, monday);
		const later = closed.at + 366 * dayMs;
		const before = await rowCounts(db);

		const counts = await dryRun(db, security, later);
		expect(counts.photo_originals).toBeGreaterThan(1);
		expect(counts.letters).toBeGreaterThan(0);
		expect([counts.public_copies, counts.guest_contacts]).toEqual([0, 0]);
		expect(await runRetention(db, security, { at: later, seen: counts }, later)).toEqual(counts);
		expect(await dryRun(db, security, later)).toEqual(nothing);

		const own = await rowsOf(closed.code);
		expect(own).toHaveLength(counts.photo_originals);
		expect(own.every(({ original, dhash }) => original === '' && dhash === '')).toBe(true);
		// what is left to see of it is what the public sees
		const shown = own.find(({ released: copy }) => copy !== null)!;
		expect(await photoFor(db, who.moderator, shown.key, 'original')).toMatchObject({
			sha256: shown.released
		});
		expect((await rowsOf(open.code)).every(({ original }) => original !== '')).toBe(true);
		const after = await rowCounts(db);
		for (const table of ['reports', 'photos', 'reporters', 'report_events']) {
			expect(after[table], table).toBe(before[table]);
		}
		const { id } = await getReport(db, closed.code);
		expect(await photosOf(db, id)).toHaveLength(own.length);

		const longAfter = closed.at + 1096 * dayMs;
		expect(await runDueRetention(db, longAfter)).toMatchObject({ photo_originals: 0 });
		expect((await rowsOf(closed.code)).every(({ released: copy }) => copy === null)).toBe(true);
		// and no list or case names a picture that is nowhere
		const view = await fieldCase(db, who.checker, closed.code);
		expect([view.before, view.history.flatMap((line) => line.photos)]).toEqual([[], []]);
		expect(view.photosErased).toBe(own.length);
		expect((await deskLines(db, 'archive', longAfter)).lines).toMatchObject([
			{ code: closed.code, photoKey: null }
		]);
		const lines = await auditOf(db, 'retention');
		expect(lines.map(({ action, role }) => [action, role])).toEqual([
			['dry_run_retention', 'security_admin'],
			['run_retention', 'security_admin'],
			['dry_run_retention', 'security_admin'],
			['run_retention', 'system']
		]);
		expect(JSON.parse(lines[1]!.detail)).toEqual(counts);
	}, 30_000);

	it('of a guest who left no phone is the mark of the device, once the case is over for so long', async () => {
		const device = uuidv7();
		const { code } = await submitted(db, guest, {}, monday, device);
		const { code: open } = await submitted(db, guest, {}, monday, device);
		await rejectReport(db, who.moderator, code, { reason: 'unclear', note: '' }, monday);
		const marked = async (which: string) => {
			const { id } = await getReport(db, which);
			const [row] = await db.select().from(reporters).where(eq(reporters.reportId, id));
			return row!.deviceHash !== null;
		};
		expect(await runDueRetention(db, monday + 30 * dayMs)).toEqual(nothing);
		expect(await marked(code)).toBe(true);
		const later = monday + 30 * dayMs + 1;
		expect(await dryRun(db, security, later)).toEqual({ ...nothing, device_marks: 1 });
		expect(await runDueRetention(db, later)).toEqual({ ...nothing, device_marks: 1 });
		expect([await marked(code), await marked(open)]).toEqual([false, true]);
		expect(await runDueRetention(db, later)).toEqual(nothing);
	});

	it('of the check of a poster’s site is the photo, from the store too, and what was found stays', async () => {
		const storage = diskStore(mkdtempSync(join(tmpdir(), 'tongxing-photos-')));
		const { sha256, jpeg } = await decodePhoto(await jpegPhoto(320, 240, 1));
		await storage.put(`${sha256}.jpg`, jpeg);
		const code = await addSite(
			db,
			who.moderator,
			{
				...{ name: '广场灯杆', kind: 'lamp_post', size: '', material: '', themeId: null },
				...{ ...inTown, since: '2026-01-05', unitId: who.ours }
			},
			monday
		);
		const found = { condition: 'worn', note: '褪色' } as const;
		await checkSite(db, who.moderator, code, found, sha256, monday);
		const stray = () => removeStrayPictures(db, storage, Date.now() + 1000);
		expect(await stray()).toBe(0);

		expect(await runDueRetention(db, monday + 365 * dayMs)).toEqual(nothing);
		const later = monday + 365 * dayMs + 1;
		const counts = await dryRun(db, security, later);
		expect(counts).toEqual({ ...nothing, site_photos: 1 });
		expect(await runRetention(db, security, { at: later, seen: counts }, later)).toEqual(counts);
		const { id, condition } = await getSite(db, code);
		expect(condition).toBe('worn');
		expect(await checksOf(db, id)).toMatchObject([{ ...found, photo: null }]);
		expect(await stray()).toBe(1);
		expect(await runDueRetention(db, later)).toEqual(nothing);
	});

	it('does not go on an order that nobody saw, that is stale, or of something else', async () => {
		const { at } = await reportIn(db, who, 'closed');
		const later = at + 400 * dayMs;
		const seen = await dryRun(db, security, later);
		const refusals = [
			[{ at: later, seen: {} }, later],
			[{ at: later, seen: { ...seen, letters: seen.letters + 1 } }, later],
			[{ at: later, seen }, later + 2 * hourMs],
			[{ at: later + 1, seen }, later]
		] as const;
		for (const [input, time] of refusals) {
			await expect(runRetention(db, security, input, time)).rejects.toMatchObject({
				reason: 'conflict'
			});
		}
		expect(await dryRun(db, security, later)).toEqual(seen);
	}, 30_000);

	it('is the security administrator’s to say, within the bounds', async () => {
		await chooseRetention(db, security, { name: 'photo_originals', value: 90 }, monday);
		expect(await retentionDays(db)).toMatchObject({ photo_originals: 90, public_copies: 1095 });
		for (const name of retentionNames) {
			const { least, most } = retentionClasses[name];
			for (const value of [least - 1, most + 1, least + 0.5, NaN]) {
				await expect(chooseRetention(db, security, { name, value }, monday)).rejects.toMatchObject({
					reason: 'invalid'
				});
			}
		}
		const audit = await account(db, 'audit_admin');
		for (const actor of [who.administrator, audit, who.moderator, guest]) {
			const input = { name: 'letters', value: 365 } as const;
			const forbidden = { reason: 'forbidden' };
			await expect(chooseRetention(db, actor, input, monday)).rejects.toMatchObject(forbidden);
			await expect(dryRun(db, actor, monday)).rejects.toMatchObject(forbidden);
			const order = { at: monday, seen: nothing };
			await expect(runRetention(db, actor, order, monday)).rejects.toMatchObject(forbidden);
		}
	});
});
