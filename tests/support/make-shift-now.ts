import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayOf, hourMs, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig } from '../../src/lib/server/config';
import { connect } from '../../src/lib/server/db';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';

// A shift that has been running for some minutes, led by `lead`, with a place for `volunteer`.
const [dir = ''] = process.argv.slice(2);
const connection = connect(readConfig({ APP_MODE: 'test', DATA_DIR: dir }).DATABASE_URL);
const { db } = connection;

async function actor(loginName: string): Promise<Actor> {
	const [row] = await db.select().from(accounts).where(eq(accounts.loginName, loginName)).limit(1);
	return { ...guest, accountId: row!.id, role: row!.role, unitId: row!.unitId, name: row!.name };
}
const [moderator, lead, volunteer] = [
	await actor('moderator'),
	await actor('lead'),
	await actor('volunteer')
];
const startsAt = Math.floor(Date.now() / minuteMs - 10) * minuteMs;
const before = startsAt - hourMs;
const day = dayOf(startsAt);
const start = (startsAt - startOfDay(day)) / minuteMs;
const post = {
	name: '青禾大街路口',
	kind: 'crossing' as const,
	...{ lat: 35.581, lng: 118.836, unitId: null },
	task: '绿灯亮之前，请行人在路边等一等',
	...{ kit: '反光背心、水', risks: '', hazardous: false, minimumAge: 16, insured: true }
};
const postId = await addPost(db, moderator, post, before);
const end = (start + 120) % (24 * 60);
const room = { least: 1, most: 4, leadId: lead.accountId, note: '' };
const code = await addShift(db, moderator, { postId, day, start, end, ...room }, before);
for (const each of [lead, volunteer]) {
	const said = { ageBand: '18-59', consent: false, trained: true } as const;
	await joinVolunteers(db, each, said, before);
}
await signUp(db, volunteer, code, { risks: true }, before);
connection.close();
await writeFile(join(dir, 'shift-code'), code);
