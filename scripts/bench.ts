import { ledger } from './bench/ledger';
import { map, officeMap } from './bench/map';
import { page } from './bench/page';
import { photo } from './bench/photo';
import { submission } from './bench/submission';
import { print, type Line } from './bench/table';
import { closeTowns } from './bench/towns';
import { ensureBuilt } from './setup.js';

const parts: Record<string, { about: string; measure: () => Promise<Line[]> }> = {
	ledger: { about: 'GET /reports at 400 and at 100,000 reports', measure: ledger },
	submission: {
		about: 'PUT /api/reports without photos, and the command alone',
		measure: submission
	},
	map: { about: 'GET /api/map/reports at 100,000 reports, every zoom', measure: map },
	'map-office': {
		about: 'GET /api/map/cases at 100,000 and 1,000,000 reports, every layer and zoom',
		measure: officeMap
	},
	photo: { about: 'a photo of 1600 px, decoded and sent', measure: photo },
	page: { about: 'JavaScript and CSS of /reports/new in a browser', measure: page }
};

const usage = `
Usage: npm run bench [-- PART …]

Prints measured figures: medians over rounds in which all that is compared takes its turn, and
ratios within a round. Builds the site when the sources changed, makes its towns in temporary
folders and removes them. Under four minutes on two cores that have nothing else to do.

${Object.entries(parts)
	.map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
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
	} finally {
		await closeTowns();
	}
}
