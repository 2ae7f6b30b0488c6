import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { eq, gt, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { cellAt } from '../../src/lib/places/lattice';
import { askedOf, figureNames, type Asked } from '../../src/lib/reports/map/asked';
import { openStates, type Action, type State } from '../../src/lib/reports/workflow';
import { dayMs, dayOf } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { dayNumber, gridFigures } from '../../src/lib/server/reports/queries/grid-figures';
import {
	casesAsked,
	gridRows,
	townMap,
	valueOf
} from '../../src/lib/server/reports/queries/town-features';
import { heatCells, lampSpots, townFeatures } from '../../src/lib/server/reports/queries/town-map';
import { events, reports } from '../../src/lib/server/reports/schema';
import { caseCells, caseDays } from '../../src/lib/server/reports/map-schema';
import { freshTown } from '../support/database';
import { inTown, monday, plainReports } from '../support/factories';

const china = { west: 70, south: 3, east: 140, north: 55 };
const groups = ['sanitation', 'traffic'];
const ask = (query: string, at: number): Asked => askedOf(new URLSearchParams(query), at);

/** A way for a report to go: some moves, each some hours after the one before. */
const moves: readonly { action: Action; to: State }[] = [
	{ action: 'accept', to: 'filed' },
	{ action: 'dispatch', to: 'dispatched' },
	{ action: 'feedback', to: 'awaiting_check' },
	{ action: 'pass', to: 'closed' },
	{ action: 'fail', to: 'rework' },
	{ action: 'reopen', to: 'rework' },
	{ action: 'reject', to: 'rejected' },
	{ action: 'merge', to: 'merged' },
	{ action: 'urge', to: 'filed' }
];
const history = fc.record({
	spot: fc.integer({ min: 0, max: 5 }),
	group: fc.constantFrom(...groups),
	grid: fc.constantFrom(null, 1, 2, 3),
	day: fc.integer({ min: 0, max: 40 }),
	path: fc.array(
		fc.record({ move: fc.constantFrom(...moves), hours: fc.integer({ min: 1, max: 200 }) }),
		{ maxLength: 6 }
	),
	/** Later known to be of another group, in another grid, at another place. */
	mended: fc.option(
		fc.record({
			group: fc.constantFrom(...groups),
			grid: fc.constantFrom(null, 1, 2, 3),
			spot: fc.integer({ min: 0, max: 5 })
		})
	)
});
type History = typeof history extends fc.Arbitrary<infer H> ? H : never;

const spotAt = (n: number) => ({ lat: inTown.lat + n * 0.0031, lng: inTown.lng - n * 0.0043 });

async function live(db: Db, histories: readonly History[]): Promise<void> {
	for (const { spot, group, grid, day, path, mended } of histories) {
		const submittedAt = monday + day * dayMs;
		const code = `P${Math.random()}`;
		await plainReports(db, 1, () => ({
			...spotAt(spot),
			code,
			categoryGroup: group,
			gridId: grid,
			submittedAt,
			stateSince: submittedAt
		}));
		const [row] = await db.select({ id: reports.id }).from(reports).where(eq(reports.code, code));
		const reportId = row!.id;
		const step = { reportId, actorRole: 'system' as const };
		await db.insert(events).values({ ...step, action: 'submit', to: 'submitted', at: submittedAt });
		let state: State = 'submitted';
		let at = submittedAt;
		for (const { move, hours } of path) {
			at += hours * 3_600_000;
			await db
				.insert(events)
				.values({ ...step, action: move.action, from: state, to: move.to, at });
			if (move.to !== state) {
				await db
					.update(reports)
					.set({ state: move.to, stateSince: at })
					.where(eq(reports.id, reportId));
			}
			state = move.to;
		}
		if (mended) {
			await db
				.update(reports)
				.set({ ...spotAt(mended.spot), categoryGroup: mended.group, gridId: mended.grid })
				.where(eq(reports.id, reportId));
		}
	}
}

/** Everything as it would be told by someone who reads all reports and all events. */
async function recount(db: Db) {
	const all = await db.select().from(reports);
	const told = await db.select().from(events).orderBy(events.id);
	const isOpen = (state: State | null) => state !== null && openStates.includes(state);
	const days = new Map<string, number[]>();
	for (const { reportId, action, from, to, at } of told) {
		const report = all.find(({ id }) => id === reportId)!;
		if (from === to) continue;
		const key = `${dayNumber(at)} ${report.gridId ?? 0} ${report.categoryGroup}`;
		const sums = days.get(key) ?? [0, 0, 0, 0, 0];
		const facts = [
			action === 'submit',
			isOpen(to) && !isOpen(from),
			isOpen(from) && !isOpen(to),
			to === 'closed' && from !== 'closed',
			action === 'fail'
		];
		days.set(
			key,
			sums.map((sum, n) => sum + Number(facts[n]))
		);
	}
	/** Of each report its state at the end of a day. */
	const stateAt = (id: number, end: number): State | null =>
		told.filter((event) => event.reportId === id && event.at < end).at(-1)?.to ?? null;
	return { all, days, openAt: (end: number) => all.filter(({ id }) => isOpen(stateAt(id, end))) };
}

/** The statements by which the migration counts what was there before it. */
const backfill = readdirSync('drizzle')
	.filter((name) => name.endsWith('_case_cells.sql'))
	.flatMap((name) => readFileSync(`drizzle/${name}`, 'utf8').split('--> statement-breakpoint'))
	.slice(-2);

const keptNow = async (db: Db) => ({
	cells: await db.select().from(caseCells).where(gt(caseCells.count, 0)),
	days: (await db.select().from(caseDays)).filter(
		({ day: _, gridId: __, categoryGroup: ___, ...sums }) => nonZero(Object.values(sums))
	)
});

const nonZero = (sums: number[]) => sums.some((sum) => sum !== 0);

describe('random histories', () => {
	it('are in the rollups what a recount of all events finds', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 8 }), async (histories) => {
				const db = await freshTown();
				await live(db, histories);
				const { all, days, openAt } = await recount(db);

				const kept = await db.select().from(caseDays);
				const keptDays = kept
					.map(({ day, gridId, categoryGroup, ...sums }) => ({
						key: `${day} ${gridId} ${categoryGroup}`,
						sums: [sums.submitted, sums.opened, sums.ended, sums.closed, sums.failed]
					}))
					.filter(({ sums }) => nonZero(sums));
				expect(new Map(keptDays.map(({ key, sums }) => [key, sums]))).toEqual(
					new Map([...days].filter(([, sums]) => nonZero(sums)))
				);

				const cells = new Map<string, number>();
				for (const report of all) {
					for (const level of [10, 12, 14, 16, 18]) {
						const { x, y } = cellAt(report, level);
						const key = [level, dayNumber(report.submittedAt), x, y, report.categoryGroup].join();
						cells.set(key, (cells.get(key) ?? 0) + 1);
					}
				}
				const keptCells = await db.select().from(caseCells).where(gt(caseCells.count, 0));
				expect(
					new Map(
						keptCells.map(({ level, day, x, y, categoryGroup, count }) => [
							[level, day, x, y, categoryGroup].join(),
							count
						])
					)
				).toEqual(cells);

				const before = await keptNow(db);
				await db.delete(caseCells);
				await db.delete(caseDays);
				for (const statement of backfill) await db.run(sql.raw(statement));
				expect(await keptNow(db)).toEqual(before);

				// what was open when a day ended, grid by grid, and which cases these were
				const now = monday + 100 * dayMs;
				for (const back of [0, 40, 71, 86]) {
					const day = dayOf(now - back * dayMs);
					const end = (dayNumber(now - back * dayMs) + 1) * dayMs - 8 * 3_600_000;
					const open = openAt(end);
					const figures = await gridFigures(db, { day }, {}, now);
					for (const grid of [0, 1, 2, 3]) {
						const there = open.filter(({ gridId }) => (gridId ?? 0) === grid);
						expect(figures.get(grid)?.open ?? 0, `${day} ${grid}`).toBe(there.length);
					}
					const [first] = await db.values<[string]>(sql`SELECT code FROM grids WHERE id = 1`);
					const listed = await casesAsked(
						db,
						ask(`layer=grids&figure=open&day=${day}&grid=${first![0]}`, now),
						now
					);
					expect(listed!.cases.map(({ code }) => code).sort()).toEqual(
						open
							.filter(({ gridId }) => gridId === 1)
							.map(({ code }) => code)
							.sort()
					);
				}
			}),
			{ numRuns: 10, endOnFailure: true }
		);
	}, 120_000);
});

describe('three thousand cases', () => {
	let db: Db;
	const at = monday + dayMs;
	const lamp = (n: number) => n % 4;

	beforeAll(async () => {
		db = await freshTown();
		await plainReports(db, 3000, (n) => ({
			lat: inTown.lat + ((n * 37) % 1000) / 16_000 - 0.03,
			lng: inTown.lng + ((n * 91) % 1000) / 12_000 - 0.04,
			categoryGroup: groups[n % 2]!,
			gridId: (n % 5) + 1,
			state: n % 3 === 0 ? 'closed' : 'filed',
			dueAt: [at - 1, at + 100, at + 100, null][lamp(n)]!,
			dueSoonAt: [at - 100, at - 1, at + 50, null][lamp(n)]!
		}));
	});

	it.each(Array.from({ length: 19 }, (_, zoom) => zoom))(
		'are at most 500 features at zoom %i, and all that are open are counted by their lamps',
		async (zoom) => {
			const spots = await lampSpots(db, china, zoom, {}, at);
			expect(spots.length).toBeLessThanOrEqual(townFeatures);
			const sum = (name: 'red' | 'yellow' | 'green' | 'paused') =>
				spots.reduce((total, { counts }) => total + counts[name], 0);
			const open = Array.from({ length: 3000 }, (_, n) => n).filter((n) => n % 3 !== 0);
			for (const [n, name] of (['red', 'yellow', 'green', 'paused'] as const).entries()) {
				expect(sum(name), name).toBe(open.filter((one) => lamp(one) === n).length);
			}
			const cells = await heatCells(db, china, zoom, {}, { from: 0, to: 99_999 });
			expect(cells.length).toBeLessThanOrEqual(townFeatures);
			expect(cells.reduce((total, { count }) => total + count, 0)).toBe(3000);
		}
	);

	it('are listed cell by cell as they are counted', async () => {
		const window = { west: 118.8, south: 35.55, east: 118.87, north: 35.62 };
		const { features } = await townMap(db, ask('', at), window, 15, at);
		expect(features.length).toBeGreaterThan(50);
		for (const { properties } of features.slice(0, 40)) {
			if (!('cell' in properties)) throw new Error('a lamp has a cell');
			const listed = await casesAsked(db, ask(`cell=${properties.cell}`, at), at);
			expect(Math.min(properties.count, 50)).toBe(listed!.cases.length);
		}
		const heat = await townMap(db, ask('layer=heat&group=traffic', at), window, 15, at);
		for (const { properties } of heat.features.slice(0, 40)) {
			if (!('cell' in properties)) throw new Error('heat has a cell');
			const asked = ask(`layer=heat&group=traffic&cell=${properties.cell}`, at);
			const listed = await casesAsked(db, asked, at);
			expect(Math.min(properties.count, 50)).toBe(listed!.cases.length);
		}
	});

	it('are counted grid by grid as the table says', async () => {
		const rows = await gridRows(db, ask('layer=grids', at), at);
		expect(rows.reduce((sum, { figures }) => sum + figures.open, 0)).toBe(2000);
		expect(rows.reduce((sum, { figures }) => sum + figures.overdue, 0)).toBe(500);
		const traffic = await gridRows(db, ask('layer=grids&group=traffic', at), at);
		expect(traffic.reduce((sum, { figures }) => sum + figures.open, 0)).toBe(1000);
		const nobody = await gridRows(db, ask('layer=grids&unit=99999', at), at);
		expect(nobody.every(({ figures }) => figures.open === 0)).toBe(true);
	});

	it.each(figureNames)('have on the map the %s that the table beside it says', async (figure) => {
		const open = db.select({ id: reports.id }).from(reports).where(eq(reports.state, 'filed'));
		const [reported] = await open.limit(1);
		const step = { reportId: reported!.id, actorRole: 'checker', at };
		await db.insert(events).values([
			{ ...step, action: 'submit', from: null, to: 'submitted' },
			{ ...step, action: 'fail', from: 'awaiting_check', to: 'rework' },
			{ ...step, action: 'pass', from: 'awaiting_check', to: 'closed' }
		]);
		await db.update(reports).set({ gap: true }).where(eq(reports.id, reported!.id));
		const window = { west: 118.8, south: 35.55, east: 118.87, north: 35.62 };
		for (const day of ['', dayOf(at - dayMs)]) {
			const asked = ask(`layer=grids&figure=${figure}&day=${day}`, at);
			const rows = await gridRows(db, asked, at);
			const { features } = await townMap(db, asked, window, 15, at);
			const told = features.map(({ properties }) => properties);
			const there = rows.filter(({ code }) => code !== '');
			expect(told).toEqual(
				there.map(({ code, name, figures }) => ({ code, name, value: valueOf(figures, figure) }))
			);
			if (day === '') expect(there.some(({ figures }) => figures[figure] > 0)).toBe(true);
		}
	});
});
