import { join } from 'node:path';
import { Cron } from 'croner';
import { hasAdministrator, firstStartToken } from './accounts/people';
import { sessionsIn, type Sessions } from './accounts/sessions';
import { sweepFailures } from './accounts/locks';
import { readConfig, readSecrets, type Config } from './config';
import { connect, migrateDatabase, type Connection } from './db';
import { logFor, type Log } from './log';
import { diskStore } from './photos/store';
import {
	eraseOldContacts,
	eraseTakedownContacts,
	removeStrayPictures
} from './reports/commands/retention';
import { admitIncomplete } from './reports/commands/enter-triage';
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
	seal = sealing(readSecrets(config));
	connection = connect(config.DATABASE_URL, config.DATABASE_AUTH_TOKEN || undefined);
	db = connection.db;
	await migrateDatabase(connection);
	storage = diskStore(join(config.DATA_DIR, 'photos'));
	sessions = sessionsIn(db, { secure: config.ORIGIN.startsWith('https://') });
	sender = senderFor(config);
	if (!(await hasAdministrator(db))) firstStart = firstStartToken();
	jobs = [job('*/10 * * * *', () => admitIncomplete(db, now())), job('17 * * * *', sweep)];
}

async function sweep() {
	await sessions.sweep();
	await sweepFailures(db, now());
	await storage.sweep(now() - hourMs);
	await removeStrayPictures(db, storage, now() - hourMs);
	await eraseOldContacts(db, now());
	await eraseTakedownContacts(db, now());
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
