import { and, eq } from 'drizzle-orm';
import type { Db } from '../db';
import { frameGrids } from './schema';

/** 1 over the chance of a household of the grid to be drawn. */
export async function weightOf(tx: Db, waveId: number, gridId: number): Promise<number> {
	const [row] = await tx
		.select({ weight: frameGrids.weight })
		.from(frameGrids)
		.where(and(eq(frameGrids.waveId, waveId), eq(frameGrids.gridId, gridId)));
	return row?.weight ?? 1;
}
