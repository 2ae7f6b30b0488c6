import { uuidv7 } from 'uuidv7';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeMs } from '../../src/lib/reports/takes';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { placeOrder } from '../../src/lib/server/reports/commands/orders';
import { takeOver, takeReport } from '../../src/lib/server/reports/commands/takes';
import { deskCase, deskLines, withTakes } from '../../src/lib/server/reports/queries/desk';
import { refuseIfTaken } from '../../src/lib/server/reports/queries/takes';
import { freshTown } from '../support/database';
import { monday, people, submitted, type People } from '../support/factories';

let db: Db;
let who: People;
let code: string;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	code = (await submitted(db)).code;
});

const mayDecide = (actor: People['moderator'], at: number) => refuseIfTaken(db, actor, code, at);

describe('a report that a moderator opened', () => {
	it('shows the others by whom, and nothing but the name', async () => {
		expect(await takeReport(db, who.moderator, code, monday)).toMatchObject({ mine: true });
		expect(await takeReport(db, who.secondModerator, code, monday)).toEqual({
			name: 'moderator',
			mine: false,
			until: monday + takeMs
		});
		const { lines } = await deskLines(db, 'intake', monday);
		const [line] = await withTakes(db, who.secondModerator, lines, monday);
		expect(line!.take).toEqual({ name: 'moderator', mine: false, until: monday + takeMs });
		expect((await deskCase(db, who.secondModerator, code, monday)).take).toEqual(line!.take);
	});

	it('is decided on by the one who has it; by another only once the time is over', async () => {
		await mayDecide(who.secondModerator, monday);
		await takeReport(db, who.moderator, code, monday);
		await mayDecide(who.moderator, monday);
		await expect(mayDecide(who.secondModerator, monday + takeMs - 1)).rejects.toMatchObject({
			reason: 'conflict',
			message: expect.stringContaining('moderator 正在办理')
		});
		await mayDecide(who.secondModerator, monday + takeMs);
		expect(await takeReport(db, who.secondModerator, code, monday + takeMs)).toMatchObject({
			mine: true
		});
	});

	it('stays taken while it is open', async () => {
		await takeReport(db, who.moderator, code, monday);
		await takeReport(db, who.moderator, code, monday + takeMs - 1);
		await expect(mayDecide(who.secondModerator, monday + takeMs + 1)).rejects.toMatchObject({
			reason: 'conflict'
		});
	});

	it('is taken over on purpose, which is on record', async () => {
		await takeReport(db, who.moderator, code, monday);
		expect(await takeOver(db, who.secondModerator, code, monday + 1)).toMatchObject({ mine: true });
		await expect(mayDecide(who.moderator, monday + 2)).rejects.toMatchObject({
			reason: 'conflict'
		});
		const trail = await auditOf(db, `report:${code}`);
		expect(trail.filter(({ action }) => action === 'take_over')).toHaveLength(1);
	});

	it('is not taken by a look while it waits for what a colleague ordered', async () => {
		const ordered = { action: 'ask_verify', input: { note: '' } } as const;
		const order = { key: uuidv7(), codes: [code], ordered };
		await placeOrder(db, who.moderator, order, monday);
		expect(await takeReport(db, who.secondModerator, code, monday)).toBeNull();
		await mayDecide(who.moderator, monday);
	});

	it('is for moderators to take', async () => {
		for (const actor of [who.supervisor, who.handler, who.checker, who.resident]) {
			await expect(takeReport(db, actor, code, monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
			await expect(takeOver(db, actor, code, monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
	});
});
