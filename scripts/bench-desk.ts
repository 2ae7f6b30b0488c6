import { resolve } from 'node:path';
import { triage } from './bench/desk';
import { bulk } from './bench/desk-bulk';
import { caseMap, search } from './bench/desk-reads';
import { loads, openDesk, type Desk, type Size } from './bench/desks';
import { assertParts, listOf, measureParts, type Parts } from './bench/parts';
import { script } from './lib/cli.js';
import { ensureBuilt } from './setup.js';

type Desks = Record<Size, Desk>;

const parts: Parts<Desks> = {
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

${listOf(parts)}

  --keep DIR  puts the filled databases there, and uses those that are there already: 2 GB
`;

function readArguments(args: string[]) {
	const wanted: string[] = [];
	let kept: string | undefined;
	for (let rest = args; rest.length > 0;) {
		const [first = '', second] = rest;
		if (first === '--keep' && second) kept = resolve(second);
		else wanted.push(first);
		rest = rest.slice(first === '--keep' ? 2 : 1);
	}
	assertParts(parts, wanted);
	return { wanted, kept };
}

await script(import.meta.url, usage, async (args) => {
	const { wanted, kept } = readArguments(args);
	await ensureBuilt();
	process.stderr.write('Filling the desks …\n');
	const small = await openDesk('small', kept);
	const large = await openDesk('large', kept);
	try {
		await measureParts(parts, wanted, { small, large });
	} finally {
		await small.stop();
		await large.stop();
	}
});
