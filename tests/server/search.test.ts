import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { readFilter } from '../../src/lib/reports/filter';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { changeGrid, changeSegment } from '../../src/lib/server/places/commands/areas';
import { changeUnit } from '../../src/lib/server/places/commands/units';
import { importSheet } from '../../src/lib/server/places/import/run';
import { listSegments } from '../../src/lib/server/places/lists';
import { listGrids, listUnits } from '../../src/lib/server/places/queries';
import { mendReport } from '../../src/lib/server/reports/commands/after-sending';
import { findByPhone } from '../../src/lib/server/reports/commands/find-by-phone';
import {
	removeFilter,
	renameFilter,
	saveFilter
} from '../../src/lib/server/reports/commands/saved-filters';
import { dispatchReport } from '../../src/lib/server/reports/commands/triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { savedFiltersOf } from '../../src/lib/server/reports/queries/saved-filters';
import { codesFound, countFound, findReports } from '../../src/lib/server/reports/queries/search';
import { exportFound } from '../../src/lib/server/reports/search-export';
import { gatherWords, refreshWords } from '../../src/lib/server/reports/words';
import { freshTown } from '../support/database';
import {
	garbage,
	lawfully,
	monday,
	people,
	plainReports,
	released,
	reportIn,
	submitted,
	seal,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const asked = (address: string) => readFilter(new URLSearchParams(address));

async function page(address: string, after = '', { at = monday, actor = who.moderator } = {}) {
	while ((await refreshWords(db, 500)) > 0);
	return findReports(db, actor, asked(address), { at, after });
}
const codes = async (...args: Parameters<typeof page>) =>
	(await page(...args)).lines.map(({ code }) => code);

describe('a report is found', () => {
	it('by its code as typed, by words, two characters or one', async () => {
		const { code } = await submitted(db, who.resident, { description: '路口的花坛破了' });
		await submitted(db, who.resident, { description: '墙上小广告' });
		const typed = [code, code.toLowerCase().replace('-', ''), '花坛', '坛', '坛破了', '路口 花坛'];
		for (const q of typed) expect(await codes(`q=${q}`), q).toEqual([code]);
		expect(await codes('q=花口')).toEqual([]);
		expect(await codes('q=😀')).toEqual([]);
	});

	it('by its category, address, place and grid', async () => {
		const { code } = await submitted(db, who.resident, { address: '三号楼东侧' });
		const { placeName, gridId } = await getReport(db, code);
		for (const q of ['暴露', '三号楼', placeName]) {
			expect(await codes(`q=${q}`), q).toEqual([code]);
		}
		const grids = await listGrids(db);
		const here = grids.find(({ id }) => id === gridId)!;
		const elsewhere = grids.find(({ id }) => id !== gridId)!;
		expect(await codes(`grid=${here.code}&q=垃圾`)).toEqual([code]);
		expect(await codes(`grid=${elsewhere.code}&q=垃圾`)).toEqual([]);
		expect(await codes('grid=nowhere')).toEqual([]);
	});

	it('by what it says now and no longer by what it said', async () => {
		const { code } = await submitted(db, who.resident, { description: '有蓝色的桶' });
		expect(await codes('q=蓝色')).toEqual([code]);
		const mended = { description: '有绿色的桶', address: '' };
		await mendReport(db, who.resident, code, mended, monday + hourMs);
		expect(await codes('q=蓝色')).toEqual([]);
		expect(await codes('q=绿色')).toEqual([code]);
	});

	it('by the unit that has it now', async () => {
		const { code, at } = await reportIn(db, who, 'returned');
		const units = await listUnits(db);
		const [before, after] = [who.ours, who.theirs].map((id) => units.find((u) => u.id === id)!);
		expect(await codes(`unit=${before!.code}`)).toEqual([code]);
		expect(await codes(`q=${before!.name}`)).toEqual([code]);
		const other = { unitId: who.theirs, ...lawfully };
		await dispatchReport(db, who.moderator, code, other, at + hourMs);
		expect(await codes(`unit=${before!.code}`)).toEqual([]);
		expect(await codes(`q=${before!.name}`)).toEqual([]);
		expect(await codes(`unit=${after!.code}&q=垃圾`)).toEqual([code]);
	});

	it('by what its unit, grid and street are called now and no longer by what they were', async () => {
		const { code } = await reportIn(db, who, 'dispatched');
		const { unitId, gridId, segmentId } = await getReport(db, code);
		const [unit, grid, segment] = [
			(await listUnits(db)).find(({ id }) => id === unitId)!,
			(await listGrids(db)).find(({ id }) => id === gridId)!,
			(await listSegments(db)).find(({ id }) => id === segmentId)!
		];
		const active = 'on' as const;
		const becomes = async (before: string, after: string, rename: () => Promise<void>) => {
			expect(await codes(`q=${before}`), before).toEqual([code]);
			await rename();
			expect(await codes(`q=${before}`), before).toEqual([]);
			expect(await codes(`q=${after}`), after).toEqual([code]);
		};
		await becomes(unit.name, '清洁中心', () =>
			changeUnit(
				db,
				who.moderator,
				{ id: unit.id, name: '清洁中心', kind: 'other', active },
				monday
			)
		);
		await becomes(grid.name, '鹤鸣网格', () =>
			changeGrid(db, who.moderator, { ...grid, name: '鹤鸣网格', active }, monday)
		);
		const street = { street: '云麓大道', name: '云麓大道东段', class: 'main' } as const;
		await becomes(segment.name, street.name, () =>
			changeSegment(db, who.moderator, { id: segment.id, ...street, active }, monday)
		);
	});

	it('by what an imported table calls its unit now', async () => {
		const { code } = await reportIn(db, who, 'dispatched');
		const { unitId } = await getReport(db, code);
		const unit = (await listUnits(db)).find(({ id }) => id === unitId)!;
		expect(await codes(`q=${unit.name}`)).toEqual([code]);
		const row = { row: 2, values: { code: unit.code, name: '清洁中心', kind: unit.kind } };
		await importSheet(db, who.moderator, 'units', { format: 'excel', rows: [row] }, monday);
		expect(await codes(`q=${unit.name}`)).toEqual([]);
		expect(await codes('q=清洁中心')).toEqual([code]);
	});

	it('by where it stands, its lamp, its days and its marks', async () => {
		const { code: late } = await submitted(db);
		const { code: fresh } = await submitted(db, who.resident, {}, monday + 10 * dayMs);
		const { code: closed } = await reportIn(db, who, 'closed', who.resident, monday + 9 * dayMs);
		const at = monday + 10 * dayMs + 60_000;
		const now = { at, actor: who.moderator };
		expect(await codes('in=closed', '', now)).toEqual([closed]);
		expect(await codes('in=intake', '', now)).toEqual([fresh, late]);
		expect(await codes('in=verifying', '', now)).toEqual([]);
		expect(await codes('in=submitted', '', now)).toEqual([fresh, late]);
		expect(await codes('in=open&q=垃圾', '', now)).toEqual([fresh, late]);
		expect(await codes('lamp=red', '', now)).toEqual([late]);
		expect(await codes('lamp=green', '', now)).toEqual([fresh]);
		expect(await codes('lamp=red&in=closed', '', now)).toEqual([]);
		expect(await codes('to=2026-01-05', '', now)).toEqual([late]);
		expect(await codes('from=2026-01-06&q=垃圾', '', now)).toEqual([closed, fresh]);
		expect(await codes('from=2027-01-06', '', now)).toEqual([]);
		expect(await codes('sort=pressing', '', now)).toEqual([late, fresh]);
		expect(await codes('gap=1', '', now)).toEqual([]);
		expect(await codes('category=sanitation&to=2026-01-06', '', now)).toEqual([late]);
		expect(await codes(`category=${garbage}&in=closed`, '', now)).toEqual([closed]);
		expect(await codes('category=traffic', '', now)).toEqual([]);
	});

	it('by the office alone', async () => {
		for (const actor of [who.handler, who.checker, who.resident]) {
			await expect(page('q=垃圾', '', { at: monday, actor })).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
	});
});

describe('many', () => {
	it.each(['', 'q=垃圾', 'in=submitted', 'sort=pressing', 'sort=pressing&q=垃圾'])(
		'come page by page, each once: %s',
		async (address) => {
			await plainReports(db, 130, (n) => ({
				description: '楼下垃圾',
				urgent: n % 7 === 0,
				dueAt: n % 3 === 0 ? null : monday + (n % 5) * hourMs
			}));
			const seen: string[] = [];
			let after: string | null = '';
			while (after !== null) {
				const { lines, next } = await page(address, after);
				seen.push(...lines.map(({ code }) => code));
				after = next;
			}
			expect(seen).toHaveLength(130);
			expect(new Set(seen).size).toBe(130);
		}
	);

	it('are given to be handled as far as one order reaches, in the order they are shown', async () => {
		await plainReports(db, 30, () => ({ description: '花坛破损' }));
		const shown = await codes('q=花坛');
		const most = (count: number) => ({ at: monday, most: count });
		const few = await codesFound(db, who.moderator, asked('q=花坛'), most(12));
		expect(few).toEqual({ codes: shown.slice(0, 12), more: true });
		const all = await codesFound(db, who.moderator, asked('q=花坛'), most(30));
		expect(all).toEqual({ codes: shown, more: false });
	});

	it('are found as well when they lie behind many newer ones that do not fit', async () => {
		await plainReports(db, 700, (n) => ({
			description: '楼下垃圾',
			state: n < 55 ? 'closed' : 'submitted',
			dueAt: n < 60 ? monday - 1 : null
		}));
		const first = await page('q=楼下&in=closed');
		expect(first).toMatchObject({ unfinished: false });
		expect(first.lines).toHaveLength(50);
		expect(first.lines.every(({ state }) => state === 'closed')).toBe(true);
		const rest = await page('q=楼下&in=closed', first.next!);
		expect([rest.lines.length, rest.next]).toEqual([5, null]);
		expect((await page('q=楼下&lamp=red')).lines).toHaveLength(5);
	});

	it('are counted as far as it is of use', async () => {
		await plainReports(db, 30, () => ({ description: '楼下垃圾' }));
		await refreshWords(db, 500);
		const count = (address: string, most: number) =>
			countFound(db, who.moderator, asked(address), { at: monday, most });
		expect(await count('q=楼下', 20)).toEqual({ count: 20, more: true });
		expect(await count('q=楼下', 30)).toEqual({ count: 30, more: false });
		expect(await count('in=submitted', 20)).toEqual({ count: 20, more: true });
		expect(await count('', 30)).toEqual({ count: 30, more: false });
	});
});

describe('the index of words', () => {
	const pieces = async () =>
		(await db.values<[number]>(sql`SELECT count(DISTINCT segid) FROM report_words_idx`))[0]![0];

	it('is gathered into one piece, in which the same is found', async () => {
		for (const word of ['花坛', '路灯', '垃圾']) {
			await plainReports(db, 30, () => ({ description: `楼下${word}` }));
			await refreshWords(db, 500);
		}
		const found = [await codes('q=楼下'), await codes('q=路灯')];
		expect(await pieces()).toBe(3);
		const others = vi.fn(async () => {});
		await gatherWords(db, others);
		expect(await pieces()).toBe(1);
		expect(others).toHaveBeenCalled();
		expect([await codes('q=楼下'), await codes('q=路灯')]).toEqual(found);
		expect(found.map(({ length }) => length)).toEqual([50, 30]);
		others.mockClear();
		await gatherWords(db, others);
		expect(others).not.toHaveBeenCalled();
	});
});

describe('a phone number', () => {
	const phone = '13900000123';
	const reason = '回电核实，号码 13900000123';
	const find = (actor: Actor) => findByPhone(db, seal, actor, { phone, reason }, monday);

	it('finds what it sent in, and each search is in the audit without it', async () => {
		const { code } = await submitted(db, undefined, { contact: { phone } });
		await submitted(db, undefined, { contact: { phone: '13900000124' } });
		for (const actor of [who.moderator, who.supervisor]) {
			expect(await find(actor)).toMatchObject([{ code }]);
		}
		const trail = await auditOf(db, 'reporters');
		expect(trail).toHaveLength(2);
		expect(trail[0]).toMatchObject({ action: 'search_phone', role: 'moderator' });
		expect(trail[0]!.detail).toContain('回电核实');
		expect(trail[0]!.detail).not.toContain(phone);
	});

	it('finds nothing for anybody else, and leaves no trace of it', async () => {
		await submitted(db, undefined, { contact: { phone } });
		for (const actor of [who.administrator, who.handler, who.checker, who.resident]) {
			await expect(find(actor)).rejects.toMatchObject({ reason: 'forbidden' });
		}
		expect(await auditOf(db, 'reporters')).toEqual([]);
	});
});

describe('a saved filter', () => {
	const saved = (actor = who.moderator) => savedFiltersOf(db, actor, monday);

	it('is one’s own, with how many it finds now', async () => {
		await saveFilter(db, who.moderator, { name: '垃圾', query: 'q=垃圾&in=open&bad=x' }, monday);
		expect(await saved()).toMatchObject([{ name: '垃圾', count: 0, more: false }]);
		await submitted(db);
		await refreshWords(db, 10);
		expect(await saved()).toMatchObject([{ count: 1, query: 'q=%E5%9E%83%E5%9C%BE&in=open' }]);
		expect(await saved(who.secondModerator)).toEqual([]);
	});

	it('is renamed and removed by whose it is', async () => {
		for (const name of ['一', '二']) {
			await saveFilter(db, who.moderator, { name, query: 'urgent=1' }, monday);
		}
		const [first, second] = await saved();
		const { id } = first!;
		const theirs = { reason: 'missing' };
		await expect(removeFilter(db, who.secondModerator, id, monday)).rejects.toMatchObject(theirs);
		await expect(renameFilter(db, who.moderator, { id, name: '二' }, monday)).rejects.toMatchObject(
			{ reason: 'conflict' }
		);
		await renameFilter(db, who.moderator, { id, name: '急件' }, monday);
		await removeFilter(db, who.moderator, second!.id, monday);
		expect(await saved()).toMatchObject([{ name: '急件' }]);
	});
});

describe('what is taken out as a table', () => {
	it('has the words that are public and no others, and is in the audit', async () => {
		const { code } = await submitted(db, who.resident, {
			description: '张某某家门口',
			address: '私人地址'
		});
		await released(db, who, code, monday, '=门口堆着"垃圾"');
		await submitted(db, who.resident, { description: '没有公开的话' });
		await refreshWords(db, 10);
		const file = await exportFound(db, who.moderator, asked('q=门口'), 'csv', monday);
		const text = new TextDecoder().decode(file);
		expect(text).toContain(`"${code}"`);
		expect(text).toContain(`"'=门口堆着""垃圾"""`);
		expect(text).not.toMatch(/张某某|私人地址|没有公开/);
		expect(text.trim().split('\r\n')).toHaveLength(2);
		const [line] = await auditOf(db, 'reports');
		expect(line).toMatchObject({ action: 'export_reports', accountId: who.moderator.accountId });
		const excel = await exportFound(db, who.moderator, asked(''), 'xlsx', monday);
		expect(Buffer.from(excel).subarray(0, 2).toString()).toBe('PK');
	});
});
