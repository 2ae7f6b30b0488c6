import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../src/lib/server/db';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { admitIncomplete } from '../../src/lib/server/reports/commands/enter-triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { deskCounts, deskLines } from '../../src/lib/server/reports/queries/desk';
import { checkWork, unitWork } from '../../src/lib/server/reports/queries/field';
import { overdueReports } from '../../src/lib/server/reports/queries/supervised';
import { queueOf } from '../../src/lib/reports/queues';
import { openStates, states, type Queue } from '../../src/lib/reports/workflow';
import { dayMs } from '../../src/lib/time/shanghai';
import { uuidv7 } from 'uuidv7';
import { freshTown } from '../support/database';
import { monday, newReport, people, reportIn, seal, type People } from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

/** The codes on the screen of whoever has a queue. */
const screens: Partial<Record<Queue, (at: number) => Promise<string[]>>> = {
	unit: async (at) => {
		const { toAcknowledge, atWork, handedIn } = await unitWork(db, who.ours, at);
		return [toAcknowledge, atWork, handedIn].flatMap(({ cases }) => cases.map(({ code }) => code));
	},
	checker: async () => (await checkWork(db, who.checker)).cases.map(({ code }) => code)
};

describe('a report that is open', () => {
	it.each(openStates)('in %s stands on the screen of its owner and on the desk', async (state) => {
		const { code, at } = await reportIn(db, who, state);
		const { name } = queueOf(state);
		expect((await deskLines(db, name, at)).lines.map((line) => line.code)).toContain(code);
		expect((await deskCounts(db, at))[name]).toBe(1);
		const screen = screens[states[state].queue];
		if (screen) expect(await screen(at)).toEqual([code]);
		else expect(states[state].queue).toBe('moderator');
	});

	it.each(openStates)('in %s is listed as late once it is, or runs no clock', async (state) => {
		const { code, at } = await reportIn(db, who, state);
		const { dueAt } = await getReport(db, code);
		const { cases, all } = await overdueReports(db, at + 90 * dayMs);
		expect(cases.map((line) => line.code)).toEqual(dueAt === null ? [] : [code]);
		expect(all).toBe(dueAt === null ? 0 : 1);
	});

	it('and whose photos never come is on the desk after a day', async () => {
		const input = newReport({ photos: 2 });
		const { code } = await submitReport(db, seal, who.resident, uuidv7(), input, monday);
		const intake = async (at: number) =>
			(await deskLines(db, 'intake', at)).lines.map((line) => line.code);
		expect(await intake(monday)).toEqual([]);
		await admitIncomplete(db, monday + dayMs + 1);
		expect(await intake(monday + dayMs + 1)).toEqual([code]);
	});
});
