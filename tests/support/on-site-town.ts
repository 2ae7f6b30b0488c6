import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make, prepareTown } from './town';

/** The demo town with one shift that is on just now. */
export const prepareOnSite = (dir: string) => withShift(dir, 'on-site');

/** The same, and nobody on it but `lead` and `volunteer`. */
export const prepareShiftNow = (dir: string) => withShift(dir, 'shift-now');

async function withShift(dir: string, what: string): Promise<void> {
	await prepareTown(dir);
	await make(what, dir);
}

export const shiftCodeIn = ({ dir }: { dir: string }): Promise<string> =>
	readFile(join(dir, 'shift-code'), 'utf8');
