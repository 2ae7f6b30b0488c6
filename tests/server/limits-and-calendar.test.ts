import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import {
	removeCalendarDay,
	setCalendarDay,
	setWorkHours
} from '../../src/lib/server/reports/commands/calendar';
import { setLimit } from '../../src/lib/server/reports/commands/limits';
import { acknowledgeReport, feedBack } from '../../src/lib/server/reports/commands/handling';
import { acceptReport, dispatchReport } from '../../src/lib/server/reports/commands/triage';
import { calendarOf } from '../../src/lib/server/reports/queries/calendar';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { deskCase } from '../../src/lib/server/reports/queries/desk';
import { limitCatalogue, limitHistory } from '../../src/lib/server/reports/queries/limits';
import { clocks } from '../../src/lib/server/reports/schema';
import { officeHours } from '../../src/lib/time/calendar';
import { freshTown } from '../support/database';
import {
	dogs,
	garbage,
	lawfully,
	monday,
	people,
	photo,
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

const due = async (code: string) => (await getReport(db, code)).dueAt;

/** Submitted, accepted and dispatched within twenty minutes of `from`. */
async function dispatched(from: string, category = garbage) {
	const at = shanghai(from);
	const { code } = await submitted(db, who.resident, {}, at);
	await acceptReport(db, who.moderator, code, { category }, at + 600_000);
	await dispatchReport(db, who.moderator, code, { unitId: who.ours, ...lawfully }, at + 1_200_000);
	await acknowledgeReport(db, who.handler, code, at + 1_260_000);
	return code;
}

describe('a limit that the town sets', () => {
	const two = { type: 'work_hour', value: 2 } as const;

	it('holds for cases dispatched afterwards; one that runs keeps its own', async () => {
		const running = await dispatched('2026-01-05 08:00');
		expect(await due(running)).toBe(shanghai('2026-01-05 14:20'));

		await setLimit(db, who.supervisor, { name: garbage, limit: two }, shanghai('2026-01-05 09:00'));
		expect(await due(running)).toBe(shanghai('2026-01-05 14:20'));
		const { id } = await getReport(db, running);
		const [clock] = await db
			.select()
			.from(clocks)
			.where(and(eq(clocks.reportId, id), eq(clocks.name, 'handle')));
		expect(clock).toMatchObject({ limitType: 'work_hour', limitValue: 4 });

		const later = await dispatched('2026-01-05 09:00');
		expect(await due(later)).toBe(shanghai('2026-01-05 11:20'));
	});

	it('holds for the desk’s own steps likewise', async () => {
		const half = { type: 'work_minute', value: 30 } as const;
		await setLimit(db, who.moderator, { name: 'intake', limit: half }, monday - 1);
		const { code } = await submitted(db, who.resident);
		expect(await due(code)).toBe(shanghai('2026-01-05 08:30'));
	});

	it('is the newest one, and the standard again when the town goes back to it', async () => {
		const at = (hour: number) => shanghai(`2026-01-05 0${hour}:00`);
		await setLimit(db, who.supervisor, { name: garbage, limit: two }, at(1));
		await setLimit(db, who.moderator, { name: garbage, limit: { ...two, value: 8 } }, at(2));
		await setLimit(db, who.supervisor, { name: garbage, limit: null }, at(3));

		const history = await limitHistory(db);
		expect(history.map(({ from, to, at }) => [from.value, to.value, at])).toEqual([
			[8, 4, at(3)],
			[2, 8, at(2)],
			[4, 2, at(1)]
		]);
		expect(history.map(({ who }) => who)).toEqual(['supervisor', 'moderator', 'supervisor']);
		const catalogue = await limitCatalogue(db);
		const entry = catalogue.flatMap(({ entries }) => entries).find(({ id }) => id === garbage);
		expect(entry).toMatchObject({ own: false, limit: { value: 4 } });
		expect(await due(await dispatched('2026-01-05 08:00'))).toBe(shanghai('2026-01-05 14:20'));
		expect(await auditOf(db, `limit:${garbage}`)).toHaveLength(3);
	});

	it('is what the desk reads beside a case, which keeps the one it was dispatched with', async () => {
		const shown = async (code: string) => (await deskCase(db, who.moderator, code, monday)).limit;
		const running = await dispatched('2026-01-05 08:00');
		await setLimit(db, who.supervisor, { name: garbage, limit: two }, monday);
		const { code: waiting } = await submitted(db, who.resident, { category: garbage }, monday);
		const { code: talk } = await submitted(db, who.resident, { category: dogs }, monday);
		expect(await shown(running)).toEqual({ type: 'work_hour', value: 4 });
		expect(await shown(waiting)).toEqual(two);
		expect(await shown(talk)).toBeNull();
	});

	it('is refused to others, and where nothing would change', async () => {
		const set = (actor: Actor, limit: typeof two | null) =>
			setLimit(db, actor, { name: garbage, limit }, monday);
		for (const actor of [who.handler, who.checker, who.resident]) {
			await expect(set(actor, two)).rejects.toMatchObject({ reason: 'forbidden' });
		}
		await expect(set(who.supervisor, null)).rejects.toMatchObject({ reason: 'conflict' });
		expect(await limitHistory(db)).toEqual([]);
	});
});

describe('a day that the office sets', () => {
	const rest = (day: string) => ({ day, kind: 'rest' as const, note: '台风停工' });
	const morning = shanghai('2026-01-05 09:00');

	it('moves what runs to the next work time, and back when it is removed', async () => {
		// a working day, from Monday 08:20 to Tuesday 08:20
		const code = await dispatched('2026-01-05 08:00', 'facility.streetlight');
		const before = (await due(code))!;
		expect(before).toBe(shanghai('2026-01-07 08:20'));

		expect(await setCalendarDay(db, who.supervisor, rest('2026-01-06'), morning)).toBe(1);
		expect(await due(code)).toBe(shanghai('2026-01-08 08:20'));
		expect(await removeCalendarDay(db, who.moderator, { day: '2026-01-06' }, morning)).toBe(1);
		expect(await due(code)).toBe(before);
		const trail = await auditOf(db, 'day:2026-01-06');
		expect(trail.map(({ action }) => action)).toEqual(['set_day', 'remove_day']);
	});

	it('holds for what comes in afterwards', async () => {
		await setCalendarDay(db, who.supervisor, rest('2026-01-06'), morning);
		const { code } = await submitted(db, who.resident, {}, shanghai('2026-01-06 09:00'));
		expect(await due(code)).toBe(shanghai('2026-01-07 08:15'));
		const saturday = { day: '2026-01-10', kind: 'work', note: '攻坚行动' } as const;
		await setCalendarDay(db, who.supervisor, saturday, morning);
		const weekend = await submitted(db, who.resident, {}, shanghai('2026-01-10 09:00'));
		expect(await due(weekend.code)).toBe(shanghai('2026-01-10 09:15'));
	});

	it('leaves what is overdue overdue', async () => {
		const code = await dispatched('2026-01-05 08:00');
		const late = shanghai('2026-01-05 15:00');
		await setCalendarDay(db, who.supervisor, rest('2026-01-05'), late);
		expect(await due(code)).toBe(shanghai('2026-01-05 14:20'));
		await feedBack(db, who.handler, code, { note: '好了' }, [photo()], late + 60_000);
		expect((await getReport(db, code)).overdue).toBe(true);
	});

	it.each([
		['a past day', '2026-01-02', 'work'],
		['a day that rests anyway', '2026-01-10', 'rest'],
		['a day that works anyway', '2026-01-06', 'work']
	] as const)('is refused for %s', async (_, day, kind) => {
		await expect(
			setCalendarDay(db, who.supervisor, { day, kind, note: '因' }, morning)
		).rejects.toMatchObject({ reason: 'conflict' });
		expect((await calendarOf(db, 2026)).own).toEqual([]);
	});

	it('is refused to those who do not manage the town', async () => {
		await expect(
			setCalendarDay(db, who.handler, rest('2026-01-06'), morning)
		).rejects.toMatchObject({ reason: 'forbidden' });
	});
});

describe('work hours that the office sets', () => {
	const longer = [
		[8 * 60, 12 * 60],
		[13 * 60, 19 * 60]
	] as const;

	it('count for what is left, while what was counted stays so', async () => {
		const code = await dispatched('2026-01-05 08:00');
		// two hours and forty minutes used, an hour and twenty left
		const at = shanghai('2026-01-05 11:00');
		await setWorkHours(db, who.supervisor, { hours: longer }, at);
		expect(await due(code)).toBe(shanghai('2026-01-05 13:20'));
		expect(await calendarOf(db, 2026)).toMatchObject({ hours: longer, ownHours: true });

		await setWorkHours(db, who.supervisor, { hours: null }, at);
		expect(await due(code)).toBe(shanghai('2026-01-05 14:20'));
		expect(await calendarOf(db, 2026)).toMatchObject({ hours: officeHours, ownHours: false });
	});
});

describe('the calendar of a year', () => {
	it('names the public holidays and the days worked instead', async () => {
		const { publicDays, published } = await calendarOf(db, 2026);
		expect(published).toBe(true);
		expect(publicDays).toContainEqual({ day: '2026-10-01', work: false, name: '国庆节' });
		expect(publicDays).toContainEqual({ day: '2026-10-10', work: true, name: '国庆节' });
	});

	it('says when the arrangement of that year is not known yet', async () => {
		expect(await calendarOf(db, 2031)).toMatchObject({ published: false, publicDays: [] });
	});
});
