import { setTimeout as pause } from 'node:timers/promises';
import type { OrderAction } from '../../src/lib/reports/orders';
import { deskCodes, timed, type Desk, type Size } from './desks';
import { place, standingOf, undo } from './orders';
import { compareWaits, type Waited } from './series';
import type { Line } from './table';

type Case = { code: string; offered: string[]; units: { id: number }[] };

/** What of a desk is worked on: the cases that offer an action, by the action. */
type Bench = { desk: Desk; codes: string[]; offering: (action: string) => Case[] };

type Probe = (bench: Bench, n: number) => Promise<Waited>;

const page =
	(what: string, path: (bench: Bench, n: number) => string): Probe =>
	async (bench, n) => ({
		[what]: (await timed(() => bench.desk.moderator.get(path(bench, n)))).time
	});

const at = <T>(list: readonly T[], n: number): T => {
	if (list.length === 0) throw new Error('There is nothing to work on.');
	return list[n % list.length]!;
};

/** Placed and taken back at once, so that the desk stays as it was. */
const order =
	(action: OrderAction, fields: (bench: Bench, chosen: Case) => Record<string, string>): Probe =>
	async (bench, n) => {
		const chosen = at(bench.offering(action), n);
		const { time, placed } = await place(bench.desk, action, [chosen.code], fields(bench, chosen));
		return { [`order ${action}`]: time, 'undo an order': await undo(bench.desk, placed) };
	};

const probes: Probe[] = [
	page('GET /admin', () => '/admin'),
	page('GET /admin/triage/{code}', ({ codes }, n) => `/admin/triage/${at(codes, n)}`),
	page('GET /admin/reports/{code}', ({ codes }, n) => `/admin/reports/${at(codes, n)}`),
	async ({ desk, codes }, n) => {
		const path = `/admin/triage/${at(codes, n)}`;
		const body = JSON.stringify({ over: false });
		const headers = { 'content-type': 'application/json', origin: desk.origin };
		const take = () => desk.moderator.request(path, { method: 'POST', body, headers });
		return { 'take it in hand': (await timed(take)).time };
	},
	order('accept', () => ({ send: 'on' })),
	order('note', () => ({ note: '谢谢' })),
	order('ask_verify', () => ({ note: '请看一看' })),
	order('reject', () => ({ reason: 'unclear', note: '' })),
	order('merge', ({ offering }, { code }) => ({
		target: offering('accept').find((other) => other.code !== code)!.code
	})),
	order('dispatch', (_, { units }) => ({
		unitId: String(units[0]!.id),
		basis: 'law',
		document: '',
		note: ''
	}))
];

/** The pages and the actions of triage at both desks, in turn. */
export async function triage(desks: Record<Size, Desk>): Promise<Line[]> {
	const small = await prepare(desks.small);
	const large = await prepare(desks.large);
	const pairs = probes.map((probe) => ({
		here: (n: number) => probe(large, n),
		there: (n: number) => probe(small, n)
	}));
	return compareWaits(pairs, { series: 6, rounds: 20, there: 'small', mostTimes: 1.3 });
}

const filed = 10;

/** Looks at the first hundred cases of a desk, and takes some in, so that they can be sent on. */
async function prepare(desk: Desk): Promise<Bench> {
	const codes = await deskCodes(desk, 100);
	const before = await Promise.all(codes.map((code) => caseOf(desk, code)));
	const accepted = before.filter(({ offered }) => offered.includes('accept')).slice(-filed);
	const { placed } = await place(
		desk,
		'accept',
		accepted.map(({ code }) => code),
		{}
	);
	await pause(placed.notBefore - Date.now());
	while (!(await standingOf(desk, placed))) await pause(500);
	const cases = await Promise.all(codes.map((code) => caseOf(desk, code)));
	const waiting = cases.filter(({ offered }) => !offered.includes('dispatch'));
	return {
		desk,
		codes: waiting.map(({ code }) => code),
		offering: (action) =>
			(action === 'dispatch' ? cases : waiting).filter(({ offered }) => offered.includes(action))
	};
}

async function caseOf({ moderator }: Desk, code: string): Promise<Case> {
	const { text } = await timed(() => moderator.get(`/admin/triage/${code}`));
	const { report, ...file } = JSON.parse(text) as Case & { report: { kind: string } };
	// what is no problem cannot be sent to a unit, only noted; and what is one cannot be noted
	const not = report.kind === 'issue' ? 'note' : 'accept';
	const offered = file.offered.filter((action) => action !== not);
	return { ...file, code, offered };
}
