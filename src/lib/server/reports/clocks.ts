import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Calendar } from '../../time/calendar';
import {
	dueAt,
	extendClock,
	inTime,
	pauseClock,
	resumeClock,
	startClock,
	stopClock,
	type Clock,
	type TimeLimit
} from '../../reports/deadlines';
import { states, type ClockName, type State } from '../../reports/workflow';
import type { Db } from '../db';
import { limitFor } from './queries/limits';
import { clocks } from './schema';
import { townCalendar } from './town-calendar';

/** These go on where they stopped when their state comes again; the others begin anew. */
const keepsTime: readonly ClockName[] = ['intake', 'handle'];

type Row = typeof clocks.$inferSelect;

export const toClock = (row: Row): Clock => ({
	limit: { type: row.limitType, value: row.limitValue },
	startedAt: row.startedAt,
	runningSince: row.runningSince,
	usedMs: row.usedMs,
	stoppedAt: row.stoppedAt
});

export const toColumns = (clock: Clock) => ({
	limitType: clock.limit.type,
	limitValue: clock.limit.value,
	startedAt: clock.startedAt,
	runningSince: clock.runningSince,
	usedMs: clock.usedMs,
	stoppedAt: clock.stoppedAt
});

export type Due = { dueAt: number | null; dueSoonAt: number | null };
const noDue: Due = { dueAt: null, dueSoonAt: null };

/**
 * Pauses, stops and starts a report's clocks for its entry into `state`, and says when the one
 * that now runs is due. `anew` lets a clock that would go on begin again (another unit).
 * `handledInTime` is the verdict of a handling clock that this step brought to rest; what comes to
 * rest does so at `doneAt`, which is before `at` for what was written without a network.
 */
export async function turnClocks(
	tx: Db,
	report: { id: number; category: string },
	state: State,
	at: number,
	anew?: ClockName,
	doneAt = at
): Promise<Due & { handledInTime?: boolean }> {
	const { clock: runs, over } = states[state];
	const calendar = await townCalendar(tx);
	const standing = await tx
		.select()
		.from(clocks)
		.where(and(eq(clocks.reportId, report.id), isNull(clocks.stoppedAt)));

	let due = noDue;
	let handledInTime: boolean | undefined;
	let goesOn = false;
	for (const row of standing) {
		const before = toClock(row);
		const ends = over || row.name === anew || (row.name !== runs && !keepsTime.includes(row.name));
		let after: Clock;
		if (ends) after = stopClock(before, doneAt, calendar);
		else if (row.name === runs) {
			after = resumeClock(before, at);
			goesOn = true;
			due = dueOf(after, calendar);
		} else after = pauseClock(before, doneAt, calendar);
		if (row.name === 'handle' && before.runningSince !== null && after.runningSince === null) {
			handledInTime = inTime({ ...after, stoppedAt: doneAt });
		}
		if (after !== before)
			await tx.update(clocks).set(toColumns(after)).where(eq(clocks.id, row.id));
	}
	if (runs && !goesOn) {
		const fresh = await restarted(tx, report, runs, at, anew);
		due = dueOf(fresh, calendar);
	}
	return { ...due, ...(handledInTime === undefined ? {} : { handledInTime }) };
}

// 重开 goes on with the handling clock that closing had stopped: rework does not restart it.
async function restarted(
	tx: Db,
	report: { id: number; category: string },
	name: ClockName,
	at: number,
	anew?: ClockName
): Promise<Clock> {
	if (keepsTime.includes(name) && name !== anew) {
		const earlier = await tx
			.select()
			.from(clocks)
			.where(and(eq(clocks.reportId, report.id), eq(clocks.name, name)));
		const last = earlier.at(-1);
		if (last) {
			const clock = resumeClock(toClock(last), at);
			await tx.update(clocks).set(toColumns(clock)).where(eq(clocks.id, last.id));
			return clock;
		}
	}
	const clock = startClock(await limitFor(tx, name, report.category, at), at);
	await tx.insert(clocks).values({ reportId: report.id, name, ...toColumns(clock) });
	return clock;
}

/** The report's handling clock that runs now; undefined while it rests. */
export async function runningHandling(tx: Db, reportId: number) {
	const [row] = await tx
		.select()
		.from(clocks)
		.where(
			and(
				eq(clocks.reportId, reportId),
				eq(clocks.name, 'handle'),
				isNull(clocks.stoppedAt),
				isNotNull(clocks.runningSince)
			)
		)
		.limit(1);
	return row && { id: row.id, clock: toClock(row) };
}

/** 延期: `value` more for the running handling clock, in the unit of its own limit. */
export async function extendHandling(tx: Db, reportId: number, value: number): Promise<Due> {
	const running = await runningHandling(tx, reportId);
	if (!running) return noDue;
	const longer = extendClock(running.clock, value);
	await tx.update(clocks).set(toColumns(longer)).where(eq(clocks.id, running.id));
	return dueOf(longer, await townCalendar(tx));
}

/** When something with `limit` that comes in at `at` is due, and when a quarter of it is left. */
export const dueFrom = (limit: TimeLimit, at: number, calendar: Calendar): Due =>
	dueOf(startClock(limit, at), calendar);

export function dueOf(clock: Clock, calendar: Calendar): Due {
	const threeQuarters = { ...clock.limit, value: clock.limit.value * 0.75 };
	return {
		dueAt: dueAt(clock, calendar),
		dueSoonAt: dueAt({ ...clock, limit: threeQuarters }, calendar)
	};
}
