import { tool } from '../../scripts/lib/run.js';

export const password = 'demo-2026';

/** Fills a server's data folder with the demo town and its people, and `reports` of its reports. */
export async function prepareTown(dir: string, reports = 0): Promise<void> {
	const args = ['tests/support/make-town.ts', dir, String(reports)];
	const { code, output } = await tool('tsx', 'tsx', args, { output: 'collect' });
	if (code !== 0) throw new Error(`The town could not be made:\n${output}`);
}
