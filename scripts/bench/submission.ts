import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { guest } from '../../src/lib/accounts/roles';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { localClient } from '../../src/lib/server/local-client';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { sealing } from '../../src/lib/server/sealing';
import { loadTown } from '../demo/load-town';
import { reportsPerSecond } from './load';
import { alternate, median, rateOf, ratio } from './rounds';
import { perSecond, times, type Line } from './table';
import { townOf } from './towns';

const report = {
	category: 'praise.suggestion',
	description: '建议在公交站旁加一排座椅，老人等车有地方坐。',
	lat: 35.5815,
	lng: 118.836,
	address: '',
	photos: 0
};

export async function submission(): Promise<Line[]> {
	const { origin, dir } = await townOf(400);
	const plain = localClient(join(dir, 'bench-plain.db'));
	const connection = connect(`file:${join(dir, 'bench-town.db')}`);
	try {
		await plain.execute(
			'CREATE TABLE plain (id INTEGER PRIMARY KEY, key TEXT, text TEXT, at INTEGER)'
		);
		await migrateDatabase(connection);
		await loadTown(connection.db, Date.now());
		const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });
		const insert = () =>
			plain.execute('INSERT INTO plain (key, text, at) VALUES (?, ?, ?)', [
				uuidv7(),
				report.description,
				Date.now()
			]);
		const submit = () => submitReport(connection.db, seal, guest, uuidv7(), report, Date.now());
		await reportsPerSecond(origin, report);
		const { bare, command, http } = await alternate({
			bare: () => rateOf(insert),
			command: () => rateOf(submit),
			http: () => reportsPerSecond(origin, report)
		});
		return [
			{ what: 'bare INSERT, each a transaction', figure: perSecond(median(bare)) },
			{
				what: 'submitReport, one after the other',
				figure: perSecond(median(command)),
				against: `bare INSERT: ${times(ratio(command, bare))}`
			},
			{
				what: 'PUT /api/reports, 8 connections',
				figure: perSecond(median(http)),
				against: `bare INSERT: ${times(ratio(http, bare))}, command: ${times(ratio(http, command))}`
			}
		];
	} finally {
		plain.close();
		connection.close();
	}
}
