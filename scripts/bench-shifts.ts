import { assertParts, listOf, measureParts, type Parts } from './bench/parts';
import { load, shiftPages } from './bench/shift-pages';
import { contended } from './bench/sign-up';
import { script } from './lib/cli.js';
import { ensureBuilt } from './setup.js';

const many = (n: number) => n.toLocaleString('en');

const parts: Parts = {
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

${listOf(parts)}
`;

await script(import.meta.url, usage, async (wanted) => {
	assertParts(parts, wanted);
	await ensureBuilt();
	await measureParts(parts, wanted, undefined);
});
