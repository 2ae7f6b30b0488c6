import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tool } from '../../scripts/lib/run.js';
import { prepareTown } from './town';

/** The demo town with one shift that is on just now. */
export async function prepareOnSite(dir: string): Promise<void> {
	await prepareTown(dir);
	const args = ['tests/support/make-on-site.ts', dir];
	const { code, output } = await tool('tsx', 'tsx', args, { output: 'collect' });
	if (code !== 0) throw new Error(`The shift could not be made:\n${output}`);
}

export const shiftCodeIn = ({ dir }: { dir: string }): Promise<string> =>
	readFile(join(dir, 'shift-code'), 'utf8');
