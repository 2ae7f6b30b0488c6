import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { addDays, dayMs, dayOf, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig } from '../../src/lib/server/config';
import { connect, type Db } from '../../src/lib/server/db';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { joinVolunteers } from '../../src/lib/server/volunteering/sign-ups';
import { serve } from './serve';

// The resident served a whole shift three days ago, and left one of yesterday's an hour too early by
// what the ledger holds.
const [dir = ''] = process.argv.slice(2);
const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
const { db } = connection;

const actor = async (tx: Db, loginName: string): Promise<Actor> => {
	const [row] = await tx.select().from(accounts).where(eq(accounts.loginName, loginName)).limit(1);
	return { ...guest, accountId: row!.id, role: row!.role, unitId: row!.unitId, name: row!.name };
};
const now = Date.now();
const at = now - 7 * dayMs;
const moderator = await actor(db, 'moderator');
const resident = await actor(db, 'resident');
await joinVolunteers(db, resident, { ageBand: '18-59', consent: false, trained: true }, at);
const postId = await addPost(
	db,
	moderator,
	{
		name: '青禾大街路口',
		kind: 'crossing',
		lat: 35.581,
		lng: 118.836,
		unitId: null,
		task: '绿灯亮之前，请行人在路边等一等',
		kit: '',
		risks: '',
		hazardous: false,
		minimumAge: 16,
		insured: true
	},
	at
);
const served = async (day: string, minutes: number) => {
	const form = {
		postId,
		day,
		start: 7 * 60,
		end: 9 * 60,
		least: 1,
		most: 2,
		leadId: null,
		note: ''
	};
	const code = await addShift(db, moderator, form, at);
	const from = startOfDay(day) + 7 * 60 * minuteMs;
	await serve(db, moderator, code, resident, { from, to: from + minutes * minuteMs });
};
await served(addDays(dayOf(now), -3), 120);
await served(addDays(dayOf(now), -1), 60);
connection.close();
