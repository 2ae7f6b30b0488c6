import { ledger } from './bench/ledger';
import { map, officeMap } from './bench/map';
import { page } from './bench/page';
import { assertParts, listOf, measureParts, type Parts } from './bench/parts';
import { photo } from './bench/photo';
import { submission } from './bench/submission';
import { closeTowns } from './bench/towns';
import { script } from './lib/cli.js';
import { ensureBuilt } from './setup.js';

const parts: Parts = {
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

${listOf(parts)}
`;

await script(import.meta.url, usage, async (wanted) => {
	assertParts(parts, wanted);
	await ensureBuilt();
	try {
		await measureParts(parts, wanted, undefined);
	} finally {
		await closeTowns();
	}
});
