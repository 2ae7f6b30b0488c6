import { theSystem } from '../../src/lib/accounts/roles';
import { readConfig } from '../../src/lib/server/config';
import { connect } from '../../src/lib/server/db';
import { answersOf } from '../../src/lib/server/surveys/answers';
import { listMargins } from '../../src/lib/server/surveys/margins';
import { computeResult, estimateWave } from '../../src/lib/server/surveys/results';
import { getWave } from '../../src/lib/server/surveys/waves';
import { slug } from './fill-wave';

/*
 * A process of its own, for `estimating.ts`: opens the database of a folder as the server does, does one
 * of these with its wave, and prints how long it took and the most memory that the process ever had.
 */

export type Work = keyof typeof works;
/** `processor`: seconds of it, which tell more than the clock where others are at work. */
export type Done = { seconds: number; processor: number; bytesBefore: number; bytes: number };

const [dir = '', work = ''] = process.argv.slice(2);
const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
const { db } = connection;
const how = { weighting: 'rake' as const, marginsId: (await listMargins(db))[0]!.id };
const wave = await getWave(db, slug);

const works = {
	read: async () => {
		for await (const page of answersOf(db, wave.id)) void page;
	},
	estimate: () => estimateWave(db, wave, how),
	command: () => computeResult(db, theSystem, slug, how, Date.now())
};

const most = () => process.resourceUsage().maxRSS * 1024;
const bytesBefore = most();
const begin = performance.now();
const used = process.cpuUsage();
await works[work as Work]();
const seconds = (performance.now() - begin) / 1000;
const { user, system } = process.cpuUsage(used);
const processor = (user + system) / 1e6;
connection.close();
const done: Done = { seconds, processor, bytesBefore, bytes: most() };
process.stdout.write(JSON.stringify(done));
