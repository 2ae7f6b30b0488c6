import { constants } from 'node:fs';
import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/lib/server/config';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { client, type Client } from '../../tests/support/client';
import { startServer } from '../../tests/support/server';
import { fillDesk, type Load } from './fill-desk';
import { addressHeader } from './towns';

export const loads = {
	small: { waiting: 100, closed: 100 },
	large: { waiting: 10_000, closed: 1_000_000 }
} as const satisfies Record<string, Load>;
export type Size = keyof typeof loads;
export const sizes = Object.keys(loads) as Size[];

export type Desk = {
	origin: string;
	moderator: Client;
	/** Another of the staff, who works meanwhile. */
	supervisor: Client;
	stop: () => Promise<unknown>;
};

/** A server with so much on its desk. `kept`: a folder where filled databases are put and found again. */
export async function openDesk(size: Size, kept?: string): Promise<Desk> {
	const { origin, stop } = await startServer({
		env: { ADDRESS_HEADER: addressHeader, LOG_LEVEL: 'warn' },
		seed: async (dir) => {
			if (!kept) return fillDesk(dir, loads[size]);
			const from = await filled(join(kept, size), loads[size]);
			await cp(from, dir, { recursive: true, mode: constants.COPYFILE_FICLONE });
		}
	});
	return {
		origin,
		stop,
		moderator: await client(origin).signIn('moderator'),
		supervisor: await client(origin).signIn('supervisor')
	};
}

async function filled(dir: string, load: Load): Promise<string> {
	if (await stat(dir).catch(() => null)) {
		await bringUpToDate(dir);
		return dir;
	}
	const making = `${dir}-making`;
	await rm(making, { recursive: true, force: true });
	await mkdir(making, { recursive: true });
	await fillDesk(making, load);
	await rename(making, dir);
	return dir;
}

/** What was filled before the last migration: an index on a million takes longer than a start may. */
async function bringUpToDate(dir: string): Promise<void> {
	const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
	await migrateDatabase(connection);
	connection.close();
}

/** Asks for a page or an answer, reads it whole, and returns it with the milliseconds that it took. */
export async function timed(
	asking: () => Promise<Response>
): Promise<{ time: number; text: string }> {
	const begin = performance.now();
	const response = await asking();
	const text = await response.text();
	const time = performance.now() - begin;
	if (response.status !== 200) {
		throw new Error(`${response.url}: ${response.status} ${text.slice(0, 200)}`);
	}
	return { time, text };
}

/** The codes that a desk has first in its queue, up to 500. */
export async function deskCodes({ moderator }: Desk, many: number): Promise<string[]> {
	const { text } = await timed(() => moderator.get('/admin/bulk?queue=intake&all=on'));
	const codes = new Set(text.match(/\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g));
	return [...codes].slice(0, many);
}
