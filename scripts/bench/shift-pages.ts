import { startServer } from '../../tests/support/server';
import { timed } from './desks';
import { add } from './desk';
import { fillWithShifts, type Load } from './fill-shifts';
import { median, percentile } from './rounds';
import { figures, times, verdict, type Line } from './table';

export const load: Load = { shifts: 10_000, volunteers: 100_000 };
const series = 6;
const rounds = 40;
const mostTimes = 1.3;

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
	const seen = { few: new Map<string, number[]>(), many: new Map<string, number[]>() };
	const ratios = new Map<string, number[]>();
	const middles = new Map<string, number[]>();
	try {
		for (let one = 0; one <= series; one++) {
			const now = { few: new Map<string, number[]>(), many: new Map<string, number[]>() };
			for (let n = 0; n < rounds; n++) {
				for (const [what, path] of Object.entries(pages)) {
					const first = await timed(() => fetch(few.origin + path(few, n)));
					const second = await timed(() => fetch(many.origin + path(many, n)));
					add(now.few, what, [first.time]);
					add(now.many, what, [second.time]);
				}
			}
			// the first is to get warm
			if (one === 0) continue;
			for (const [what, waits] of now.many) {
				const before = now.few.get(what)!;
				add(ratios, what, [percentile(waits, 0.95) / percentile(before, 0.95)]);
				add(middles, what, [median(waits) / median(before)]);
				add(seen.few, what, before);
				add(seen.many, what, waits);
			}
		}
	} finally {
		await few.stop();
		await many.stop();
	}
	return [...ratios].map(([what, list]) => ({
		what,
		figure: figures(seen.many.get(what)!),
		against: `demo ${figures(seen.few.get(what)!)}, p50 ${times(median(middles.get(what)!))}, p95 ${times(median(list))}`,
		bound: verdict(`p95 within ${times(mostTimes)}`, median(list) <= mostTimes)
	}));
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
