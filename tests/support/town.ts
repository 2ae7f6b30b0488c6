import { existsSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tool } from '../../scripts/lib/run.js';

const MAKING_LIMIT = 90_000;

export const password = 'demo-2026';

/** Fills a server's data folder with the demo town and its people. */
export const prepareTown = (dir: string) => prepare(dir, 'people');

/** As prepareTown, and with ninety reports of the demo, in every state. */
export const prepareBusyTown = (dir: string) => prepare(dir, 'reports');

/** In a run of all tests each town is made once, and copied. */
async function prepare(dir: string, fill: 'people' | 'reports'): Promise<void> {
	const towns = process.env.TEST_TOWNS;
	if (!towns) return makeTown(dir, fill);
	const kept = join(towns, fill);
	const begun = `${kept}-begun`;
	const first = await mkdir(begun).then(
		() => true,
		() => false
	);
	if (first) {
		await makeTown(join(begun, fill), fill);
		await rename(join(begun, fill), kept);
	}
	const deadline = Date.now() + MAKING_LIMIT;
	while (!existsSync(kept)) {
		if (Date.now() > deadline) throw new Error(`Another process did not finish ${kept}.`);
		await wait(100);
	}
	await cp(kept, dir, { recursive: true });
}

async function makeTown(dir: string, fill: string): Promise<void> {
	const args = ['tests/support/make-town.ts', dir, fill];
	const { code, output } = await tool('tsx', 'tsx', args, { output: 'collect' });
	if (code !== 0) throw new Error(`The town could not be made:\n${output}`);
}
