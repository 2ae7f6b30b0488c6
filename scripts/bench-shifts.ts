import { load, shiftPages } from './bench/shift-pages';
import { contended } from './bench/sign-up';
import { print, type Line } from './bench/table';
import { ensureBuilt } from './setup.js';

const many = (n: number) => n.toLocaleString('en');

const parts: Record<string, { about: string; measure: () => Promise<Line[]> }> = {
	'sign-up': { about: '200 people at once for 10 places of one shift', measure: contended },
	pages: {
		about: `/shifts and /shifts/{code} with ${many(load.shifts)} shifts and ${many(load.volunteers)} volunteers`,
		measure: shiftPages
	}
};

const usage = `
Usage: npm run bench:shifts [-- PART …]

Prints how fast places on a shift are taken, and what visitors wait for in a town with
${many(load.shifts)} shifts and ${many(load.volunteers)} volunteers against the demo's. What is compared takes its turn
in each round; a ratio is the median of those of the p95 of a series of rounds. Builds the site when the
sources changed, makes its towns in temporary folders and removes them. About two minutes on two
cores that have nothing else to do.

${Object.entries(parts)
	.map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
	.join('\n')}
`;

async function main(wanted: string[]): Promise<void> {
	const unknown = wanted.find((name) => !(name in parts));
	if (unknown !== undefined) {
		throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
	}
	await ensureBuilt();
	for (const [name, { about, measure }] of Object.entries(parts)) {
		if (wanted.length === 0 || wanted.includes(name)) print(`${name}: ${about}`, await measure());
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
