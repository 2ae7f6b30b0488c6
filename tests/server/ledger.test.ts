import { beforeEach, describe, expect, it } from 'vitest';
import { guest } from '../../src/lib/accounts/roles';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import {
	ledgerPage,
	listLedger,
	publicReport,
	reportsOfAccount,
	reportsOfClaims,
	type LedgerCursor,
	type LedgerFilter
} from '../../src/lib/server/reports/queries/ledger';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { reports } from '../../src/lib/server/reports/schema';
import { mergeReport } from '../../src/lib/server/reports/commands/triage';
import { freshTown } from '../support/database';
import {
	garbage,
	monday,
	people,
	plainReports,
	released,
	reportIn,
	shanghai,
	submitted,
	type People
} from '../support/factories';

let db: Db;

beforeEach(async () => {
	db = await freshTown();
});

/** Reports on the ledger, each released `n` times `every` after Monday. */
async function ledgerOf(many: number, every: number, make: (n: number) => object = () => ({})) {
	await plainReports(db, many, (n) => ({ ...make(n), releasedAt: monday + n * every }));
	return db.select().from(reports);
}

function cursor(next: string): LedgerCursor {
	const dash = next.indexOf('-');
	return { releasedAt: Number(next.slice(0, dash)), code: next.slice(dash + 1) };
}

/** The codes of all pages; `between` runs after each page. */
async function walk(filter: LedgerFilter, between: () => Promise<unknown> = async () => undefined) {
	const codes: string[] = [];
	const sizes: number[] = [];
	let after: LedgerCursor | undefined;
	do {
		const { rows, next } = await listLedger(db, filter, { after });
		codes.push(...rows.map(({ code }) => code));
		sizes.push(rows.length);
		after = next === null ? undefined : cursor(next);
		await between();
	} while (after);
	return { codes, sizes };
}

describe('the pages of the ledger', () => {
	it.each([
		['each of its own time', minuteMs],
		['all of one time', 0]
	])('hold every report once, the newest first: %s', async (_, every) => {
		const rows = await ledgerOf(2 * ledgerPage + 20, every);
		const { codes, sizes } = await walk({});
		const newest = [...rows].sort(
			(a, b) => b.releasedAt! - a.releasedAt! || (a.code < b.code ? 1 : -1)
		);
		expect(codes).toEqual(newest.map(({ code }) => code));
		expect(sizes).toEqual([ledgerPage, ledgerPage, 20]);
	});

	it('that are just full have none behind them', async () => {
		await ledgerOf(ledgerPage, minuteMs);
		expect((await walk({})).sizes).toEqual([ledgerPage]);
	});

	it('neither repeat nor skip what was there while others come in', async () => {
		const rows = await ledgerOf(3 * ledgerPage, 0);
		let come = 0;
		const { codes } = await walk({}, () =>
			plainReports(db, 7, () => ({ releasedAt: monday + ++come * minuteMs }))
		);
		expect(come).toBe(21);
		expect(codes).toHaveLength(new Set(codes).size);
		expect([...codes].sort()).toEqual(rows.map(({ code }) => code).sort());
	});

	it('show nothing that is not released', async () => {
		await plainReports(db, 5);
		expect(await listLedger(db, {})).toEqual({ rows: [], next: null });
	});
});

describe('the filters of the ledger', () => {
	const grids = async () => (await listGrids(db)).slice(0, 3);

	it('find what they say, alone and together, over all pages', async () => {
		const areas = await grids();
		const groups = ['sanitation', 'traffic', 'conduct'];
		const rows = await ledgerOf(400, 10 * minuteMs, (n) => ({
			categoryGroup: groups[n % 3],
			step: n % 5,
			gridId: n % 4 === 3 ? null : areas[n % 4]!.id
		}));
		const gridOf = (id: number | null) => areas.find((grid) => grid.id === id)?.code;
		const filters: LedgerFilter[] = [
			{ group: 'traffic' },
			{ step: 4 },
			{ grid: areas[1]!.code },
			{ group: 'conduct', step: 2 },
			{ group: 'sanitation', grid: areas[0]!.code },
			{ from: '2026-01-06' },
			{ to: '2026-01-05' },
			{ from: '2026-01-06', to: '2026-01-06' },
			{ group: 'traffic', step: 1, grid: areas[2]!.code, from: '2026-01-06', to: '2026-01-07' }
		];
		for (const filter of filters) {
			const start = filter.from ? shanghai(`${filter.from} 00:00`) : -Infinity;
			const end = filter.to ? shanghai(`${filter.to} 00:00`) + dayMs : Infinity;
			const expected = rows.filter(
				(row) =>
					(!filter.group || row.categoryGroup === filter.group) &&
					(filter.step === undefined || row.step === filter.step) &&
					(!filter.grid || gridOf(row.gridId) === filter.grid) &&
					row.releasedAt! >= start &&
					row.releasedAt! < end
			);
			expect(expected.length, JSON.stringify(filter)).toBeGreaterThan(0);
			const { codes } = await walk(filter);
			expect([...codes].sort(), JSON.stringify(filter)).toEqual(
				expected.map(({ code }) => code).sort()
			);
		}
	});

	it('that nothing fits find nothing', async () => {
		await ledgerOf(3, minuteMs);
		for (const filter of [{ group: 'no' }, { grid: 'no' }, { step: 5 }, { from: '2030-01-01' }]) {
			expect((await listLedger(db, filter)).rows).toEqual([]);
		}
	});
});

describe('the journey on the public page', () => {
	let who: People;
	beforeEach(async () => {
		who = await people(db);
	});
	const shown = async (code: string) => (await publicReport(db, guest, code)).report;

	it('ticks off the six steps with their times', async () => {
		const { code, at } = await reportIn(db, who, 'closed');
		await released(db, who, code, at);
		const { journey, state, step, unit } = await shown(code);
		expect({ state, step, unit: typeof unit }).toEqual({
			state: 'closed',
			step: 5,
			unit: 'string'
		});
		expect(journey.map((line) => [line.step, line.label])).toEqual([
			[0, '已上报'],
			[1, '文明办已受理'],
			[2, '已派遣'],
			[3, '责任单位已签收'],
			[4, '责任单位反馈已处理'],
			[5, '现场核查通过，已结案']
		]);
		expect(journey.map((line) => line.at - monday)).toEqual([
			0,
			1 * minuteMs,
			2 * minuteMs,
			3 * minuteMs,
			63 * minuteMs,
			64 * minuteMs
		]);
	});

	it('says why in plain words, and nothing that colleagues wrote for each other', async () => {
		const rejected = await reportIn(db, who, 'rejected');
		await released(db, who, rejected.code, rejected.at);
		expect((await shown(rejected.code)).journey.at(-1)).toMatchObject({
			label: '没有受理',
			note: '照片或位置看不清楚，请补充后再报一次。'
		});
		const returned = await reportIn(db, who, 'returned');
		await released(db, who, returned.code, returned.at);
		expect(JSON.stringify(await publicReport(db, guest, returned.code))).not.toContain(
			'不是我们的'
		);
	});

	it('links to the report it was merged into only when that one is public', async () => {
		const target = await submitted(db);
		const { code } = await submitted(db);
		await released(db, who, code, monday);
		await mergeReport(db, who.moderator, code, { target: target.code }, monday);
		expect((await shown(code)).mergedInto).toBeNull();
		await released(db, who, target.code, monday);
		expect((await shown(code)).mergedInto).toBe(target.code);
	});

	it('names neither who reported it nor who worked on it', async () => {
		const { code, at, key } = await reportIn(db, who, 'closed');
		await released(db, who, code, at);
		const page = await publicReport(db, guest, code);
		const { contentHash } = await getReport(db, code);
		const text = JSON.stringify(page);
		for (const secret of [key, contentHash, 'accountId', 'moderator', 'unit_handler']) {
			expect(text).not.toContain(secret);
		}
	});
});

describe('the reports of one person', () => {
	it('are those of the account, or of the claims on this device, and nobody else’s', async () => {
		const who = await people(db);
		const mine = [await submitted(db, who.resident), await submitted(db, who.resident)];
		const first = await submitted(db);
		const second = await submitted(db);
		await submitted(db, who.neighbour);
		const codes = (rows: { code: string }[]) => rows.map(({ code }) => code);
		expect(codes(await reportsOfAccount(db, who.resident.accountId!))).toEqual(
			codes(mine).reverse()
		);
		expect(codes(await reportsOfClaims(db, first.reporter.claims))).toEqual([first.code]);
		expect(
			codes(await reportsOfClaims(db, [...first.reporter.claims, ...second.reporter.claims]))
		).toEqual([second.code, first.code]);
		expect(await reportsOfClaims(db, [])).toEqual([]);
		expect(await reportsOfClaims(db, ['no such', `' OR 1=1 --`])).toEqual([]);
		expect((await getReport(db, first.code)).category).toBe(garbage);
	});
});
