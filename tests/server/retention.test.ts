import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest } from '../../src/lib/accounts/roles';
import { dayMs } from '../../src/lib/time/shanghai';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { eraseOldContacts } from '../../src/lib/server/reports/commands/retention';
import { rejectReport } from '../../src/lib/server/reports/commands/triage';
import { getReport, tiesTo } from '../../src/lib/server/reports/queries/casework';
import { reporters } from '../../src/lib/server/reports/schema';
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
