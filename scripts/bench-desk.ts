import { resolve } from 'node:path';
import { triage } from './bench/desk';
import { bulk } from './bench/desk-bulk';
import { caseMap, search } from './bench/desk-reads';
import { loads, openDesk, type Desk, type Size } from './bench/desks';
import { print, type Line } from './bench/table';
import { ensureBuilt } from './setup.js';

type Desks = Record<Size, Desk>;

const parts: Record<string, { about: string; measure: (desks: Desks) => Promise<Line[]> }> = {
	triage: {
		about: 'pages and actions of triage, at the large desk and the small',
		measure: triage
	},
	search: { about: 'GET /admin/search at the large desk', measure: ({ large }) => search(large) },
	map: {
		about: 'GET /api/map/cases at the large desk, every layer and zoom',
		measure: ({ large }) => caseMap(large)
	},
	bulk: {
		about: 'orders for 500 at the large desk, from when they can no longer be undone',
		measure: ({ large }) => bulk(large)
	}
};

const many = (n: number) => n.toLocaleString('en');
const size = ({ waiting, closed }: (typeof loads)[Size]) =>
	`${many(waiting)} waiting and ${many(closed)} closed`;

const usage = `
Usage: npm run bench:desk [-- --keep DIR] [PART …]

Prints what the office waits for at a desk with ${size(loads.large)},
against one with ${size(loads.small)}. What is compared takes its turn in each
round; a ratio is the median of those of the p95 of a series of rounds. Builds the site when the sources
changed, makes its towns in temporary folders and removes them. About seven minutes on two cores
that have nothing else to do, three of them to fill the large desk.

${Object.entries(parts)
	.map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
	.join('\n')}

  --keep DIR  puts the filled databases there, and uses those that are there already: 2 GB
`;

function readArguments(args: string[]) {
	const wanted: string[] = [];
	let kept: string | undefined;
	for (let rest = args; rest.length > 0;) {
		const [first = '', second] = rest;
		if (first === '--keep' && second) kept = resolve(second);
		else if (first in parts) wanted.push(first);
		else throw new Error(`There is no ${first}; see --help.`);
		rest = rest.slice(first === '--keep' ? 2 : 1);
	}
	return { wanted, kept };
}

async function main(args: string[]): Promise<void> {
	const { wanted, kept } = readArguments(args);
	await ensureBuilt();
	process.stderr.write('Filling the desks …\n');
	const small = await openDesk('small', kept);
	const large = await openDesk('large', kept);
	try {
		for (const [name, { about, measure }] of Object.entries(parts)) {
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			print(`${name}: ${about}`, await measure({ small, large }));
		}
	} finally {
		await small.stop();
		await large.stop();
	}
}

// the servers and their folders go with the process
process.once('SIGINT', () => process.exit(130));

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(usage);
else {
	try {
		await main(args);
	} catch (problem) {
		process.stderr.write(`${problem instanceof Error ? problem.message : problem}\n`);
		process.exitCode = 1;
	}
}
