import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { guest, theSystem, type Actor } from '../../src/lib/accounts/roles';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { addStaff } from '../../src/lib/server/accounts/people';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { diskStore } from '../../src/lib/server/photos/store';
import { listUnits } from '../../src/lib/server/places/queries';
import {
	failReport,
	passReport,
	verifyReport
} from '../../src/lib/server/reports/commands/checking';
import {
	acknowledgeReport,
	feedBack,
	handOver,
	returnReport
} from '../../src/lib/server/reports/commands/handling';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { addReportPhoto } from '../../src/lib/server/reports/commands/photos';
import type { StoredPhoto } from '../../src/lib/server/reports/commands/photos';
import { takePhotos } from '../../src/lib/server/reports/commands/take-photos';
import {
	acceptReport,
	askVerification,
	dispatchReport
} from '../../src/lib/server/reports/commands/triage';
import { caseFile, getReport } from '../../src/lib/server/reports/queries/casework';
import { checkWork, unitWork } from '../../src/lib/server/reports/queries/field';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { sealing } from '../../src/lib/server/sealing';
import { freshTown } from '../support/database';
import { jpegPhoto } from '../support/pictures';

const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });
/** A Monday, 09:00 in Shanghai. */
const monday = Date.UTC(2026, 0, 5, 1);
const phone = '13900001234';

let db: Db;
let units: { id: number; name: string }[];
let ours: number;
let theirs: number;
let staff: Record<'moderator' | 'handler' | 'other' | 'checker' | 'ownChecker', Actor>;

beforeEach(async () => {
	db = await freshTown();
	units = await listUnits(db);
	[ours, theirs] = [units[0]!.id, units[1]!.id];
	staff = {
		moderator: await colleague('moderator', 'moderator', null),
		handler: await colleague('handler', 'unit_handler', ours),
		other: await colleague('other', 'unit_handler', theirs),
		checker: await colleague('checker', 'checker', null),
		ownChecker: await colleague('own.checker', 'checker', ours)
	};
});

async function colleague(
	loginName: string,
	role: 'moderator' | 'unit_handler' | 'checker',
	unitId: number | null
): Promise<Actor> {
	const administrator: Actor = { ...theSystem, role: 'system_admin' };
	const person = { loginName, name: loginName, role, unitId, password: 'a long password' };
	const accountId = await addStaff(db, administrator, person, monday);
	return { ...guest, accountId, role, unitId, name: loginName };
}

let made = 0;
const photo = (): StoredPhoto => {
	const hash = (++made).toString(16).padStart(64, '0');
	return { uploadHash: hash, original: hash, width: 800, height: 600, dhash: '0123456789abcdef' };
};

const town = { lat: 35.581, lng: 118.836 };

async function submitted(at = monday, place = town): Promise<string> {
	const key = uuidv7();
	const { code } = await submitReport(
		db,
		seal,
		guest,
		key,
		{
			category: 'sanitation.exposed_garbage',
			description: '楼下有垃圾',
			...place,
			address: '',
			photos: 1,
			contact: { phone }
		},
		at
	);
	await addReportPhoto(db, guest, key, 0, photo(), at);
	return code;
}

async function dispatched({ unitId = ours, place = town, at = monday } = {}): Promise<string> {
	const code = await submitted(at, place);
	await acceptReport(db, staff.moderator, code, { category: 'sanitation.exposed_garbage' }, at);
	const how = { unitId, basis: 'law', document: '', note: '' } as const;
	await dispatchReport(db, staff.moderator, code, how, at);
	return code;
}

async function handedIn(after = [photo()], of: { unitId?: number; place?: typeof town } = {}) {
	const code = await dispatched(of);
	const handler = of.unitId === theirs ? staff.other : staff.handler;
	await acknowledgeReport(db, handler, code, monday + minuteMs);
	await feedBack(db, handler, code, { note: '已清理' }, after, monday + hourMs);
	return code;
}

const stateOf = async (code: string) => (await getReport(db, code)).state;
const actionsOf = async (code: string) =>
	(await caseFile(db, code)).events.map(({ action }) => action);

describe('a case dispatched to a unit', () => {
	it('is acknowledged by that unit', async () => {
		const code = await dispatched();
		await acknowledgeReport(db, staff.handler, code, monday);
		expect(await stateOf(code)).toBe('processing');
	});

	it('is neither acknowledged, returned nor opened by another unit', async () => {
		const code = await dispatched();
		const before = await actionsOf(code);
		const refused = { reason: 'forbidden' };
		await expect(acknowledgeReport(db, staff.other, code, monday)).rejects.toMatchObject(refused);
		await expect(
			returnReport(db, staff.other, code, { reason: '不是我们的' }, monday)
		).rejects.toMatchObject(refused);
		await expect(fieldCase(db, staff.other, code)).rejects.toMatchObject({
			...refused,
			message: expect.stringContaining('不由您办理')
		});
		expect(await stateOf(code)).toBe('dispatched');
		expect(await actionsOf(code)).toEqual(before);
	});

	it('goes back to the moderator with the reason, and its clock rests meanwhile', async () => {
		const code = await dispatched();
		await returnReport(db, staff.handler, code, { reason: '属小区物业' }, monday + hourMs);
		const { report, events } = await caseFile(db, code);
		expect(report.state).toBe('returned');
		expect(events.at(-1)).toMatchObject({ action: 'return', note: '属小区物业', publicNote: '' });

		// of four working hours one was used in the morning
		const how = { unitId: ours, basis: 'law', document: '', note: '' } as const;
		await dispatchReport(db, staff.moderator, code, how, monday + 5 * hourMs);
		expect((await getReport(db, code)).dueAt).toBe(monday + 8 * hourMs);
	});

	it('conflicts for the colleague who comes second', async () => {
		const code = await dispatched();
		await acknowledgeReport(db, staff.handler, code, monday);
		await expect(acknowledgeReport(db, staff.handler, code, monday)).rejects.toMatchObject({
			reason: 'conflict',
			message: expect.stringContaining('处置中')
		});
	});

	it('shows the unit nothing of who reported it', async () => {
		const code = await dispatched();
		const shown = await fieldCase(db, staff.handler, code.toLowerCase().replace('-', ''));
		const { key, contentHash } = await getReport(db, code);
		expect(shown.code).toBe(code);
		for (const secret of [phone, key, contentHash, 'guest']) {
			expect(JSON.stringify(shown)).not.toContain(secret);
		}
	});
});

describe('feedback', () => {
	it('without a photo is refused and leaves nothing', async () => {
		const code = await dispatched();
		await acknowledgeReport(db, staff.handler, code, monday);
		const before = await caseFile(db, code);
		await expect(
			feedBack(db, staff.handler, code, { note: '好了' }, [], monday + hourMs)
		).rejects.toMatchObject({ reason: 'invalid', fields: { photos: expect.any(String) } });
		expect(await caseFile(db, code)).toEqual(before);
	});

	it('on a case that has moved on conflicts and leaves no photo', async () => {
		const code = await handedIn();
		const before = await caseFile(db, code);
		await expect(
			feedBack(db, staff.handler, code, { note: '又好了' }, [photo()], monday + 2 * hourMs)
		).rejects.toMatchObject({ reason: 'conflict' });
		expect(await caseFile(db, code)).toEqual(before);
	});

	it.each([
		['within the limit', hourMs, false],
		['after it', 9 * hourMs, true]
	])('%s is remembered as such', async (_, later, overdue) => {
		const code = await dispatched();
		await acknowledgeReport(db, staff.handler, code, monday);
		await feedBack(db, staff.handler, code, { note: '好了' }, [photo()], monday + later);
		expect(await getReport(db, code)).toMatchObject({ state: 'awaiting_check', overdue });
	});
});

describe('a case that awaits its check', () => {
	it('is closed by a checker with before and after to compare', async () => {
		const after = [photo(), photo()];
		const code = await handedIn(after);
		const seen = await fieldCase(db, staff.checker, code);
		expect([seen.before.length, seen.after.length]).toEqual([1, 2]);
		expect(seen.offered).toEqual(['pass', 'fail']);

		await passReport(db, staff.checker, code, { note: '干净' }, [], monday + 2 * hourMs);
		expect(await getReport(db, code)).toMatchObject({
			state: 'closed',
			closedAt: monday + 2 * hourMs,
			dueAt: null
		});
	});

	it('is not for a checker of the unit that handled it', async () => {
		const code = await handedIn();
		expect((await fieldCase(db, staff.ownChecker, code)).offered).toEqual([]);
		const [note, photos, at] = [{ note: '' }, [photo()], monday + 2 * hourMs];
		await expect(passReport(db, staff.ownChecker, code, note, photos, at)).rejects.toMatchObject({
			reason: 'forbidden'
		});
		await expect(
			failReport(db, staff.ownChecker, code, { reason: '没好' }, photos, at)
		).rejects.toMatchObject({ reason: 'forbidden' });
		expect(await stateOf(code)).toBe('awaiting_check');
	});

	it('is not sent back without a photo', async () => {
		const code = await handedIn();
		await expect(
			failReport(db, staff.checker, code, { reason: '没好' }, [], monday + 2 * hourMs)
		).rejects.toMatchObject({ reason: 'invalid', fields: { photos: expect.any(String) } });
		expect(await getReport(db, code)).toMatchObject({ state: 'awaiting_check', reworkCount: 0 });
	});

	it('sent back counts, and the clock goes on from what was used', async () => {
		const code = await handedIn();
		const reason = { reason: '墙角还有' };
		// four working hours, one of them used before the feedback
		await failReport(db, staff.checker, code, reason, [photo()], monday + 2 * hourMs);
		expect(await getReport(db, code)).toMatchObject({
			state: 'rework',
			reworkCount: 1,
			dueAt: Date.UTC(2026, 0, 5, 8)
		});

		await feedBack(db, staff.handler, code, { note: '好了' }, [photo()], monday + 3 * hourMs);
		await failReport(db, staff.checker, code, reason, [photo()], monday + 3 * hourMs + minuteMs);
		expect((await getReport(db, code)).reworkCount).toBe(2);
		const seen = await fieldCase(db, staff.handler, code);
		expect(seen.history.filter(({ action }) => action === 'fail')).toEqual([
			expect.objectContaining({ note: '墙角还有', photos: [expect.anything()] }),
			expect.objectContaining({ note: '墙角还有', photos: [expect.anything()] })
		]);
	});

	it('passes once: the second of two checkers conflicts', async () => {
		const code = await handedIn();
		const pass = () => passReport(db, staff.checker, code, { note: '' }, [], monday + 2 * hourMs);
		const outcomes = await Promise.allSettled([pass(), pass()]);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { reason: 'conflict' }
		});
		expect((await actionsOf(code)).filter((action) => action === 'pass')).toHaveLength(1);
	});
});

describe('a report to be verified', () => {
	it.each(['exists', 'not_there', 'could_not_tell'] as const)(
		'goes back to the moderator with the finding %s',
		async (finding) => {
			const code = await submitted();
			await askVerification(db, staff.moderator, code, { note: '看门牌' }, monday);
			const input = { finding, note: '在 3 号门' };
			await verifyReport(db, staff.checker, code, input, [photo()], monday + minuteMs);
			const { report, events, photos } = await caseFile(db, code);
			expect(report.state).toBe('submitted');
			expect(events.at(-1)).toMatchObject({ action: 'verified' });
			expect(photos.map(({ stage }) => stage)).toEqual(['report', 'check']);
		}
	);
});

describe('the work lists', () => {
	it("hold a unit's own cases by what is to be done", async () => {
		const waiting = await dispatched();
		const working = await dispatched();
		await acknowledgeReport(db, staff.handler, working, monday);
		const checked = await handedIn();
		await passReport(db, staff.checker, checked, { note: '' }, [], monday + 2 * hourMs);
		const awaiting = await handedIn();
		await dispatched({ unitId: theirs });

		const work = await unitWork(db, ours, monday + 3 * hourMs);
		const codes = (cases: { code: string }[]) => cases.map(({ code }) => code);
		expect(codes(work.toAcknowledge.cases)).toEqual([waiting]);
		expect(codes(work.atWork.cases)).toEqual([working]);
		expect(codes(work.handedIn.cases)).toEqual([awaiting]);
		expect(codes(work.closed)).toEqual([checked]);
		expect(work.toAcknowledge.all).toBe(1);
	});

	it('offer a checker what is pressing first, and nothing of the own unit', async () => {
		const first = await handedIn([photo()], { unitId: theirs });
		const second = await handedIn([photo()], { unitId: theirs });
		const own = await handedIn([photo()], { unitId: ours });

		const codes = async (actor: Actor) =>
			(await checkWork(db, actor)).cases.map(({ code }) => code);
		expect(await codes(staff.ownChecker)).toEqual([first, second]);
		expect(await codes(staff.checker)).toEqual([first, second, own]);
	});

	it('show a colleague what was handed over, and who has it', async () => {
		const { accountId } = await colleague('colleague', 'unit_handler', ours);
		const code = await dispatched();
		await acknowledgeReport(db, staff.handler, code, monday);
		const mine = async (id: number | null) =>
			(await unitWork(db, ours, monday, id!)).atWork.cases.map((card) => card.code);
		expect(await mine(staff.handler.accountId)).toEqual([code]);

		const to = { colleague: accountId!, note: '' };
		await handOver(db, staff.handler, code, to, monday + minuteMs);
		expect(await mine(staff.handler.accountId)).toEqual([]);
		expect(await mine(accountId)).toEqual([code]);
		expect((await readInbox(db, accountId!))[0]).toMatchObject({
			title: '同事转给您一件',
			href: `/unit/${code}`
		});
		await expect(
			handOver(db, staff.handler, code, { ...to, colleague: staff.other.accountId! }, monday)
		).rejects.toMatchObject({ reason: 'invalid' });
		await expect(handOver(db, staff.other, code, to, monday)).rejects.toThrow();

		await returnReport(db, staff.handler, code, { reason: '不归我们' }, monday + hourMs);
		const how = { unitId: theirs, basis: 'law', document: '', note: '' } as const;
		await dispatchReport(db, staff.moderator, code, how, monday + hourMs);
		expect((await getReport(db, code)).handlerId).toBeNull();
	});
});

describe('photos of a form', () => {
	const folder = mkdtempSync(join(tmpdir(), 'tongxing-taken-'));
	const storage = diskStore(folder);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('are stored under the name that the report will hold', async () => {
		const taken = await takePhotos(storage, [await jpegPhoto(640, 480)]);
		expect(taken).toMatchObject([{ width: 640, height: 480 }]);
		expect(await storage.get(`${taken[0]!.original}.jpg`)).not.toBeNull();
	});

	it('are refused by number, and none of them is stored', async () => {
		const good = await jpegPhoto(64, 48, 7);
		const [{ original }] = (await takePhotos(storage, [good])) as [StoredPhoto];
		await storage.delete(`${original}.jpg`);
		const refused = await takePhotos(storage, [good, Buffer.from('no photo')]).catch(String);
		expect(refused).toContain('第 2 张：这不是照片');
		expect(await storage.get(`${original}.jpg`)).toBeNull();
	});
});
