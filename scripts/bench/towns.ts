import { uuidv7 } from 'uuidv7';
import { startServer, type TestServer } from '../../tests/support/server';
import { fillTown } from './fill';

const running = new Map<number, Promise<TestServer>>();

/** A server of its own with so many released reports; the same one when asked again. */
export function townOf(reports: number): Promise<TestServer> {
	let town = running.get(reports);
	if (!town) {
		town = startServer({
			env: { ADDRESS_HEADER: addressHeader },
			seed: (dir) => fillTown(dir, reports)
		});
		running.set(reports, town);
	}
	return town;
}

export async function closeTowns(): Promise<void> {
	for (const town of running.values())
		await town.then(
			({ stop }) => stop(),
			() => undefined
		);
}

export const addressHeader = 'x-bench-address';

/** Each from an address of its own, as through a proxy: the limits of one address do not count. */
export const fromSomewhere = (): Record<string, string> => ({ [addressHeader]: uuidv7() });
