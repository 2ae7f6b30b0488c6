import { and, asc, eq } from 'drizzle-orm';
import { draw, type Drawn } from '../../surveys/drawing';
import { waveModes } from '../../surveys/waves';
import type { Db } from '../db';
import { grids } from '../places/schema';
import { Refusal } from '../refusal';
import { frameGrids, invitations, visits, waves } from './schema';
import { getWave, type Wave } from './waves';

export type DrawPlan = { grids: number; each: number; seed: number };

/** A wave that can still be drawn for. @throws Refusal('conflict') */
export async function draftToDraw(tx: Db, slug: string, mode?: Wave['mode']): Promise<Wave> {
	const wave = await getWave(tx, slug);
	const fits = mode ? wave.mode === mode : waveModes[wave.mode].drawn;
	if (!fits) throw new Refusal('conflict', '这次调查不是这样抽样的');
	if (wave.state !== 'draft') throw new Refusal('conflict', '调查已经开始，样本不能再变');
	return wave;
}

/** Addresses and letters of an earlier draw are void. @throws Refusal('conflict') for other letters */
export async function undraw(tx: Db, { id, mode, seed }: Wave): Promise<void> {
	await tx.delete(visits).where(eq(visits.waveId, id));
	if (mode === 'invited') {
		const mine = eq(invitations.waveId, id);
		if (seed === null && (await tx.$count(invitations, mine)) > 0) {
			throw new Refusal('conflict', '这次调查已经有不按抽样的信了，要抽样请新建一次调查');
		}
		await tx.delete(invitations).where(mine);
	}
	await tx
		.update(frameGrids)
		.set({ drawn: false, weight: null, letters: 0 })
		.where(eq(frameGrids.waveId, id));
	await tx.update(waves).set({ seed: null }).where(eq(waves.id, id));
}

/**
 * Draws grids and households from the frame of a draft, in place of what was drawn before, and keeps the
 * seed and what chance each had; the same seed draws the same.
 * @throws Refusal('conflict') before there is a frame
 */
export async function drawFrom(tx: Db, wave: Wave, plan: DrawPlan): Promise<Drawn[]> {
	const frame = await frameOf(tx, wave.id);
	if (!frame.some(({ households }) => households > 0)) {
		throw new Refusal('conflict', '请先导入各网格的户数');
	}
	const empty = emptyStratum(frame);
	if (empty) throw new Refusal('invalid', `“${empty}”一户也没有，不能从那里抽样，请核对户数`);
	await undraw(tx, wave);
	const drawn = draw(frame, plan);
	for (const { grid, weight } of drawn) {
		await tx
			.update(frameGrids)
			.set({ drawn: true, weight })
			.where(and(eq(frameGrids.waveId, wave.id), eq(frameGrids.gridId, grid.id)));
	}
	await tx.update(waves).set({ seed: plan.seed }).where(eq(waves.id, wave.id));
	return drawn;
}

export const frameOf = (db: Db, waveId: number) =>
	db
		.select({
			id: frameGrids.gridId,
			name: grids.name,
			stratum: grids.town,
			households: frameGrids.households
		})
		.from(frameGrids)
		.innerJoin(grids, eq(grids.id, frameGrids.gridId))
		.where(eq(frameGrids.waveId, waveId))
		.orderBy(asc(grids.id));

function emptyStratum(frame: readonly { stratum: string; households: number }[]) {
	const sums = new Map<string, number>();
	for (const { stratum, households } of frame) {
		sums.set(stratum, (sums.get(stratum) ?? 0) + households);
	}
	return [...sums].find(([, sum]) => sum === 0)?.[0];
}
