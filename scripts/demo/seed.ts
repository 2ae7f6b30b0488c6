import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureCollection, LineString, Point } from 'geojson';
import { dayMs, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { markAllRead } from '../../src/lib/server/notifications/commands';
import { diskStore, type PhotoStore } from '../../src/lib/server/photos/store';
import { voidReport } from '../../src/lib/server/reports/commands/triage';
import { listQueue } from '../../src/lib/server/reports/queries/queue-lists';
import { sealing, type Sealing } from '../../src/lib/server/sealing';
import { chance, type Chance } from './chance';
import { story, type Step, type Town } from './life';
import { loadTown, townFiles } from './load-town';
import { makePeople, secondChecker } from './people';
import { keptPictures } from './pictures-kept';
import { fillPosters } from './posters';
import { askTakedowns } from './takedowns';
import { casesToday, fillDesks } from './today';
import { makeTemplates } from './templates';
import { reportHabits } from './conduct';
import { fillShifts } from './shifts';
import { fillSurveys } from './surveys';
import { letGoOfBrowsers, toldSteps } from './told';

const days = 90;

/**
 * Fills an empty database with 青禾县 and its last 90 days: the same town for the same `seed` and
 * `now`. Everything goes through the commands, in the order in which it happened. Each kind of scene
 * is drawn in so many `views`.
 */
export async function seedTown(
	{ db, storage, seal }: { db: Db; storage: PhotoStore; seal: Sealing },
	now: number,
	{
		reports = 400,
		seed = 20_260_101,
		views = 5,
		habits = true,
		shifts = {} as { volunteers?: number; posts?: number },
		posters = {} as { posters?: number; sites?: number },
		surveys = {} as { visited?: number; open?: number },
		onProgress = (_share: number) => {}
	} = {}
): Promise<void> {
	const random = chance(seed);
	const begin = startOfDay(dayOf(now)) - days * dayMs;
	await loadTown(db, begin);
	const cast = { ...(await makePeople(db, begin)), secondChecker: await secondChecker(db, begin) };
	await makeTemplates(db, cast.moderator, begin);
	const picture = keptPictures(storage, views);
	const spot = await spots(random);
	const similar = (code: string, category: string) => openAlike(db, code, category);
	const crowd = chance(seed + 1);
	const looks = chance(seed + 2);
	const town: Town = { db, seal, storage, cast, random, crowd, looks, picture, spot, similar };

	const agenda: Step[] = toldSteps(town, now);
	const stories = reports - casesToday;
	for (let n = 0; n < stories; n++) agenda.push(story(town, n, submissionTime(random, now)));
	await run(agenda, now, (at) => onProgress((at - begin) / (now - begin)));
	await letGoOfBrowsers(town, now);
	await fillDesks(town, stories, now);
	if (habits) await reportHabits(town, reports, now);
	await askTakedowns(town, now);
	await voidOne(town, now);
	await fillShifts(db, seal, cast, { now, seed, ...shifts });
	await fillPosters({ db, storage }, cast, { now, seed, ...posters });
	await fillSurveys({ db, seal, cast }, { now, seed, ...surveys });
	const { admin, moderator, supervisor, checker, resident } = cast;
	for (const { accountId } of [admin, moderator, supervisor, checker, resident, ...cast.handlers]) {
		await markAllRead(db, accountId!, now);
	}
}

// Steps wait for each other's outcome, so the agenda grows while it is worked off in order of time.
async function run(agenda: Step[], now: number, onProgress: (at: number) => void): Promise<void> {
	agenda.sort((a, b) => b.at - a.at);
	for (let step = agenda.pop(); step && step.at <= now; step = agenda.pop()) {
		const next = await step.act();
		onProgress(step.at);
		for (const one of [next ?? []].flat()) {
			const place = agenda.findIndex(({ at }) => at <= one.at);
			agenda.splice(place < 0 ? agenda.length : place, 0, one);
		}
	}
}

// Most in daylight, and more lately.
function submissionTime(random: Chance, now: number): number {
	const day = 1 + Math.floor((days - 1) * (1 - random.next() ** 0.7));
	return Math.floor(startOfDay(dayOf(now)) - day * dayMs + random.between(6.5, 21.5) * hourMs);
}

async function openAlike(db: Db, code: string, category: string): Promise<string[]> {
	const lines = await listQueue(db, ['dispatched', 'processing'], { limit: 200 });
	return lines
		.filter((line) => line.category === category && line.code !== code)
		.map((line) => line.code);
}

async function spots(random: Chance): Promise<Town['spot']> {
	const read = async <G extends Point | LineString>(url: URL) =>
		(JSON.parse(await readFile(url, 'utf8')) as FeatureCollection<G>).features;
	const places = await read<Point>(townFiles.places);
	const streets = await read<LineString>(townFiles.streets);
	const jitter = (metres: number) => (random.next() - 0.5) * 2 * (metres / 111_000);
	return () => {
		const line = random.one(streets).geometry.coordinates;
		const centre = random.happens(0.5) ? random.one(places).geometry.coordinates : random.one(line);
		return { lng: centre[0]! + jitter(70), lat: centre[1]! + jitter(50) };
	};
}

async function voidOne({ db, cast }: Town, now: number) {
	const [mistaken] = await listQueue(db, ['rejected'], { limit: 1 });
	if (!mistaken) return;
	await voidReport(db, cast.admin, mistaken.code, { reason: '试报，作废' }, now - hourMs);
}

const usage = `
Usage: tsx scripts/demo/seed.ts

Fills the empty database of DATA_DIR with the demo town. \`npm run demo\` calls it.
`;

async function main() {
	if (process.argv.includes('--help')) return void process.stdout.write(usage);
	const config = readConfig(process.env);
	const connection = connect(config.DATABASE_URL);
	await migrateDatabase(connection);
	const parts = {
		db: connection.db,
		storage: diskStore(join(config.DATA_DIR, 'photos')),
		seal: sealing(readSecrets(config))
	};
	let told = -1;
	await seedTown(parts, Date.now(), {
		onProgress(share) {
			const percent = Math.floor(share * 10) * 10;
			if (percent > told) process.stdout.write(`  ${(told = percent)}%\n`);
		}
	});
	connection.close();
}

if (import.meta.url === `file://${process.argv[1]}`) await main();
