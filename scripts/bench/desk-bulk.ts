import { setTimeout as pause } from 'node:timers/promises';
import { mostItems, type OrderAction } from '../../src/lib/reports/orders';
import { client } from '../../tests/support/client';
import { deskCodes, timed, type Desk } from './desks';
import { place, standingOf } from './orders';
import { median, percentile } from './rounds';
import { add } from './series';
import { figures, ms, times, verdict, type Line } from './table';
import { fromSomewhere } from './towns';

const mostTimes = 1.5;
const quietMs = 8_000;
/** Between two pages of one person. */
const readingMs = 40;

const orders: { action: OrderAction; fields: Record<string, string> }[] = [
	{ action: 'accept', fields: { send: 'on' } },
	{ action: 'reject', fields: { reason: 'unclear', note: '' } },
	{ action: 'ask_verify', fields: { note: '' } }
];

/** Orders for 500, and what the others wait for while they are carried out, against just before. */
export async function bulk(desk: Desk): Promise<Line[]> {
	const others = othersAt(desk);
	const names = Object.keys(others);
	const before = new Map<string, number[]>();
	const meanwhile = new Map<string, number[]>();
	const ratios = new Map<string, number[]>();
	const lines: Line[] = [];
	for (const { action, fields } of orders) {
		const codes = await deskCodes(desk, mostItems);
		const query = new URLSearchParams({ queue: 'intake', all: 'on', action, ...fields });
		const look = await timed(() => desk.moderator.get(`/admin/bulk?${query}`));
		const calm = await watch(others, async () => pause(quietMs));
		const { time, placed } = await place(desk, action, codes, fields);
		await pause(placed.notBefore - Date.now());
		let standing: Awaited<ReturnType<typeof standingOf>> = null;
		let seconds = 0;
		const busy = await watch(others, async () => {
			while (!standing) {
				await pause(200);
				standing = await standingOf(desk, placed);
			}
			seconds = (Date.now() - placed.notBefore) / 1000;
		});
		const { done, failed } = standing!;
		lines.push({
			what: `${action}, ${done} done, ${failed} refused`,
			figure: `${seconds.toFixed(1)} s`,
			against: `looked at before in ${(look.time / 1000).toFixed(1)} s, placed in ${ms(time)}`
		});
		for (const name of names) {
			const [was, is] = [calm.get(name)!, busy.get(name)!];
			add(before, name, was);
			add(meanwhile, name, is);
			add(ratios, name, [percentile(is, 0.95) / percentile(was, 0.95)]);
		}
	}
	return [
		...lines,
		...names.map((name) => {
			const ratio = median(ratios.get(name)!);
			return {
				what: `meanwhile ${name}`,
				figure: figures(meanwhile.get(name)!),
				against: `before ${figures(before.get(name)!)}, p95 ${times(ratio)}`,
				bound: verdict(`p95 within ${times(mostTimes)}`, ratio <= mostTimes)
			};
		})
	];
}

type Others = Record<string, () => Promise<Response>>;

function othersAt({ origin, supervisor }: Desk): Others {
	const guest = client(origin);
	return {
		'GET /admin': () => supervisor.get('/admin'),
		'GET /reports': () => guest.get('/reports', fromSomewhere())
	};
}

/** What each of them waits for, page after page, until `work` is done. */
async function watch(others: Others, work: () => Promise<unknown>): Promise<Map<string, number[]>> {
	const waited = new Map(Object.keys(others).map((name) => [name, [] as number[]]));
	let over = false;
	const working = work().finally(() => (over = true));
	const reading = Object.entries(others).map(async ([name, ask]) => {
		while (!over) {
			waited.get(name)!.push((await timed(ask)).time);
			await pause(readingMs);
		}
	});
	await Promise.all([working, ...reading]);
	return waited;
}
