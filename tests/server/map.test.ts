import { eq, gt } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bounds } from '../../src/lib/places/geometry';
import { finestLevel, tileAt } from '../../src/lib/places/tiles';
import { states, stateNames } from '../../src/lib/reports/workflow';
import type { Db } from '../../src/lib/server/db';
import { publicPlace } from '../../src/lib/server/reports/public-place';
import { withdrawReport } from '../../src/lib/server/reports/commands/release';
import { noteReport, voidReport } from '../../src/lib/server/reports/commands/triage';
import { mapFeatures, mapReports, type MapFilter } from '../../src/lib/server/reports/queries/map';
import { mapCells, reports } from '../../src/lib/server/reports/schema';
import { freshDatabase, freshTown } from '../support/database';
import {
	dogs,
	inTown,
	monday,
	people,
	plainReports,
	released,
	reportIn,
	submitted
} from '../support/factories';
import { seeded } from '../support/pictures';

const zooms = Array.from({ length: 22 }, (_, zoom) => zoom);
const china: Bounds = { west: 70, south: 3, east: 140, north: 55 };
const groups = ['sanitation', 'traffic', 'conduct'];

type Spot = { lat: number; lng: number; categoryGroup: string; closed: boolean };

const inside = ({ lat, lng }: Spot, { west, south, east, north }: Bounds) =>
	lat >= south && lat <= north && lng >= west && lng <= east;

/** Released by an update, as commands do. */
const releaseAll = (db: Db) => db.update(reports).set({ releasedAt: monday });

type Answer = Awaited<ReturnType<typeof mapReports>>;
const total = (answer: Answer) =>
	answer.features.reduce(
		(sum, { properties }) => sum + ('count' in properties ? properties.count : 1),
		0
	);

describe('three thousand reports on the map', () => {
	let db: Db;
	let spots: Spot[];

	beforeAll(async () => {
		db = await freshDatabase();
		const random = seeded(42);
		spots = Array.from({ length: 3000 }, (_, n) => ({
			// two thirds in town, as dense as a town is, the others about the county
			lat: inTown.lat + (random() - 0.5) * (n % 3 ? 0.06 : 0.6),
			lng: inTown.lng + (random() - 0.5) * (n % 3 ? 0.08 : 0.8),
			categoryGroup: groups[Math.floor(random() * groups.length)]!,
			closed: random() < 0.4
		}));
		await plainReports(db, spots.length, (n) => {
			const { closed, ...spot } = spots[n]!;
			return { ...spot, step: closed ? states.closed.step : n % 5 };
		});
		await releaseAll(db);
	});

	it.each(zooms)('are at most 500 features at zoom %i, and all are counted', async (zoom) => {
		const answer = await mapReports(db, china, zoom);
		expect(answer.features.length).toBeLessThanOrEqual(mapFeatures);
		expect(total(answer)).toBe(spots.length);
	});

	it('are at most 500 features in any window at any zoom', async () => {
		const random = seeded(7);
		for (let n = 0; n < 150; n++) {
			const size = 10 ** (-4 + 4.5 * random());
			const [west, south] = [inTown.lng - size * random(), inTown.lat - size * random()];
			const bounds = { west, south, east: west + size, north: south + size };
			const answer = await mapReports(db, bounds, Math.floor(random() * 22));
			expect(answer.features.length).toBeLessThanOrEqual(mapFeatures);
			const there = spots.filter((spot) => inside(spot, bounds)).length;
			expect(total(answer)).toBeGreaterThanOrEqual(there);
		}
	});

	// a window that is whole cells: then clusters hold exactly what is in it
	it.each<[number, MapFilter]>([
		[11, {}],
		[12, {}],
		[13, {}],
		[11, { group: 'traffic' }],
		[11, { closed: true }],
		[12, { closed: false }],
		[11, { group: 'sanitation', closed: false }]
	])(
		'counted in the cells of a window at zoom %i with %o are those in it',
		async (zoom, filter) => {
			const { x, y } = tileAt(inTown, 11);
			const bounds = boundsOf(11, x, y);
			const answer = await mapReports(db, bounds, zoom, filter);
			const expected = spots.filter(
				(spot) =>
					inside(spot, bounds) &&
					(!filter.group || spot.categoryGroup === filter.group) &&
					(filter.closed === undefined || spot.closed === filter.closed)
			);
			expect(expected.length).toBeGreaterThan(200);
			expect(total(answer)).toBe(expected.length);
		}
	);

	it('are points where they are few: those in the window', async () => {
		const random = seeded(11);
		// an R*Tree keeps 32 bits of a coordinate and rounds boxes outwards: about a metre
		const grown = ({ west, south, east, north }: Bounds, by: number) => ({
			west: west - by,
			south: south - by,
			east: east + by,
			north: north + by
		});
		let points = 0;
		for (let n = 0; n < 60; n++) {
			const size = 0.002 + 0.01 * random();
			const west = inTown.lng - 0.03 + 0.05 * random();
			const south = inTown.lat - 0.02 + 0.03 * random();
			const bounds = { west, south, east: west + size, north: south + size };
			const group = n % 2 ? groups[n % 3] : undefined;
			const wanted = (window: Bounds) =>
				spots
					.filter((spot) => inside(spot, window) && (!group || spot.categoryGroup === group))
					.map(({ lng, lat }) => `${lng.toFixed(6)} ${lat.toFixed(6)}`);
			const { features } = await mapReports(db, bounds, 17, { group });
			const shown = features.map(({ geometry }) =>
				geometry.coordinates.map((degrees) => degrees.toFixed(6)).join(' ')
			);
			expect(shown).toEqual(expect.arrayContaining(wanted(bounds)));
			expect(wanted(grown(bounds, 2e-5))).toEqual(expect.arrayContaining(shown));
			points += shown.length;
		}
		expect(points).toBeGreaterThan(300);
	});

	it('say of a point what it is, and of a cluster how many', async () => {
		const [spot] = spots;
		const near = {
			west: spot!.lng - 1e-4,
			east: spot!.lng + 1e-4,
			south: spot!.lat - 1e-4,
			north: spot!.lat + 1e-4
		};
		expect((await mapReports(db, near, 18)).features[0]?.properties).toEqual({
			code: expect.stringMatching(/^\w{4}-\w{4}$/),
			label: '暴露垃圾',
			step: expect.any(Number),
			closed: spot!.closed
		});
		const [cluster] = (await mapReports(db, china, 8)).features;
		expect(cluster?.properties).toEqual({ count: expect.any(Number) });
	});

	it('put each cluster among the reports that it stands for', async () => {
		const { x, y } = tileAt(inTown, 11);
		const { features } = await mapReports(db, boundsOf(11, x, y), 12);
		const cellOf = (point: { lat: number; lng: number }) => {
			const { x, y } = tileAt(point, 14);
			return `${x}/${y}`;
		};
		const clusters = features.map(({ geometry, properties }) => {
			const [lng, lat] = geometry.coordinates as [number, number];
			return [cellOf({ lng, lat }), 'count' in properties ? properties.count : 1] as const;
		});
		expect(clusters.length).toBeGreaterThan(20);
		for (const [cell, count] of clusters) {
			expect(spots.filter((spot) => cellOf(spot) === cell)).toHaveLength(count);
		}
	});
});

/** A tile's window, a hair smaller so that it touches none of its neighbours. */
function boundsOf(level: number, x: number, y: number): Bounds {
	const size = 2 ** level;
	const lng = (column: number) => (column / size) * 360 - 180;
	const lat = (row: number) =>
		(Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI;
	const hair = 1e-9;
	return {
		west: lng(x) + hair,
		east: lng(x + 1) - hair,
		north: lat(y) - hair,
		south: lat(y + 1) + hair
	};
}

type Cell = { count: number; lat: number; lng: number };

/** What the triggers keep, and what a recount finds. */
async function cells(db: Db) {
	const kept = new Map<string, Cell>();
	for (const row of await db.select().from(mapCells).where(gt(mapCells.count, 0))) {
		const name = [row.zoom, row.x, row.y, row.categoryGroup, row.closed].join('/');
		kept.set(name, { count: row.count, lat: row.sumLat, lng: row.sumLng });
	}
	const counted = new Map<string, Cell>();
	for (const row of await db.select().from(reports)) {
		if (row.releasedAt === null) continue;
		const point = { lat: row.publicLat!, lng: row.publicLng! };
		for (let zoom = 8; zoom <= finestLevel; zoom++) {
			const { x, y } = tileAt(point, zoom);
			const name = [zoom, x, y, row.categoryGroup, row.step === 5].join('/');
			const { count, lat, lng } = counted.get(name) ?? { count: 0, lat: 0, lng: 0 };
			counted.set(name, { count: count + 1, lat: lat + point.lat, lng: lng + point.lng });
		}
	}
	return { kept, counted };
}

async function expectCellsToHold(db: Db) {
	const { kept, counted } = await cells(db);
	const counts = (map: Map<string, Cell>) =>
		Object.fromEntries([...map].map(([name, { count }]) => [name, count]).sort());
	expect(counts(kept)).toEqual(counts(counted));
	for (const [name, cell] of counted) {
		expect(kept.get(name)!.lat).toBeCloseTo(cell.lat, 6);
		expect(kept.get(name)!.lng).toBeCloseTo(cell.lng, 6);
	}
	return counted.size;
}

describe('the counts that the triggers keep', () => {
	it('equal a recount after any releases, withdrawals, moves and closings', async () => {
		const db = await freshDatabase();
		const random = seeded(2026);
		const near = () => ({
			lat: inTown.lat + (random() - 0.5) * 0.002,
			lng: inTown.lng + (random() - 0.5) * 0.002
		});
		await plainReports(db, 40, (n) => ({ ...near(), categoryGroup: groups[n % 3] }));
		const ids = (await db.select({ id: reports.id }).from(reports)).map(({ id }) => id);
		const changes = [
			() => ({ releasedAt: monday }),
			() => ({ releasedAt: monday + 1 }),
			() => ({ releasedAt: null }),
			() => ({ step: 5 }),
			() => ({ step: 3 }),
			() => ({ categoryGroup: groups[Math.floor(random() * 3)] }),
			() => publicPlace('conduct', near()),
			() => publicPlace('issue', near()),
			() => ({
				step: 5,
				categoryGroup: 'traffic',
				releasedAt: monday,
				...publicPlace('issue', near())
			}),
			() => ({ description: 'nothing that counts' })
		];
		let most = 0;
		for (let n = 1; n <= 600; n++) {
			const id = ids[Math.floor(random() * ids.length)]!;
			const change = changes[Math.floor(random() * changes.length)]!();
			await db.update(reports).set(change).where(eq(reports.id, id));
			if (n % 60 === 0) most = Math.max(most, await expectCellsToHold(db));
		}
		expect(most).toBeGreaterThan(50);

		await db.update(reports).set({ releasedAt: null });
		expect(await expectCellsToHold(db)).toBe(0);
		expect((await mapReports(db, china, 14)).features).toEqual([]);
	});

	describe('on the road', () => {
		let db: Db;
		beforeEach(async () => {
			db = await freshTown();
		});

		it('equal a recount whatever a command does', async () => {
			const who = await people(db);
			for (const state of stateNames) {
				if (state === 'voided') continue;
				const { code, at } = await reportIn(db, who, state);
				await released(db, who, code, at);
			}
			const noted = await submitted(db);
			await released(db, who, noted.code, monday);
			await noteReport(db, who.moderator, noted.code, { category: dogs, note: '' }, monday);
			await expectCellsToHold(db);

			const gone = await reportIn(db, who, 'closed');
			await released(db, who, gone.code, gone.at);
			await voidReport(db, who.administrator, gone.code, { reason: '重复' }, gone.at);
			const back = await submitted(db);
			await released(db, who, back.code, monday);
			await withdrawReport(db, who.moderator, back.code, monday);
			await expectCellsToHold(db);
			expect(total(await mapReports(db, china, 14))).toBe(stateNames.length);
		});
	});
});
