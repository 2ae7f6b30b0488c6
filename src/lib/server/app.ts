import { join } from 'node:path';
import { Cron } from 'croner';
import { hasAdministrator, firstStartToken } from './accounts/people';
import { sessionsIn, type Sessions } from './accounts/sessions';
import { sweepFailures } from './accounts/locks';
import { asksSecondFactor, readConfig, readSecrets, type Config } from './config';
import { connect, migrateDatabase, type Connection } from './db';
import { logFor, type Log } from './log';
import { meansFor, type Means } from './notifications/means';
import { sendDue } from './notifications/send';
import { diskStore } from './photos/store';
import { removeStrayPictures } from './reports/commands/retention';
import { runDueRetention } from './retention/run';
import { admitIncomplete } from './reports/commands/enter-triage';
import { tellDigests } from './reports/commands/watches';
import { hourMs } from '../time/shanghai';
import { sealing, type Sealing } from './sealing';
import { senderFor, type Sender } from './sender';

/** The one live set. It is there from `start()` on; nothing below a route reads it. */
export let config: Config;
export let db: Connection['db'];
export let storage: ReturnType<typeof diskStore>;
export let seal: Sealing;
export let sessions: Sessions;
export let sender: Sender;
/** How notices leave the house, and the key by which a browser takes its pushes. */
export let means: Means;
export let pushKey: string;
export let log: Log;
/** Until the first administrator is made: the token of the address that makes one. */
export let firstStart: string | null = null;

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
	storage = diskStore(join(config.DATA_DIR, 'photos'));
	sessions = sessionsIn(db, {
		secure: config.ORIGIN.startsWith('https://'),
		secondFactor: asksSecondFactor(config)
	});
	sender = senderFor(config);
	means = meansFor(config, secrets);
	pushKey = secrets.vapid.publicKey;
	if (!(await hasAdministrator(db))) firstStart = firstStartToken();
	jobs = [
		job('*/10 * * * *', () => admitIncomplete(db, now())),
		job('17 * * * *', sweep),
		// once a day is enough; every hour makes up for a stop
		job('0 * * * *', () => tellDigests(db, now())),
		// tests do not wait a minute
		job(config.APP_MODE === 'test' ? '* * * * * *' : '* * * * *', send)
	];
}

async function send() {
	const done = await sendDue(db, seal, means, now());
	if (done.sent + done.failed > 0) log.info({ job: 'send', ...done });
}

async function sweep() {
	await sessions.sweep();
	await sweepFailures(db, now());
	await storage.sweep(now() - hourMs);
	await removeStrayPictures(db, storage, now() - hourMs);
	await runDueRetention(db, now());
}

function job(pattern: string, work: () => Promise<unknown>): Cron {
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
}
