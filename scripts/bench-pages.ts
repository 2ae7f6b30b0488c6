import type { Browser } from '@playwright/test';
import { median } from './bench/rounds';
import { openBrowser, visit, type Visit } from './bench/visit';
import { script } from './lib/cli.js';
import { tool } from './lib/run.js';
import { ensureBuilt } from './setup.js';
import { startServer } from '../tests/support/server';

const usage = `
Usage: npm run bench:pages [-- --rounds N] [--origin URL] [PATH …]

Prints for every public page what a first visit on a slow phone sees: a processor four times slower,
1.6 Mbit/s, 150 ms, nothing cached. Medians over the rounds.

  LCP   milliseconds until the largest part in view was painted     at most ${2500}
  CLS   how far the page moved by itself                            at most ${0.05}
  INP   milliseconds that the slowest tap or key waited             at most ${200}
  KB    on the wire: scripts and styles, fonts, pictures

  --rounds N     visits of each page (5)
  --origin URL   measure a site that is running; else the demo town is made, served and removed
  PATH           measure these pages only
`;

const bounds = { lcp: 2500, cls: 0.05, inp: 200 };

const pages = ['/', '/reports', '/reports/new', '/about', '/login'];

function readArguments(args: string[]) {
	const wanted = { rounds: 5, origin: '', paths: [] as string[] };
	for (let rest = args; rest.length > 0;) {
		const [first = '', second = '', ...more] = rest;
		if (first === '--rounds') wanted.rounds = Number(second);
		else if (first === '--origin') wanted.origin = second.replace(/\/$/, '');
		else if (first.startsWith('/')) wanted.paths.push(first);
		else throw new Error(`There is no ${first}; see --help.`);
		rest = first.startsWith('--') ? more : rest.slice(1);
	}
	if (!(wanted.rounds >= 1)) throw new Error('--rounds needs a number.');
	return wanted;
}

/** The demo town on a server of its own. */
async function demo() {
	await ensureBuilt();
	process.stderr.write('Filling the demo town (about a minute) …\n');
	return startServer({
		env: { APP_MODE: 'demo', LOG_LEVEL: 'warn' },
		seed: async (dir) => {
			const env = { ...process.env, APP_MODE: 'demo', DATA_DIR: dir };
			const { code, output } = await tool('tsx', 'tsx', ['scripts/demo/seed.ts'], {
				env,
				output: 'collect'
			});
			if (code !== 0) throw new Error(`The demo town could not be filled:\n${output}`);
		}
	});
}

/** A report that is over: with pictures from before and after. */
async function someReport(origin: string): Promise<string[]> {
	const html = await (await fetch(`${origin}/reports?step=5`)).text();
	const code = /href="[^"]*\/reports\/([0-9A-Z]{4}-[0-9A-Z]{4})"/.exec(html)?.[1];
	return code ? [`/reports/${code}`] : [];
}

async function main(args: string[]): Promise<void> {
	const { rounds, origin: given, paths } = readArguments(args);
	const town = given ? null : await demo();
	const origin = given || town!.origin;
	const browser = await openBrowser();
	try {
		const measured = paths.length > 0 ? paths : [...pages, ...(await someReport(origin))];
		const visits = new Map(measured.map((path) => [path, [] as Visit[]]));
		// each page has its turn in each round: what disturbs the machine disturbs them all
		for (let round = 0; round < rounds; round++) {
			for (const [path, list] of visits) list.push(await visitAgain(browser, origin + path));
		}
		print(visits);
	} finally {
		await browser.close();
		await town?.stop();
	}
}

/** Chromium's slowed network sometimes forgets a request that was answered: such a visit counts as none. */
async function visitAgain(browser: Browser, url: string): Promise<Visit> {
	for (let left = 2; ; left--) {
		try {
			return await visit(browser, url);
		} catch (problem) {
			if (left === 0) throw problem;
			process.stderr.write(`${url} once more: ${String(problem).split('\n')[0]}\n`);
		}
	}
}

function print(visits: Map<string, Visit[]>) {
	const head = ['page', 'LCP ms', 'CLS', 'INP ms', 'JS+CSS KB', 'fonts KB', 'pictures KB', 'bound'];
	const lines = [...visits].map(([path, list]) => {
		const of = (name: keyof Visit) => median(list.map((one) => one[name]));
		const nothing = of('lcp') === 0 || of('interactions') === 0;
		const missed = (Object.keys(bounds) as (keyof typeof bounds)[]).filter(
			(name) => !(of(name) <= bounds[name])
		);
		const kilobytes = (name: keyof Visit) => (of(name) / 1000).toFixed(1);
		return [
			path,
			of('lcp').toFixed(0),
			of('cls').toFixed(3),
			`${of('inp').toFixed(0)} of ${of('interactions')}`,
			kilobytes('code'),
			kilobytes('fonts'),
			kilobytes('pictures'),
			nothing
				? 'NOT MEASURED'
				: missed.length === 0
					? 'holds'
					: `MISSED: ${missed.join(', ').toUpperCase()}`
		];
	});
	const bound = [
		'at most',
		String(bounds.lcp),
		String(bounds.cls),
		String(bounds.inp),
		'',
		'',
		'',
		''
	];
	const all = [head, ...lines, bound];
	const widths = head.map((_, i) => Math.max(...all.map((line) => line[i]!.length)));
	for (const line of all) {
		const cells = line.map((cell, i) =>
			i === 0 || i === 7 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)
		);
		process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
	}
}

// the server and its folder go with the process
process.once('SIGINT', () => process.exit(130));

await script(import.meta.url, usage, main);
