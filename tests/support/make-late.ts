import { uuidv7 } from 'uuidv7';
import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, type Db } from '../../src/lib/server/db';
import { acknowledgeReport } from '../../src/lib/server/reports/commands/handling';
import { addReportPhoto } from '../../src/lib/server/reports/commands/photos';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { acceptReport, dispatchReport } from '../../src/lib/server/reports/commands/triage';
import { sealing } from '../../src/lib/server/sealing';

// Cases that 环卫服务中心 took on ten days ago and has not handed in since.
const [dir = '', cases = '1'] = process.argv.slice(2);
const config = readConfig({ APP_MODE: 'test', DATA_DIR: dir });
const connection = connect(config.DATABASE_URL);
const { db } = connection;
const seal = sealing(readSecrets(config));

const actor = async (tx: Db, loginName: string): Promise<Actor> => {
	const [row] = await tx.select().from(accounts).where(eq(accounts.loginName, loginName)).limit(1);
	return { ...guest, accountId: row!.id, role: row!.role, unitId: row!.unitId, name: row!.name };
};
const category = 'sanitation.exposed_garbage';
const at = Date.now() - 10 * dayMs;
const [resident, moderator, unit] = [
	await actor(db, 'resident'),
	await actor(db, 'moderator'),
	await actor(db, 'unit2')
];
const sent = {
	category,
	description: '十天前就报过的垃圾',
	lat: 35.581,
	lng: 118.836,
	address: '',
	photos: 1
};
for (let n = 0; n < Number(cases); n++) {
	const key = uuidv7();
	const { code } = await submitReport(db, seal, resident, key, sent, at);
	const shot = 'a'.repeat(64);
	await addReportPhoto(
		db,
		resident,
		key,
		0,
		{ uploadHash: shot, original: shot, width: 8, height: 6, dhash: '0123456789abcdef' },
		at
	);
	await acceptReport(db, moderator, code, { category }, at + minuteMs);
	const duty = { unitId: unit.unitId!, basis: 'law', document: '', note: '' } as const;
	await dispatchReport(db, moderator, code, duty, at + 2 * minuteMs);
	await acknowledgeReport(db, unit, code, at + 3 * minuteMs);
}
connection.close();
