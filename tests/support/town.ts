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

/** As prepareTown, with shifts to sign up for; see make-shifts.ts. */
export const prepareShifts = (dir: string) => prepare(dir, 'shifts');

/** As prepareTown, with hours that were served; see make-served.ts. */
export const prepareServed = (dir: string) => prepare(dir, 'served');

const towns = {
	people: (dir: string) => make('town', dir, 'people'),
	reports: (dir: string) => make('town', dir, 'reports'),
	shifts: async (dir: string) => {
		await prepareTown(dir);
		await make('shifts', dir);
	},
	served: async (dir: string) => {
		await prepareTown(dir);
		await make('served', dir);
	}
};

/**
 * Runs `make-{what}.ts` beside this file on a data folder: in a process of its own, because the runner
 * of the browser tests does not load the product's code.
 */
export async function make(what: string, dir: string, ...args: string[]): Promise<void> {
	const script = `tests/support/make-${what}.ts`;
	const { code, output } = await tool('tsx', 'tsx', [script, dir, ...args], { output: 'collect' });
	if (code !== 0) throw new Error(`${script} failed:\n${output}`);
}

/** In a run of all tests each town is made once, and copied. */
async function prepare(dir: string, town: keyof typeof towns): Promise<void> {
	const folder = process.env.TEST_TOWNS;
	if (!folder) return towns[town](dir);
	const kept = join(folder, town);
	const begun = `${kept}-begun`;
	const first = await mkdir(begun).then(
		() => true,
		() => false
	);
	if (first) {
		await towns[town](join(begun, town));
		await rename(join(begun, town), kept);
	}
	const deadline = Date.now() + MAKING_LIMIT;
	while (!existsSync(kept)) {
		if (Date.now() > deadline) throw new Error(`Another process did not finish ${kept}.`);
		await wait(100);
	}
	await cp(kept, dir, { recursive: true });
}
