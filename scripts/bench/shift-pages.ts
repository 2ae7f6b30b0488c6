import { startServer } from '../../tests/support/server';
import { timed } from './desks';
import { fillWithShifts, type Load } from './fill-shifts';
import { compareWaits } from './series';
import type { Line } from './table';

export const load: Load = { shifts: 10_000, volunteers: 100_000 };

type Town = { origin: string; codes: string[]; stop: () => Promise<unknown> };

const pages: Record<string, (town: Town, n: number) => string> = {
	'/shifts': () => '/shifts',
	'/shifts, 2nd page': () => '/shifts?page=2',
	'/shifts, a kind': () => '/shifts?kind=crossing',
	'/shifts/{code}': ({ codes }, n) => `/shifts/${codes[n % codes.length]}`
};

/** What a visitor waits for in a town with so many shifts and volunteers, and in the demo's. */
export async function shiftPages(): Promise<Line[]> {
	const few = await openTown(null);
	const many = await openTown(load);
	try {
		const wait = (town: Town, what: string) => async (n: number) => ({
			[what]: (await timed(() => fetch(town.origin + pages[what]!(town, n)))).time
		});
		const pairs = Object.keys(pages).map((what) => ({
			here: wait(many, what),
			there: wait(few, what)
		}));
		return await compareWaits(pairs, { series: 6, rounds: 40, there: 'demo', mostTimes: 1.3 });
	} finally {
		await few.stop();
		await many.stop();
	}
}

async function openTown(size: Load | null): Promise<Town> {
	const { origin, stop } = await startServer({
		env: { LOG_LEVEL: 'warn' },
		seed: (dir) => fillWithShifts(dir, size)
	});
	const { text } = await timed(() => fetch(`${origin}/shifts`));
	const codes = [...text.matchAll(/href="[^"]*\/shifts\/(\w{4}-\w{4})"/g)].map(([, code]) => code!);
	if (codes.length === 0) throw new Error('There are no shifts to look at.');
	return { origin, codes, stop };
}
