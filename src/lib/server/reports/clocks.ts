import { and, eq, isNull } from 'drizzle-orm';
import { workCalendar } from '../../time/calendar';
import {
	dueAt,
	inTime,
	pauseClock,
	resumeClock,
	startClock,
	stopClock,
	type Clock,
	type TimeLimit
} from '../../reports/deadlines';
import { findCategory } from '../../reports/categories';
import { states, type ClockName, type State } from '../../reports/workflow';
import type { Db } from '../db';
import { clocks } from './schema';

export const calendar = workCalendar();

const officeLimits = {
	intake: { type: 'work_minute', value: 15 },
	verify: { type: 'work_minute', value: 30 },
	dispatch: { type: 'work_minute', value: 15 },
	check: { type: 'work_minute', value: 30 }
} as const satisfies Record<Exclude<ClockName, 'handle'>, TimeLimit>;

/** These go on where they stopped when their state comes again; the others begin anew. */
const keepsTime: readonly ClockName[] = ['intake', 'handle'];

type Row = typeof clocks.$inferSelect;

const toClock = (row: Row): Clock => ({
	limit: { type: row.limitType, value: row.limitValue },
	startedAt: row.startedAt,
	runningSince: row.runningSince,
	usedMs: row.usedMs,
	stoppedAt: row.stoppedAt
});

const toColumns = (clock: Clock) => ({
	limitType: clock.limit.type,
	limitValue: clock.limit.value,
	startedAt: clock.startedAt,
	runningSince: clock.runningSince,
	usedMs: clock.usedMs,
	stoppedAt: clock.stoppedAt
});

export function limitFor(name: ClockName, category: string): TimeLimit {
	if (name !== 'handle') return officeLimits[name];
	return findCategory(category)?.limit ?? { type: 'work_day', value: 5 };
}

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
			due = dueOf(after);
		} else after = pauseClock(before, doneAt, calendar);
		if (row.name === 'handle' && before.runningSince !== null && after.runningSince === null) {
			handledInTime = inTime({ ...after, stoppedAt: doneAt });
		}
		if (after !== before)
			await tx.update(clocks).set(toColumns(after)).where(eq(clocks.id, row.id));
	}
	if (runs && !goesOn) {
		const fresh = await restarted(tx, report, runs, at, anew);
		due = dueOf(fresh);
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
	const clock = startClock(limitFor(name, report.category), at);
	await tx.insert(clocks).values({ reportId: report.id, name, ...toColumns(clock) });
	return clock;
}

/** When something with `limit` that comes in at `at` is due, and when a quarter of it is left. */
export const dueFrom = (limit: TimeLimit, at: number): Due => dueOf(startClock(limit, at));

function dueOf(clock: Clock): Due {
	const threeQuarters = { ...clock.limit, value: clock.limit.value * 0.75 };
	return {
		dueAt: dueAt(clock, calendar),
		dueSoonAt: dueAt({ ...clock, limit: threeQuarters }, calendar)
	};
}
