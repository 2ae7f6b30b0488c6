import { cp, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tool } from '../../scripts/lib/run.js';

export const password = 'demo-2026';

/**
 * Fills a server's data folder with the demo town and its people, and `reports` of its reports. In a
 * run of all tests each such town is made once, and copied.
 */
export async function prepareTown(dir: string, reports = 0): Promise<void> {
	const towns = process.env.TEST_TOWNS;
	if (!towns) return makeTown(dir, reports);
	const kept = join(towns, String(reports));
	if (!(await stat(kept).catch(() => null))) {
		const own = await mkdtemp(join(towns, 'making-'));
		await makeTown(own, reports);
		// another worker may have been quicker
		await rename(own, kept).catch(() => rm(own, { recursive: true }));
	}
	await cp(kept, dir, { recursive: true });
}

async function makeTown(dir: string, reports: number): Promise<void> {
	const args = ['tests/support/make-town.ts', dir, String(reports)];
	const { code, output } = await tool('tsx', 'tsx', args, { output: 'collect' });
	if (code !== 0) throw new Error(`The town could not be made:\n${output}`);
}
