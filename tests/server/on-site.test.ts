import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { closeShifts } from '../../src/lib/server/volunteering/close-shifts';
import { changeShift } from '../../src/lib/server/volunteering/changes';
import { onSiteFor } from '../../src/lib/server/volunteering/kit';
import { shiftSecrets } from '../../src/lib/server/volunteering/on-site-schema';
import { renewSecret } from '../../src/lib/server/volunteering/shift-secrets';
import { auditOf } from '../../src/lib/server/audit/record';
import { ends, onSite, starts, type Spot } from '../support/on-site';

let spot: Spot;
beforeEach(async () => {
	spot = await onSite();
});

describe('a volunteer with a place', () => {
	it('checks in and out by the number on the lead’s phone, and both times are measured', async () => {
		const [one] = await spot.signedUp(1);
		expect(await spot.checkIn(one!, starts)).toMatchObject({ answer: 'done', state: 'checked_in' });
		expect(await spot.checkOut(one!, ends)).toMatchObject({ answer: 'done', state: 'completed' });
		expect(await spot.ownOf(one!)).toEqual({
			state: 'completed',
			checkedInAt: starts,
			checkedInBy: 'number',
			leftAt: ends,
			leftBy: 'number'
		});
		expect(await auditOf(spot.db, `shift:${spot.code}`)).toMatchObject([
			...Array<object>(2).fill({}),
			{ action: 'take_shift_kit' },
			{ action: 'act_on_site', detail: expect.stringContaining('check_in') },
			{ action: 'act_on_site', detail: expect.stringContaining('check_out') }
		]);
	});
});
