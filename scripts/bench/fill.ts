import { readFile } from 'node:fs/promises';
import type { FeatureCollection, LineString } from 'geojson';
import { sql } from 'drizzle-orm';
import { categories } from '../../src/lib/reports/categories';
import { codeFrom } from '../../src/lib/reports/code';
import { states, type State } from '../../src/lib/reports/workflow';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { readConfig } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { locate } from '../../src/lib/server/places/queries';
import { publicPlace } from '../../src/lib/server/reports/public-place';
import { reports } from '../../src/lib/server/reports/schema';
import { chance, type Chance } from '../demo/chance';
import { loadTown, townFiles } from '../demo/load-town';

const seed = 1;
const years = 2;
const batch = 100;
const spotsInTown = 500;

/** Most cases are history. */
const standing: readonly State[] = [
	...Array<State>(24).fill('closed'),
	'submitted',
	'filed',
	'dispatched',
	'processing',
	'awaiting_check',
	'rejected'
];

export type Spot = Awaited<ReturnType<typeof locate>> & { lat: number; lng: number };

/**
 * Makes a database in `dir` with the demo town and so many released reports, every third with a
 * photo, spread over two years and the town's streets. The same reports each time, but for their days.
 */
export async function fillTown(dir: string, many: number): Promise<void> {
	const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
	const { db } = connection;
	// whoever opens it next has its own setting
	await db.run(sql`PRAGMA synchronous = OFF`);
	await migrateDatabase(connection);
	await loadTown(db, Date.now());
	const random = chanceOf();
	await addReports(db, random, await someSpots(db, random), many, standing);
	await addPhotos(db);
	// by UPDATE, because that is what the triggers of the map wait for
	await db.run(sql`UPDATE reports SET released_at = state_since, public_description = description`);
	connection.close();
}

export const chanceOf = (): Chance => chance(seed);

export type Span = { from: number; to: number };
export const lastYears = (at: number): Span => ({ from: at - years * 365 * dayMs, to: at });

/** So many reports in one of `among` each, spread `over` a time, numbered from `first`. */
export async function addReports(
	db: Db,
	random: Chance,
	spots: readonly Spot[],
	many: number,
	among: readonly State[],
	which: { first?: number; over?: Span } = {}
): Promise<void> {
	const { first = 0, over = lastYears(Date.now()) } = which;
	const pace = (over.to - over.from) / (many + 1);
	for (let n = 0; n < many; n += batch) {
		const size = Math.min(batch, many - n);
		const rows = Array.from({ length: size }, (_, i) =>
			report(random, spots, first + n + i, over.from + (n + i) * pace, random.one(among))
		);
		await db.insert(reports).values(rows);
	}
}

export async function someSpots(db: Db, random: Chance): Promise<Spot[]> {
	const text = await readFile(townFiles.streets, 'utf8');
	const streets = (JSON.parse(text) as FeatureCollection<LineString>).features;
	const spots: Spot[] = [];
	for (let n = 0; n < spotsInTown; n++) {
		const [lng = 0, lat = 0] = random.one(random.one(streets).geometry.coordinates);
		const point = { lat: near(random, lat, 300), lng: near(random, lng, 300) };
		spots.push({ ...point, ...(await locate(db, point)) });
	}
	return spots;
}

const near = (random: Chance, degrees: number, metres: number): number =>
	degrees + random.between(-metres, metres) / 111_000;

function report(random: Chance, spots: readonly Spot[], n: number, at: number, state: State) {
	const { id: category, kind, group: categoryGroup, urgent } = random.one(categories);
	const spot = random.one(spots);
	const point = { lat: near(random, spot.lat, 50), lng: near(random, spot.lng, 50) };
	const submittedAt = Math.floor(at);
	return {
		...spot,
		...point,
		...publicPlace(kind, point),
		key: `bench-${n}`,
		contentHash: '',
		code: codeOf(n),
		kind,
		category,
		categoryGroup,
		urgent,
		description: `路边的情况好几天了，来往的人都看得见，请安排人来看一看（第 ${n} 件）`,
		address: '',
		occurredAt: submittedAt,
		submittedAt,
		photosExpected: 0,
		readyAt: submittedAt,
		state,
		step: states[state].step,
		stateSince: submittedAt + random.whole(1, 48) * hourMs
	};
}

/** Looks like chance and is another for each `n`: of a million codes of chance two may be the same. */
function codeOf(n: number): string {
	const mixed = (BigInt(n) * 0x9e3779b97fn) % (1n << 40n);
	return codeFrom(Uint8Array.from({ length: 8 }, (_, i) => Number((mixed >> BigInt(5 * i)) & 31n)));
}

export const addPhotos = (db: Db) =>
	db.run(sql`
		INSERT INTO photos
			(key, report_id, stage, n, at, upload_hash, original, width, height, dhash, decided_at, released)
		SELECT 'bench-photo-' || id, id, 'report', 0, submitted_at, '', '', 1600, 1200, '', state_since, 'bench'
		FROM reports WHERE id % 3 = 0`);
