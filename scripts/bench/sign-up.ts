import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { addDays, dayMs, dayOf } from '../../src/lib/time/shanghai';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { listPosts } from '../../src/lib/server/volunteering/posts';
import { getShift } from '../../src/lib/server/volunteering/queries';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import { loadTown } from '../demo/load-town';
import { makeCrowd, makePeople } from '../demo/people';
import { demoPosts, makePosts } from '../demo/shift-posts';
import { alternate, median, ratio } from './rounds';
import { perSecond, times, verdict, type Line } from './table';

const people = 200;
const places = 10;
const rounds = 9;

/** Two hundred at once for ten places, next to as many bare INSERTs through the same client. */
export async function contended(): Promise<Line[]> {
	const dir = await mkdtemp(join(tmpdir(), 'tongxing-bench-'));
	const connection = connect(`file:${join(dir, 'shifts.db')}`);
	const { db, client } = connection;
	try {
		await migrateDatabase(connection);
		const now = Date.now();
		await loadTown(db, now - 2 * dayMs);
		const { moderator } = await makePeople(db, now - 2 * dayMs);
		const { places: spots } = await demoPosts(db);
		await makePosts(db, moderator, spots.slice(0, 1), { busy: false }, now - 2 * dayMs);
		const crowd: Actor[] = await makeCrowd(db, people, now - 2 * dayMs);
		for (const actor of crowd) {
			const said = { ageBand: '18-59', consent: false, trained: true } as const;
			await joinVolunteers(db, { ...guest, ...actor }, said, now - 2 * dayMs);
		}
		await client.execute('CREATE TABLE plain (id INTEGER PRIMARY KEY, shift, account, at)');
		const postId = (await listPosts(db))[0]!.id;
		let day = 0;
		let tooMany = 0;
		const rate = async (work: (actor: Actor) => Promise<unknown>) => {
			const begin = performance.now();
			await Promise.all(crowd.map(work));
			return (people * 1000) / (performance.now() - begin);
		};
		const contestants = {
			bare: () =>
				rate(({ accountId }) =>
					client.execute('INSERT INTO plain (shift, account, at) VALUES (?, ?, ?)', [
						day,
						accountId,
						now
					])
				),
			signUp: async () => {
				day = 1 + (day % 12);
				const form = { postId, day: addDays(dayOf(now), day), least: 1, most: places };
				// another hour each time, so that nobody is elsewhere
				const hours = { start: 60 * turn++ + 60, end: 60 * turn + 60 };
				const code = await addShift(
					db,
					moderator,
					{ ...form, ...hours, leadId: null, note: '' },
					now
				);
				const figure = await rate((actor) => signUp(db, actor, code, { risks: true }, now));
				const { held, waiting } = await getShift(db, code);
				if (held !== places || held + waiting !== people) tooMany++;
				return figure;
			}
		};
		let turn = 0;
		for (const warmUp of Object.values(contestants)) await warmUp();
		const { bare, signUp: taken } = await alternate(contestants, rounds);
		return [
			{ what: 'bare INSERT, each a transaction', figure: perSecond(median(bare)) },
			{
				what: `signUp, ${people} at once for ${places} places`,
				figure: perSecond(median(taken)),
				against: `bare INSERT: ${times(ratio(taken, bare))}`,
				bound: verdict(`ten have a place and the others wait, ${rounds + 1} times`, tooMany === 0)
			}
		];
	} finally {
		connection.close();
		await rm(dir, { recursive: true, force: true });
	}
}
