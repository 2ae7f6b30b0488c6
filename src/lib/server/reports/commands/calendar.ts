import { eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { workCalendar, type Calendar, type Hours } from '../../../time/calendar';
import { dayOf } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { mustManageTown } from '../../places/commands/may';
import { Refusal } from '../../refusal';
import { setOfficeSetting } from '../../settings/office';
import { calendarDays } from '../desk-schema';
import { moveDeadlines } from '../move-deadlines';
import { townCalendar, workHoursSetting } from '../town-calendar';

/** The office's own day on top of the public calendar; returns how many running cases are due anew. */
export function setCalendarDay(
	db: Db,
	actor: Actor,
	input: { day: string; kind: 'work' | 'rest'; note: string },
	at: number
): Promise<number> {
	return change(db, actor, at, async (tx) => {
		const { day, kind, note } = input;
		mustBeToCome(day, at);
		const worked = workCalendar().isWorkday(day);
		if (worked === (kind === 'work')) {
			const as = worked ? '上班' : '休息';
			throw new Refusal('conflict', `这一天本来就${as}，不用另设`, { day: `这一天本来就${as}` });
		}
		await tx
			.insert(calendarDays)
			.values({ day, kind, note })
			.onConflictDoUpdate({ target: calendarDays.day, set: { kind, note } });
		await record(tx, actor, 'set_day', `day:${day}`, at, { kind, note });
	});
}

/** The public calendar holds again for that day; returns how many running cases are due anew. */
export function removeCalendarDay(
	db: Db,
	actor: Actor,
	{ day }: { day: string },
	at: number
): Promise<number> {
	return change(db, actor, at, async (tx) => {
		mustBeToCome(day, at);
		const removed = await tx
			.delete(calendarDays)
			.where(eq(calendarDays.day, day))
			.returning({ kind: calendarDays.kind });
		if (removed.length === 0) throw new Refusal('missing', '没有这一天的设置，可能已经删去了');
		await record(tx, actor, 'remove_day', `day:${day}`, at, removed[0]);
	});
}

/** From now on work is counted in these hours; null is the standard again. */
export function setWorkHours(
	db: Db,
	actor: Actor,
	{ hours }: { hours: Hours | null },
	at: number
): Promise<number> {
	return change(db, actor, at, (tx) =>
		setOfficeSetting(tx, actor, workHoursSetting, hours ?? undefined, at)
	);
}

// what has been counted stays counted: who was late or in time does not change afterwards
function mustBeToCome(day: string, at: number): void {
	if (day >= dayOf(at)) return;
	throw new Refusal('conflict', '过去的日子不能改', { day: '只能改今天和以后的日子' });
}

async function change(
	db: Db,
	actor: Actor,
	at: number,
	work: (tx: Db) => Promise<void>
): Promise<number> {
	mustManageTown(actor);
	return db.transaction(async (tx) => {
		const before: Calendar = await townCalendar(tx);
		await work(tx);
		return moveDeadlines(tx, before, await townCalendar(tx), at);
	});
}
