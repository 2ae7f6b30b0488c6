import { and, eq, lt, lte } from 'drizzle-orm';
import { minuteMs } from '../../time/shanghai';
import type { Db } from '../db';
import { jobRuns } from './schema';

/** What a run is for: all since `from`, that instant left out, up to and with `to` (ms). */
export type Span = { from: number; to: number };

export type JobRun =
	/** Nothing is due: the slot is done, or another process is at it. */
	| { outcome: 'idle' }
	| { outcome: 'done'; span: Span }
	/** The slot is open as before; the next trigger tries it again. */
	| { outcome: 'failed'; problem: unknown };

type Slot = {
	/** How long a slot is, milliseconds; slots begin at whole multiples of it. */
	every: number;
	at: number;
	/** How long a process that went away without a word keeps the others out, milliseconds. */
	lease?: number;
};

/**
 * Runs `work` once for each slot, however often and by however many processes it is triggered: who
 * takes the lease runs it, and the span it is given begins where the last one ended, so that slots
 * missed during a stop are made up in one run. A run that fails keeps its problem and leaves the slot
 * open. `work` writes in transactions of its own and must bear being repeated: a process can be
 * killed between its last line and the note that it is done. What writes to the database alone is
 * better run by `runWhole`.
 */
export async function runJob(
	db: Db,
	name: string,
	{ every, at, lease = 5 * minuteMs }: Slot,
	work: (span: Span) => Promise<unknown>
): Promise<JobRun> {
	if (!(await isOpen(db, name, every, at))) return { outcome: 'idle' };
	const from = await db.transaction((tx) => claim(tx, name, every, at, at + lease));
	if (from === null) return { outcome: 'idle' };
	const span = { from, to: at };
	try {
		await work(span);
	} catch (problem) {
		await db
			.update(jobRuns)
			.set({ leasedUntil: 0, problem: wordsOf(problem) })
			.where(and(eq(jobRuns.name, name), eq(jobRuns.leasedUntil, at + lease)));
		return { outcome: 'failed', problem };
	}
	await finish(db, name, at, at + lease);
	return { outcome: 'done', span };
}

/** As `runJob`, with the work and the note that it is done in one transaction: both or neither. */
export async function runWhole(
	db: Db,
	name: string,
	{ every, at }: Omit<Slot, 'lease'>,
	work: (tx: Db, span: Span) => Promise<unknown>
): Promise<JobRun> {
	try {
		if (!(await isOpen(db, name, every, at))) return { outcome: 'idle' };
		return await db.transaction(async (tx) => {
			const from = await claim(tx, name, every, at, 0);
			if (from === null) return { outcome: 'idle' };
			const span = { from, to: at };
			await work(tx, span);
			await finish(tx, name, at, 0);
			return { outcome: 'done', span };
		});
	} catch (problem) {
		const kept = { problem: wordsOf(problem) };
		await db
			.insert(jobRuns)
			.values({ name, doneUpTo: 0, ...kept })
			.onConflictDoUpdate({ target: jobRuns.name, set: kept });
		return { outcome: 'failed', problem };
	}
}

/** A look that costs less than a claim; most triggers find nothing to do. */
async function isOpen(db: Db, name: string, every: number, at: number): Promise<boolean> {
	const [run] = await db.select().from(jobRuns).where(eq(jobRuns.name, name));
	return run === undefined || (run.doneUpTo < slotOf(every, at) && run.leasedUntil <= at);
}

const slotOf = (every: number, at: number): number => Math.floor(at / every) * every;

/** Up to when the work is done, if this slot of it is not; null where it is, or is under way. */
async function claim(tx: Db, name: string, every: number, at: number, leasedUntil: number) {
	const slot = slotOf(every, at);
	await tx.insert(jobRuns).values({ name, doneUpTo: 0 }).onConflictDoNothing();
	const [claimed] = await tx
		.update(jobRuns)
		.set({ leasedUntil })
		.where(and(eq(jobRuns.name, name), lt(jobRuns.doneUpTo, slot), lte(jobRuns.leasedUntil, at)))
		.returning({ doneUpTo: jobRuns.doneUpTo });
	return claimed?.doneUpTo ?? null;
}

// a run that outlived its lease has nothing to say any more: another has it in hand
const finish = (tx: Db, name: string, at: number, leasedUntil: number) =>
	tx
		.update(jobRuns)
		.set({ doneUpTo: at, leasedUntil: 0, problem: '' })
		.where(and(eq(jobRuns.name, name), eq(jobRuns.leasedUntil, leasedUntil)));

const wordsOf = (problem: unknown): string =>
	(problem instanceof Error ? problem.message : String(problem)).slice(0, 500);
