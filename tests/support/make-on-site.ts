import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, dayOf, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig } from '../../src/lib/server/config';
import { connect } from '../../src/lib/server/db';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';

// A shift that began twenty minutes ago, led by `lead`; `volunteer` signed up for it, and so did somebody
// without a way to sign in, while `resident` is a volunteer and did not.
const [dir = ''] = process.argv.slice(2);
const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
const { db } = connection;

const asActor = (row: typeof accounts.$inferSelect): Actor => ({
	...guest,
	accountId: row.id,
	role: row.role,
	unitId: row.unitId,
	name: row.name
});
async function actor(loginName: string): Promise<Actor> {
	const [row] = await db.select().from(accounts).where(eq(accounts.loginName, loginName)).limit(1);
	return asActor(row!);
}
const now = Date.now();
const before = now - dayMs;
const [moderator, lead, volunteer, resident] = await Promise.all(
	['moderator', 'lead', 'volunteer', 'resident'].map(actor)
);
const added = await db
	.insert(accounts)
	.values({ role: 'resident', name: '', createdAt: before })
	.returning();
const neighbour = asActor(added[0]!);

const postId = await addPost(
	db,
	moderator!,
	{
		name: '人民路口',
		kind: 'crossing',
		lat: 35.581,
		lng: 118.836,
		unitId: null,
		task: '劝导行人走斑马线',
		kit: '红马甲',
		risks: '注意来往车辆',
		hazardous: false,
		minimumAge: 16,
		insured: true
	},
	before
);
const startsAt = now - 20 * minuteMs;
const day = dayOf(startsAt);
const start = Math.floor((startsAt - startOfDay(day)) / minuteMs);
const times = { day, start, end: (start + 150) % (24 * 60) };
const room = { least: 2, most: 5, leadId: lead!.accountId, note: '' };
const code = await addShift(db, moderator!, { postId, ...times, ...room }, before);
for (const one of [volunteer!, neighbour, resident!]) {
	await joinVolunteers(db, one, { ageBand: '18-59', consent: false, trained: true }, before);
	if (one !== resident) await signUp(db, one, code, { risks: true }, before);
}
connection.close();
await writeFile(join(dir, 'shift-code'), code);
