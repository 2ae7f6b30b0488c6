import { join } from 'node:path';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { Cron } from 'croner';
import { hasAdministrator, firstStartToken } from './accounts/people';
import { sessionsIn, type Sessions } from './accounts/sessions';
import { sweepFailures } from './accounts/locks';
import { asksSecondFactor, readConfig, readSecrets, type Config } from './config';
import { connect, migrateDatabase, type Connection } from './db';
import { runJob, runWhole, type Span } from './jobs/run';
import { logFor, type Log } from './log';
import { tilesPath } from './map-base';
import { meansFor, type Means } from './notifications/means';
import { sendDue } from './notifications/send';
import { openTiles, type OwnTiles } from './own-tiles';
import { diskStore } from './photos/store';
import { videosNamed } from './posters/queries';
import { forgetReaders } from './posters/reads';
import { plantThemes } from './posters/themes';
import { videoStore, type VideoStore } from './posters/videos';
import { removeStrayPictures } from './reports/commands/retention';
import { runDueRetention } from './retention/run';
import { carryOut } from './reports/commands/carry-out';
import { admitIncomplete } from './reports/commands/enter-triage';
import { tellLate } from './reports/commands/tell-late';
import { tellDigests } from './reports/commands/watches';
import { closeShifts } from './volunteering/close-shifts';
import { distanceHints } from './volunteering/distance-hints';
import { remind } from './volunteering/remind';
import { sendLetters } from './surveys/send-letters';
import { closeDue } from './surveys/waves';
import { endWaiting, lapseOffers } from './volunteering/sign-ups';
import { plantQuestions } from './quizzes/commands';
import { gatherWords, refreshWords } from './reports/words';
import { theSystem } from '../accounts/roles';
import { lotOf, type Lot } from '../reports/second-look';
import { dayMs, dayOf, hourMs, minuteMs } from '../time/shanghai';
import { sealing, type Sealing } from './sealing';
import { senderFor, type Sender } from './sender';

/** The one live set. It is there from `start()` on; nothing below a route reads it. */
export let config: Config;
export let db: Connection['db'];
export let storage: ReturnType<typeof diskStore>;
/** The videos of posters. */
export let videos: VideoStore;
export let seal: Sealing;
/** How far away phones were, for half an hour. */
export const hints = distanceHints();
/** Which closings are looked at again. */
export const lots: Lot = (closing) => lotOf(seal.index('second_look', closing));
export let sessions: Sessions;
export let sender: Sender;
/** How notices leave the house, and the key by which a browser takes its pushes. */
export let means: Means;
export let pushKey: string;
export let log: Log;
/** What is in the file of the town's own tiles; null where there is none that can be shown. */
export let ownTiles: OwnTiles | null = null;
/** Until the first administrator is made: the token of the address that makes one. */
export let firstStart: string | null = null;

const wordsAtOnce = 200;
const wordsRestMs = 20;

let connection: Connection | undefined;
let jobs: Cron[] = [];

export const now = (): number => Date.now();

// The development server loads this module again after a change, while the last one still owns the
// database.
const running = globalThis as { stopTongxing?: () => void };

export async function start(env: Record<string, string | undefined>): Promise<void> {
	running.stopTongxing?.();
	running.stopTongxing = stop;
	config = readConfig(env);
	log = logFor(config);
	const secrets = readSecrets(config);
	seal = sealing(secrets);
	connection = connect(config.DATABASE_URL, config.DATABASE_AUTH_TOKEN || undefined);
	db = connection.db;
	await migrateDatabase(connection);
	await plantQuestions(db, now());
	await plantThemes(db, now());
	storage = diskStore(join(config.DATA_DIR, 'photos'));
	videos = videoStore(join(config.DATA_DIR, 'videos'));
	sessions = sessionsIn(db, {
		secure: config.ORIGIN.startsWith('https://'),
		secondFactor: asksSecondFactor(config)
	});
	ownTiles = await openOwnTiles();
	sender = senderFor(config);
	means = meansFor(config, secrets);
	pushKey = secrets.vapid.publicKey;
	if (!(await hasAdministrator(db))) firstStart = firstStartToken();
	jobs = [
		scheduled('admit_incomplete', 10 * minuteMs, ({ to }) => admitIncomplete(db, to)),
		scheduled('sweep', hourMs, sweep),
		job(carryOutOrders, '* * * * * *'),
		// once a day is enough; every hour makes up for a stop
		scheduled('digests', hourMs, ({ to }) => tellDigests(db, to)),
		scheduled('gather_words', 7 * dayMs, () => gatherWords(db, () => pause(wordsRestMs))),
		// tests do not wait a minute
		job(() => told(config.APP_MODE === 'test' ? 1000 : minuteMs)),
		job(() => shifts(config.APP_MODE === 'test' ? 1000 : minuteMs)),
		job(() => closeDue(db, theSystem, now())),
		job(send),
		job(letters),
		job(words, '*/3 * * * * *')
	];
}

async function openOwnTiles(): Promise<OwnTiles | null> {
	if (config.MAP_BASE !== 'pmtiles') return null;
	const opened = await openTiles(tilesPath(config));
	if (!('problem' in opened)) return opened;
	log.warn(opened.problem);
	return null;
}

/** Whoever must know is told of what is late; marks, letters and how far it came are one transaction. */
async function told(every: number) {
	const run = await runWhole(db, 'late', { every, at: now() }, (tx, { from, to }) =>
		tellLate(tx, from, to)
	);
	if (run.outcome === 'failed') log.error({ job: 'late', err: run.problem });
}

/** Offers that lapse go on, waiting ends as a shift begins, who is expected is reminded, and what is over is closed. */
async function shifts(every: number) {
	await lapseOffers(db, now());
	const run = await runWhole(db, 'shifts', { every, at: now() }, async (tx, { from, to }) => {
		await endWaiting(tx, from, to);
		await remind(tx, from, to);
		await closeShifts(tx, from, to);
	});
	if (run.outcome === 'failed') log.error({ job: 'shifts', err: run.problem });
}

/** Work that is done once in every slot of `every` milliseconds, whatever stops in between. */
function scheduled(name: string, every: number, work: (span: Span) => Promise<unknown>): Cron {
	return job(async () => {
		const run = await runJob(db, name, { every, at: now() }, work);
		if (run.outcome === 'failed') log.error({ job: name, err: run.problem });
	});
}

async function send() {
	const done = await sendDue(db, seal, means, now());
	if (done.sent + done.failed > 0) log.info({ job: 'send', ...done });
}

async function letters() {
	const done = await sendLetters(db, seal, means, now());
	if (done.sent + done.failed > 0) log.info({ job: 'letters', ...done });
}

/** A few hundred at a time, so that others get their turn while many wait. */
async function words() {
	for (let done = wordsAtOnce; done === wordsAtOnce;) {
		done = await refreshWords(db, wordsAtOnce);
		await setImmediate();
	}
}

// each batch with the time at which it begins
async function carryOutOrders() {
	for (;;) {
		const { items, defects } = await carryOut(db, now());
		for (const problem of defects) log.error({ job: 'orders', err: problem });
		if (items === 0) return;
	}
}

async function sweep({ to }: Span) {
	await sessions.sweep();
	await sweepFailures(db, to);
	await storage.sweep(to - hourMs);
	await removeStrayPictures(db, storage, to - hourMs);
	await videos.prune(to - hourMs, (names) => videosNamed(db, names));
	await forgetReaders(db, dayOf(to));
	await runDueRetention(db, to);
}

/** Tests do not wait a minute. */
const eachMinute = () => (config.APP_MODE === 'test' ? '* * * * * *' : '* * * * *');

function job(work: () => Promise<unknown>, pattern = eachMinute()): Cron {
	const options = { protect: true, catch: (problem: unknown) => log.error({ err: problem }) };
	return new Cron(pattern, options, async () => {
		await work();
	});
}

export function firstAdministratorMade(): void {
	firstStart = null;
}

export function stop(): void {
	for (const running of jobs) running.stop();
	connection?.close();
	connection = undefined;
	void ownTiles?.close();
	ownTiles = null;
}
