import { expect, it } from 'vitest';
import { makePeople, secondChecker } from '../../scripts/demo/people';
import { fillShifts } from '../../scripts/demo/shifts';
import { dayMs } from '../../src/lib/time/shanghai';
import { openShifts } from '../../src/lib/server/volunteering/queries';
import { freshTown } from '../support/database';
import { seal, shanghai } from '../support/factories';

it('the demo has its shifts, one under way, also for who starts it soon after midnight', async () => {
	const now = shanghai('2026-11-23 00:20');
	const db = await freshTown();
	const begin = now - 90 * dayMs;
	const cast = {
		...(await makePeople(db, begin)),
		secondChecker: await secondChecker(db, begin)
	};
	await fillShifts(db, seal, cast, { now, seed: 1, volunteers: 15 });
	expect((await openShifts(db, now - dayMs, now)).some(({ endsAt }) => endsAt > now)).toBe(true);
});
