import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { chance } from '../../scripts/demo/chance';
import type { Town } from '../../scripts/demo/life';
import { makePeople, secondChecker } from '../../scripts/demo/people';
import { fillShifts } from '../../scripts/demo/shifts';
import { fillDesks } from '../../scripts/demo/today';
import { dayMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { diskStore } from '../../src/lib/server/photos/store';
import { takePhotos } from '../../src/lib/server/reports/commands/take-photos';
import { listQueue } from '../../src/lib/server/reports/queries/queue-lists';
import { openShifts } from '../../src/lib/server/volunteering/queries';
import { freshTown } from '../support/database';
import { inTown, seal, shanghai } from '../support/factories';
import { jpegPhoto } from '../support/pictures';

const now = shanghai('2026-11-23 00:20');
const folder = mkdtempSync(join(tmpdir(), 'tongxing-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let db: Db;
let cast: Town['cast'];

beforeEach(async () => {
	db = await freshTown();
	const begin = now - 90 * dayMs;
	cast = { ...(await makePeople(db, begin)), secondChecker: await secondChecker(db, begin) };
});

it('the demo has its shifts, one under way, also for who starts it soon after midnight', async () => {
	await fillShifts(db, seal, cast, { now, seed: 1, volunteers: 15 });
	expect((await openShifts(db, now - dayMs, now)).some(({ endsAt }) => endsAt > now)).toBe(true);
});

it('the demo has cases that are suspended, whoever answers where they happen to lie', async () => {
	const [random, crowd, looks] = [chance(1), chance(2), chance(3)];
	const [handler] = cast.handlers;
	const handlerOf = (unitId: number) => ({
		...handler!,
		...(unitId !== handler!.unitId && { accountId: null, unitId })
	});
	const storage = diskStore(folder);
	const [photo] = await takePhotos(storage, [await jpegPhoto(160, 120)]);
	const town: Town = {
		...{ db, seal, storage, random, crowd, looks },
		cast: { ...cast, handlers: [handler!], handlerOf },
		picture: async () => photo!,
		spot: () => inTown,
		similar: async () => []
	};
	await fillDesks(town, 0, now);
	expect(await listQueue(db, ['suspended'], { limit: 9 })).toHaveLength(2);
});
