import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { guest } from '../../src/lib/accounts/roles';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { diskStore } from '../../src/lib/server/photos/store';
import {
	eraseOldContacts,
	removeStrayPictures
} from '../../src/lib/server/reports/commands/retention';
import { rejectReport } from '../../src/lib/server/reports/commands/triage';
import { caseFile, getReport, tiesTo } from '../../src/lib/server/reports/queries/casework';
import { photos, reporters } from '../../src/lib/server/reports/schema';
import { freshTown } from '../support/database';
import { monday, people, rowCounts, submitted, type People } from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const contact = { phone: '13900001234' };
const unclear = { reason: 'unclear', note: '' } as const;

async function contactOf(code: string) {
	const { id } = await getReport(db, code);
	const [row] = await db.select().from(reporters).where(eq(reporters.reportId, id));
	return row!;
}

describe('the phone that a guest left', () => {
	it('is kept while the case is open, however long', async () => {
		const { code } = await submitted(db, guest, { contact });
		expect(await eraseOldContacts(db, monday + 400 * dayMs)).toBe(0);
		expect((await contactOf(code)).phoneSealed).not.toBeNull();
	});

	it('is erased thirty days after the case is over, and not a moment before', async () => {
		const { code, reporter } = await submitted(db, guest, { contact });
		const { code: open } = await submitted(db, guest, { contact });
		await rejectReport(db, who.moderator, code, unclear, monday);
		expect(await eraseOldContacts(db, monday + 30 * dayMs)).toBe(0);
		expect((await contactOf(code)).phoneSealed).not.toBeNull();

		expect(await eraseOldContacts(db, monday + 30 * dayMs + 1)).toBe(1);
		expect(await contactOf(code)).toMatchObject({ phoneSealed: null, phoneIndex: null });
		expect((await contactOf(open)).phoneSealed).not.toBeNull();
		// the claim still opens the report: it says nothing of who holds it
		const { id } = await getReport(db, code);
		expect(await tiesTo(db, reporter, id)).toMatchObject({ reporter: true });
	});

	it('is erased once, with a line in the audit that names nobody', async () => {
		const { code } = await submitted(db, guest, { contact });
		await rejectReport(db, who.moderator, code, unclear, monday);
		await eraseOldContacts(db, monday + 31 * dayMs);
		const before = await rowCounts(db);
		expect(await eraseOldContacts(db, monday + 32 * dayMs)).toBe(0);
		expect(await rowCounts(db)).toEqual(before);
		expect(await auditOf(db, 'reports')).toMatchObject([
			{ action: 'erase_contacts', role: 'system', detail: '{"reports":1}' }
		]);
		expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
	});
});

describe('a picture that no photo names', () => {
	const bytes = Buffer.from('a picture');
	const name = (letter: string) => letter.repeat(64);
	let storage: ReturnType<typeof diskStore>;

	beforeEach(() => {
		const folder = mkdtempSync(join(tmpdir(), 'tongxing-strays-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		storage = diskStore(folder);
	});

	it('is removed with its renditions an hour later, and what a photo names is kept', async () => {
		const { code } = await submitted(db);
		const { photos: taken } = await caseFile(db, code);
		const [row] = await db.select().from(photos);
		expect(taken).toHaveLength(1);
		for (const file of [`${name('a')}.jpg`, `${name('a')}-w320.webp`, `${row!.original}.jpg`]) {
			await storage.put(file, bytes);
		}
		expect(await removeStrayPictures(db, storage, Date.now() - hourMs)).toBe(0);
		expect(await removeStrayPictures(db, storage, Date.now() + 1000)).toBe(2);
		expect(await storage.get(`${name('a')}.jpg`)).toBeNull();
		expect(await storage.get(`${row!.original}.jpg`)).toEqual(bytes);
	});

	it('is kept when it was put again just now', async () => {
		const file = `${name('b')}.jpg`;
		await storage.put(file, bytes);
		await new Promise((resolve) => setTimeout(resolve, 30));
		const between = Date.now();
		await new Promise((resolve) => setTimeout(resolve, 30));
		await storage.put(file, bytes);
		expect(await removeStrayPictures(db, storage, between)).toBe(0);
		expect(await storage.get(file)).toEqual(bytes);
	});
});
