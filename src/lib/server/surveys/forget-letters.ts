import { and, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { dayMs } from '../../time/shanghai';
import { endedUnsent, failedDays, keptTooLong } from '../../surveys/sends';
import { mergeSmallGrids } from '../../surveys/small-grids';
import type { Db } from '../db';
import { grids } from '../places/schema';
import { letterSends } from './letter-schema';
import { invitations, responses, waves } from './schema';

/** A drawn grid in which fewer answered counts as one with its neighbours. */
export const fewestOfGrid = 5;

/**
 * The wave is over: which letters were used, where they went and the numbers they went to are gone.
 * How many there were stays.
 */
export async function forgetLetters(tx: Db, waveId: number): Promise<void> {
	await tx
		.update(invitations)
		.set({ spentDay: null, gridId: null })
		.where(eq(invitations.waveId, waveId));
	await tx
		.update(letterSends)
		.set({ state: 'failed', problem: endedUnsent })
		.where(and(eq(letterSends.waveId, waveId), eq(letterSends.state, 'waiting')));
	await tx
		.update(letterSends)
		.set({ sealed: null, mark: null })
		.where(eq(letterSends.waveId, waveId));
}

/**
 * Numbers go also where a wave ended without having begun, and where one could not be written to for
 * thirty days.
 */
export async function forgetOldNumbers(db: Db, at: number): Promise<void> {
	const over = db
		.select({ id: waves.id })
		.from(waves)
		.where(and(eq(waves.state, 'draft'), lte(waves.closesAt, at)));
	const held = sql`${letterSends.sealed} IS NOT NULL`;
	const gone = { state: 'failed', sealed: null, mark: null } as const;
	await db
		.update(letterSends)
		.set({ ...gone, problem: endedUnsent })
		.where(and(held, inArray(letterSends.waveId, over)));
	await db
		.update(letterSends)
		.set({ ...gone, problem: keptTooLong })
		.where(
			and(held, eq(letterSends.state, 'failed'), lte(letterSends.nextAt, at - failedDays * dayMs))
		);
}

/**
 * Answers of a drawn grid with few of them are told apart no more from those of the next: neither by the
 * grid nor by what a household of it weighs.
 */
export async function mergeSmall(tx: Db, waveId: number): Promise<void> {
	const answered = await tx
		.select({ gridId: grids.id, stratum: grids.town, answers: sql<number>`count(*)` })
		.from(responses)
		.innerJoin(grids, eq(grids.id, responses.gridId))
		.where(and(eq(responses.waveId, waveId), isNotNull(responses.gridId)))
		.groupBy(grids.id);
	const merged = [...mergeSmallGrids(answered, fewestOfGrid)].filter(([from, to]) => from !== to);
	const ofGrid = (gridId: number) =>
		and(eq(responses.waveId, waveId), eq(responses.gridId, gridId));
	for (const [gridId, to] of merged) {
		await tx.update(responses).set({ gridId: to }).where(ofGrid(gridId));
	}
	for (const gridId of new Set(merged.map(([, to]) => to))) {
		const [mean] = await tx
			.select({ weight: sql<number>`avg(${responses.baseWeight})` })
			.from(responses)
			.where(ofGrid(gridId));
		await tx.update(responses).set({ baseWeight: mean!.weight }).where(ofGrid(gridId));
	}
}
