import { join } from 'node:path';
import { loadTown } from '../../scripts/demo/load-town';
import { makePeople } from '../../scripts/demo/people';
import { seedTown } from '../../scripts/demo/seed';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { diskStore } from '../../src/lib/server/photos/store';
import { sealing } from '../../src/lib/server/sealing';

const [dir = '', fill] = process.argv.slice(2);
const config = readConfig({ APP_MODE: 'test', DATA_DIR: dir });
const connection = connect(config.DATABASE_URL);
await migrateDatabase(connection);
const { db } = connection;
if (fill === 'people') {
	await loadTown(db, Date.now());
	await makePeople(db, Date.now());
} else {
	const storage = diskStore(join(dir, 'photos'));
	const seal = sealing(readSecrets(config));
	await seedTown({ db, storage, seal }, Date.now(), {
		reports: 90,
		views: 1,
		shifts: { volunteers: 40, posts: 10 },
		habits: false,
		posters: { posters: 6, sites: 8 },
		surveys: { visited: 240, open: 120 }
	});
}
connection.close();
