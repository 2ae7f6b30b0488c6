import { guest } from '../../src/lib/accounts/roles';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../src/lib/server/db';
import {
	failReport,
	passReport,
	verifyReport
} from '../../src/lib/server/reports/commands/checking';
import {
	appealRejection,
	rateReport,
	reopenReport
} from '../../src/lib/server/reports/commands/closing';
import {
	acknowledgeReport,
	feedBack,
	returnReport
} from '../../src/lib/server/reports/commands/handling';
import { askSuspension, decideAsk, resumeReport } from '../../src/lib/server/reports/commands/asks';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { addReportPhoto } from '../../src/lib/server/reports/commands/photos';
import {
	acceptReport,
	askVerification,
	dispatchReport,
	rejectReport
} from '../../src/lib/server/reports/commands/triage';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { clocks } from '../../src/lib/server/reports/schema';
import { uuidv7 } from 'uuidv7';
import { freshTown } from '../support/database';
import {
	dogs,
	garbage,
	granted,
	lawfully,
	monday,
	newReport,
	people,
	photo,
	reportIn,
	seal,
	shanghai,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

/** What happens to a case, each at its time. */
const steps = {
	verify: (code: string, at: number) => askVerification(db, who.moderator, code, { note: '' }, at),
	verified: (code: string, at: number) =>
		verifyReport(db, who.checker, code, { finding: 'exists', note: '' }, [], at),
	accept: (code: string, at: number) =>
		acceptReport(db, who.moderator, code, { category: garbage }, at),
	dispatch: (code: string, at: number) =>
		dispatchReport(db, who.moderator, code, { unitId: who.ours, ...lawfully }, at),
	dispatchElsewhere: (code: string, at: number) =>
		dispatchReport(db, who.moderator, code, { unitId: who.theirs, ...lawfully }, at),
	acknowledge: (code: string, at: number) => acknowledgeReport(db, who.handler, code, at),
	return: (code: string, at: number) =>
		returnReport(db, who.handler, code, { reason: '不是我们的' }, at),
	suspend: async (code: string, at: number) => {
		const asked = { reason: '等材料', until: '2026-02-02' };
		const id = await askSuspension(db, who.handler, code, asked, at);
		await decideAsk(db, who.supervisor, { id, ...granted }, at);
	},
	resume: (code: string, at: number) => resumeReport(db, who.handler, code, at),
	feedback: (code: string, at: number) =>
		feedBack(db, who.handler, code, { note: '好了' }, [photo()], at),
	fail: (code: string, at: number) =>
		failReport(db, who.checker, code, { reason: '没好' }, [photo()], at),
	pass: (code: string, at: number) => passReport(db, who.checker, code, { note: '' }, [], at),
	dissatisfied: (code: string, at: number) =>
		rateReport(db, who.resident, code, { score: 'dissatisfied', reason: '还在' }, at),
	reopen: (code: string, at: number) =>
		reopenReport(db, who.moderator, code, { reason: '属实' }, at),
	reject: (code: string, at: number) =>
		rejectReport(db, who.moderator, code, { reason: 'unclear', note: '' }, at),
	appeal: (code: string, at: number) =>
		appealRejection(db, who.resident, code, { reason: '看得清' }, at)
};

type Line = [at: string, step: keyof typeof steps, due: string | null, soon?: string];

/** Lives a case through `lines` and reads, after each, when it is due. */
async function live(submittedAt: string, lines: Line[]): Promise<string> {
	const { code } = await submitted(db, who.resident, {}, shanghai(submittedAt));
	for (const [at, step, due, soon] of lines) {
		await steps[step](code, shanghai(at));
		const { dueAt, dueSoonAt } = await getReport(db, code);
		expect(dueAt, `${at} ${step}`).toBe(due === null ? null : shanghai(due));
		if (soon) expect(dueSoonAt, `${at} ${step}, soon`).toBe(shanghai(soon));
		if (due === null) expect(dueSoonAt, `${at} ${step}, soon`).toBeNull();
	}
	return code;
}

const overdue = async (code: string) => (await getReport(db, code)).overdue;

describe('a case with a limit of four working hours', () => {
	it('that goes straight through is due when each office has used its own time', async () => {
		const code = await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:20', 'dispatch', '2026-01-05 14:20', '2026-01-05 11:20'],
			['2026-01-05 09:00', 'acknowledge', '2026-01-05 14:20', '2026-01-05 11:20'],
			['2026-01-05 14:19', 'feedback', '2026-01-05 14:49'],
			['2026-01-05 14:40', 'pass', null]
		]);
		expect(await overdue(code)).toBe(false);
	});

	it('is in time until the minute before, and overdue at the minute itself', async () => {
		const road: Line[] = [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:20', 'dispatch', '2026-01-05 14:20'],
			['2026-01-05 09:00', 'acknowledge', '2026-01-05 14:20']
		];
		const late = await live('2026-01-05 08:00', [
			...road,
			['2026-01-05 14:20', 'feedback', '2026-01-05 14:50']
		]);
		expect(await overdue(late)).toBe(true);
	});

	it('rests while it is returned, and goes on with what is left', async () => {
		const code = await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			// an hour and a half used
			['2026-01-05 10:00', 'return', '2026-01-05 10:15'],
			// of the two and a half left, two hours and ten minutes until Tuesday 10:10
			['2026-01-06 08:00', 'dispatch', '2026-01-06 10:30'],
			['2026-01-06 08:05', 'acknowledge', '2026-01-06 10:30'],
			['2026-01-06 10:29', 'feedback', '2026-01-06 10:59']
		]);
		expect(await overdue(code)).toBe(false);
	});

	it('begins again with another unit', async () => {
		await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			['2026-01-05 10:00', 'return', '2026-01-05 10:15'],
			['2026-01-05 10:10', 'dispatchElsewhere', '2026-01-05 16:10']
		]);
	});

	it('rests while it is 挂账, over nights and days', async () => {
		const code = await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			['2026-01-05 08:40', 'acknowledge', '2026-01-05 14:30'],
			// two and a half hours used, one and a half left
			['2026-01-05 11:00', 'suspend', null],
			['2026-01-07 17:00', 'resume', '2026-01-08 08:30'],
			['2026-01-08 08:29', 'feedback', '2026-01-08 08:59']
		]);
		expect(await overdue(code)).toBe(false);
	});

	it('rests while it awaits its check, and 返工 goes on with what is left', async () => {
		const code = await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			['2026-01-05 08:40', 'acknowledge', '2026-01-05 14:30'],
			// three hours used
			['2026-01-05 11:30', 'feedback', '2026-01-05 12:00'],
			['2026-01-05 17:45', 'fail', '2026-01-06 08:45', '2026-01-05 17:45'],
			['2026-01-06 08:44', 'feedback', '2026-01-06 09:14'],
			['2026-01-06 09:00', 'fail', '2026-01-06 09:01'],
			['2026-01-06 09:30', 'feedback', '2026-01-06 10:00']
		]);
		expect(await overdue(code)).toBe(true);
	});

	it('that is reopened with nothing left is due at once', async () => {
		const code = await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			['2026-01-05 08:40', 'acknowledge', '2026-01-05 14:30'],
			['2026-01-05 15:00', 'feedback', '2026-01-05 15:30'],
			['2026-01-05 15:10', 'pass', null],
			['2026-01-05 16:00', 'dissatisfied', null],
			['2026-01-06 09:00', 'reopen', '2026-01-06 09:00']
		]);
		expect(await overdue(code)).toBe(true);
	});

	it('that is reopened with time left goes on, the days while it was closed not counted', async () => {
		await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:30', 'dispatch', '2026-01-05 14:30'],
			['2026-01-05 08:40', 'acknowledge', '2026-01-05 14:30'],
			['2026-01-05 09:30', 'feedback', '2026-01-05 10:00'],
			['2026-01-05 09:40', 'pass', null],
			['2026-01-06 16:00', 'dissatisfied', null],
			['2026-01-07 09:00', 'reopen', '2026-01-07 12:00']
		]);
	});
});

describe('the desk', () => {
	it('has a quarter of an hour for the intake, which rests while it is verified', async () => {
		await live('2026-01-05 08:00', [
			['2026-01-05 08:05', 'verify', '2026-01-05 08:35'],
			['2026-01-05 11:00', 'verified', '2026-01-05 11:10'],
			['2026-01-05 11:04', 'verify', '2026-01-05 11:34'],
			['2026-01-05 11:20', 'verified', '2026-01-05 11:26'],
			['2026-01-05 11:25', 'accept', '2026-01-05 11:40']
		]);
	});

	it('gets a new quarter of an hour for each dispatch', async () => {
		await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'accept', '2026-01-05 08:25'],
			['2026-01-05 08:24', 'dispatch', '2026-01-05 14:24'],
			['2026-01-05 08:30', 'return', '2026-01-05 08:45']
		]);
	});

	it('goes on with the intake of what was appealed', async () => {
		await live('2026-01-05 08:00', [
			['2026-01-05 08:10', 'reject', null],
			['2026-01-06 09:00', 'appeal', '2026-01-06 09:05']
		]);
	});

	it.each([
		['at night', '2026-01-05 22:00', '2026-01-06 08:15'],
		['at noon', '2026-01-05 12:30', '2026-01-05 14:15'],
		['just before noon', '2026-01-05 11:50', '2026-01-05 14:05'],
		['on a Saturday', '2026-01-10 10:00', '2026-01-12 08:15'],
		['in the holidays', '2026-10-02 10:00', '2026-10-08 08:15'],
		['on a 调休 Sunday', '2026-01-04 10:00', '2026-01-04 10:15']
	])('has its quarter of an hour in work time: %s', async (_, at, due) => {
		const { code } = await submitted(db, who.resident, {}, shanghai(at));
		expect((await getReport(db, code)).dueAt).toBe(shanghai(due));
	});

	it('begins its time with the last photo', async () => {
		const key = uuidv7();
		const { code } = await submitReport(db, seal, who.resident, key, newReport(), monday);
		await addReportPhoto(db, guest, key, 0, photo(), shanghai('2026-01-05 11:00'));
		expect((await getReport(db, code)).dueAt).toBe(shanghai('2026-01-05 11:15'));
	});

	it('counts for conduct and praise as for all', async () => {
		const { code } = await submitted(db, who.resident, { category: dogs });
		expect((await getReport(db, code)).dueAt).toBe(shanghai('2026-01-05 08:15'));
	});
});

describe('the category confirmed at 受理', () => {
	it.each([
		['facility.manhole', '2026-01-05 10:20'],
		['cityscape.illegal_structure', '2026-01-26 08:20'],
		['facility.streetlight', '2026-01-07 08:20']
	])('%s gives the handling its limit', async (category, due) => {
		const { code } = await submitted(db, who.resident);
		await acceptReport(db, who.moderator, code, { category }, shanghai('2026-01-05 08:10'));
		await steps.dispatch(code, shanghai('2026-01-05 08:20'));
		expect((await getReport(db, code)).dueAt).toBe(shanghai(due));
	});
});

describe('a report that is over', () => {
	it.each(['noted', 'rejected', 'merged', 'closed', 'voided'] as const)(
		'%s has no clock that runs or could',
		async (state) => {
			const { code } = await reportIn(db, who, state);
			const { id } = await getReport(db, code);
			const own = eq(clocks.reportId, id);
			expect(
				await db
					.select()
					.from(clocks)
					.where(and(own, isNull(clocks.stoppedAt)))
			).toEqual([]);
			expect(
				await db
					.select()
					.from(clocks)
					.where(and(own, isNotNull(clocks.runningSince)))
			).toEqual([]);
			expect((await db.select().from(clocks).where(own)).length).toBeGreaterThan(0);
		}
	);
});

describe('a report that is open', () => {
	it.each([
		['submitted', 1],
		['verifying', 1],
		['filed', 1],
		['dispatched', 1],
		['returned', 1],
		['processing', 1],
		['suspended', 0],
		['rework', 1],
		['awaiting_check', 1]
	] as const)('in %s has %i clock that runs', async (state, running) => {
		const { code } = await reportIn(db, who, state);
		const { id, dueAt } = await getReport(db, code);
		const rows = await db
			.select()
			.from(clocks)
			.where(and(eq(clocks.reportId, id), isNotNull(clocks.runningSince)));
		expect(rows).toHaveLength(running);
		expect(dueAt === null).toBe(running === 0);
	});
});
