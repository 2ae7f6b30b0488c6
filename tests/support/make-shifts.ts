import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { addDays, dayOf } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig } from '../../src/lib/server/config';
import { connect, type Db } from '../../src/lib/server/db';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { addPost } from '../../src/lib/server/volunteering/posts';

// A crossing with a shift for one in three days, and a bus stop with one for four the day after.
const [dir = ''] = process.argv.slice(2);
const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
const { db } = connection;

const actor = async (tx: Db, loginName: string): Promise<Actor> => {
	const [row] = await tx.select().from(accounts).where(eq(accounts.loginName, loginName)).limit(1);
	return { ...guest, accountId: row!.id, role: row!.role, unitId: row!.unitId, name: row!.name };
};
const at = Date.now();
const moderator = await actor(db, 'moderator');
const common = { unitId: null, hazardous: false, insured: true } as const;
const crossing = await addPost(
	db,
	moderator,
	{
		...common,
		name: '青禾大街路口',
		kind: 'crossing',
		lat: 35.581,
		lng: 118.836,
		task: '绿灯亮之前，请行人在路边等一等',
		kit: '反光背心、水',
		risks: '路口车多，站在安全岛内，不进车道',
		minimumAge: 16
	},
	at
);
const stop = await addPost(
	db,
	moderator,
	{
		...common,
		name: '人民广场公交站',
		kind: 'bus_stop',
		lat: 35.5838,
		lng: 118.8402,
		task: '请乘客排队，先下后上',
		kit: '',
		risks: '',
		minimumAge: 14
	},
	at
);
const shift = { least: 1, leadId: null, note: '' };
const [third, fourth] = [addDays(dayOf(at), 3), addDays(dayOf(at), 4)];
const early = { start: 7 * 60, end: 9 * 60 };
await addShift(db, moderator, { ...shift, ...early, postId: crossing, day: third, most: 1 }, at);
await addShift(db, moderator, { ...shift, ...early, postId: stop, day: fourth, most: 4 }, at);
connection.close();
