import { beforeEach, describe, expect, it } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { guest } from '../../src/lib/accounts/roles';
import type { NewReport } from '../../src/lib/reports/forms';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { addReportPhoto } from '../../src/lib/server/reports/commands/photos';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import {
	acceptReport,
	mergeReport,
	noteReport
} from '../../src/lib/server/reports/commands/triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { deskCase } from '../../src/lib/server/reports/queries/desk';
import { fieldCase } from '../../src/lib/server/reports/queries/field-case';
import { lookAlikes } from '../../src/lib/server/reports/queries/look-alikes';
import { readFilter } from '../../src/lib/reports/filter';
import { findReports } from '../../src/lib/server/reports/queries/search';
import { refreshWords } from '../../src/lib/server/reports/words';
import { freshTown } from '../support/database';
import {
	inTown,
	dogs,
	garbage,
	monday,
	newReport,
	people,
	photo,
	praise,
	reportIn,
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

const north = (metres: number) => ({ ...inTown, lat: inTown.lat + metres / 111_195 });
const elsewhere = north(1500);

let pictures = 0;

/** Sent with a picture unlike all others unless given, from a device of its own unless given. */
async function sent(
	changes: Partial<NewReport> = {},
	{ at = monday, dhash = '', device = uuidv7() } = {}
): Promise<string> {
	const key = uuidv7();
	const input = newReport({ description: '', ...changes });
	const { code } = await submitReport(db, seal, guest, key, input, at, device);
	const other = (BigInt(++pictures) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
	const own = { ...photo(), dhash: dhash || other.toString(16).padStart(16, '0') };
	await addReportPhoto(db, guest, key, 0, own, at);
	return code;
}

async function alikeTo(code: string, at = monday + hourMs) {
	while ((await refreshWords(db, 500)) > 0);
	return lookAlikes(db, await getReport(db, code), at);
}

describe('beside a report stand', () => {
	it('those near in place and time, the nearest first', async () => {
		const far = await sent(north(40));
		const close = await sent(north(20), { at: monday - dayMs });
		await sent(north(60));
		await sent(north(10), { at: monday - 8 * dayMs });
		const code = await sent();
		expect(await alikeTo(code)).toMatchObject([
			{ code: close, metres: 20, why: ['相距 20 米，昨天'], mergeable: true },
			{ code: far, metres: 40, why: ['相距 40 米，1小时前'] }
		]);
	});

	it('those with a picture alike, wherever, and also when closed, but then not to merge', async () => {
		const same = await sent({ ...elsewhere }, { dhash: 'f0f0f0f0f0f0f0f0' });
		const few = await sent({ ...elsewhere }, { dhash: 'f0f0f0f0f0f0f0ef' });
		await sent({ ...elsewhere }, { dhash: '0f0f0f0ff0f0f0f0' });
		const code = await sent({}, { dhash: 'f0f0f0f0f0f0f0f0' });
		expect(await alikeTo(code)).toMatchObject([
			{ code: same, why: ['照片相同'], mergeable: true },
			{ code: few, why: ['照片相似'] }
		]);
	});

	it('none for a picture that shows one plain surface', async () => {
		await sent({ ...elsewhere }, { dhash: '0000000000000000' });
		expect(await alikeTo(await sent({}, { dhash: '0000000000000000' }))).toEqual([]);
	});

	it('those of the same device, of which nothing is told but that', async () => {
		const device = 'd'.repeat(64);
		const other = await sent({ ...elsewhere }, { device });
		await sent({ ...elsewhere }, { device, at: monday - 91 * dayMs });
		await sent({ ...elsewhere });
		const found = await alikeTo(await sent({}, { device }));
		expect(found).toMatchObject([{ code: other, why: ['同一设备'] }]);
		expect(JSON.stringify(found)).not.toContain(device);
	});

	it('those that say nearly the same', async () => {
		const said = '东门外的花坛边堆着装修剩下的砖头';
		const other = await sent({ ...elsewhere, description: `${said}没人管` });
		await sent({ ...elsewhere, description: '花坛里的花开得很好看呀大家快来' });
		await sent({ ...elsewhere, description: said }, { at: monday - 91 * dayMs });
		expect(await alikeTo(await sent({ description: said }))).toMatchObject([
			{ code: other, why: ['文字相近'] }
		]);
	});

	it('all reasons at once before one alone, and not more than eight', async () => {
		const both = await sent({ ...north(10), description: '花坛边堆着砖头' });
		for (let n = 0; n < 9; n++) await sent(north(5));
		const found = await alikeTo(await sent({ description: '花坛边堆着砖头' }));
		expect(found).toHaveLength(8);
		expect(found[0]).toMatchObject({ code: both, why: ['相距 10 米，1小时前', '文字相同'] });
	});

	it('none that were merged away, and the desk merges into what it sees', async () => {
		const first = await sent(north(10));
		const code = await sent();
		const file = await deskCase(db, who.moderator, code, monday);
		expect(file.nearby).toMatchObject([{ code: first, mergeable: true }]);
		await mergeReport(db, who.moderator, code, { target: first }, monday);
		expect(await alikeTo(first)).toEqual([]);
	});
});

describe('反复', () => {
	it('is what is there again after it was finished, with the last one and the count', async () => {
		const first = await reportIn(db, who, 'closed');
		const second = await reportIn(db, who, 'closed', who.resident, first.at + dayMs);
		const third = await submitted(db, who.resident, north(20), second.at + dayMs);
		const repeats = async (code: string) => (await getReport(db, code)).repeatOfId;
		expect(await repeats(first.code)).toBeNull();
		expect(await repeats(second.code)).toBe((await getReport(db, first.code)).id);
		expect(await repeats(third.code)).toBe((await getReport(db, second.code)).id);
		expect(await deskCase(db, who.moderator, third.code, second.at + dayMs)).toMatchObject({
			repeatOf: second.code,
			times: 3
		});
		expect(await fieldCase(db, who.moderator, second.code)).toMatchObject({ times: 2 });
		const filter = readFilter(new URLSearchParams('repeat=1'));
		const { lines } = await findReports(db, who.moderator, filter, { at: monday });
		expect(lines.map(({ code }) => code)).toEqual([third.code, second.code]);
	});

	it('follows the category that the moderator confirms, away from it and back to it', async () => {
		const first = await reportIn(db, who, 'closed');
		const at = first.at + dayMs;
		const other = 'cityscape.small_ads';
		const misnamed = await submitted(db, who.resident, { category: other }, at);
		const alike = await submitted(db, who.resident, {}, at);
		const clue = await submitted(db, who.resident, {}, at);
		await acceptReport(db, who.moderator, misnamed.code, { category: garbage }, at);
		await acceptReport(db, who.moderator, alike.code, { category: other }, at);
		await noteReport(db, who.moderator, clue.code, { category: dogs, note: '' }, at);
		const repeats = async (code: string) => (await getReport(db, code)).repeatOfId;
		expect(await repeats(misnamed.code)).toBe((await getReport(db, first.code)).id);
		expect(await repeats(alike.code)).toBeNull();
		expect(await repeats(clue.code)).toBeNull();
	});

	it('is not what is near an open one, farther, later or of praise', async () => {
		const open = await submitted(db);
		const near = await submitted(db, who.resident, {}, monday + dayMs);
		const { at } = await reportIn(db, who, 'closed', who.resident, monday + 2 * dayMs);
		const far = await submitted(db, who.resident, north(40), at + dayMs);
		const late = await submitted(db, who.resident, {}, at + 31 * dayMs);
		const thanks = await submitted(db, who.resident, { category: praise }, at + dayMs);
		for (const { code } of [open, near, far, late, thanks]) {
			expect((await getReport(db, code)).repeatOfId).toBeNull();
		}
	});
});
