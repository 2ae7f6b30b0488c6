import { and, asc, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import type { Db } from '../db';
import { grids } from '../places/schema';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { draftToDraw, drawFrom, frameOf, type DrawPlan } from './draw-from-frame';
import { addInvitations, mostInvitations } from './invitations';
import { frameGrids } from './schema';
import { getWave, step } from './waves';

/** A letter is one of at least so many that went to its grid. */
export const fewestLetters = 10;

/** Where a household is found: its number in the register of its grid. */
export type DrawnPlace = { town: string; grid: string; household: number };
/** For the printed sheet alone: nowhere is it kept which token went to which household. */
export type DrawnLetter = DrawnPlace & { token: string };

/**
 * Draws the households of a draft and makes a letter for each, in place of those drawn before, which are
 * void. The same seed draws the same households; tokens are new each time.
 * @returns the letters by grid and household, shown this once
 */
export async function drawLetters(
	db: Db,
	actor: Actor,
	slug: string,
	plan: DrawPlan,
	at: number
): Promise<DrawnLetter[]> {
	assertRuns(actor);
	if (plan.each < fewestLetters) {
		const message = `每个网格至少 ${fewestLetters} 封，太少了能猜出是谁家`;
		throw new Refusal('invalid', message, { each: message });
	}
	return db.transaction(async (tx) => {
		const wave = await draftToDraw(tx, slug, 'invited');
		const frame = await frameOf(tx, wave.id);
		const small = frame.find(({ households }) => households > 0 && households < fewestLetters);
		if (small) {
			const few = `“${small.name}”只有 ${small.households} 户`;
			throw new Refusal('invalid', `${few}，不到 ${fewestLetters} 户的请并到相邻网格再导入`);
		}
		const drawn = await drawFrom(tx, wave, plan);
		const addressed = drawn.flatMap(({ grid, households }) =>
			households.map((household) => ({ gridId: grid.id, household }))
		);
		if (addressed.length > mostInvitations) {
			const message = `一共要 ${addressed.length} 封，一次最多 ${mostInvitations} 封，请少抽一些`;
			throw new Refusal('invalid', message, { grids: message });
		}
		for (const { grid, households } of drawn) {
			await tx
				.update(frameGrids)
				.set({ letters: households.length, vacant: 0, notFound: 0 })
				.where(and(eq(frameGrids.waveId, wave.id), eq(frameGrids.gridId, grid.id)));
		}
		const gridIds = addressed.map(({ gridId }) => gridId);
		const tokens = await addInvitations(tx, wave, gridIds);
		const detail = { ...plan, drawn: tokens.length };
		await record(tx, actor, 'draw_letters', `wave:${slug}`, at, detail);
		const places = new Map(frame.map((grid) => [grid.id, grid]));
		return addressed.map(({ gridId, household }, i) => {
			const { name, stratum } = places.get(gridId)!;
			return { token: tokens[i]!, town: stratum, grid: name, household };
		});
	});
}

/** The grids to which letters went, with what came back; never how many answered there. */
export const letterGrids = (db: Db, waveId: number) =>
	db
		.select({
			gridId: frameGrids.gridId,
			name: grids.name,
			town: grids.town,
			letters: frameGrids.letters,
			vacant: frameGrids.vacant,
			notFound: frameGrids.notFound
		})
		.from(frameGrids)
		.innerJoin(grids, eq(grids.id, frameGrids.gridId))
		.where(and(eq(frameGrids.waveId, waveId), eq(frameGrids.drawn, true)))
		.orderBy(asc(grids.town), asc(grids.name));

/**
 * 退信: how many letters of a grid came back in all, because nobody lives there or because it was not
 * found. Before the figures are asked to be released.
 */
export async function recordReturns(
	db: Db,
	actor: Actor,
	slug: string,
	{ gridId, vacant, notFound }: { gridId: number; vacant: number; notFound: number },
	at: number
): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		const { state } = wave;
		if (state !== 'running' && state !== 'closed') {
			const why = state === 'draft' ? '调查还没有开始' : '结果已经发布，不能再改';
			throw new Refusal('conflict', why);
		}
		const grid = (await letterGrids(tx, wave.id)).find((one) => one.gridId === gridId);
		if (!grid) throw new Refusal('invalid', '请选择网格', { gridId: '请选择寄过信的网格' });
		if (vacant + notFound > grid.letters) {
			const message = `“${grid.name}”一共寄了 ${grid.letters} 封，退信不能更多`;
			throw new Refusal('invalid', message, { vacant: message });
		}
		await tx
			.update(frameGrids)
			.set({ vacant, notFound })
			.where(and(eq(frameGrids.waveId, wave.id), eq(frameGrids.gridId, gridId)));
		// who asked to release it saw another response rate
		if (state === 'closed') await step(tx, wave, 'closed', { releaseAskedById: null });
		await record(tx, actor, 'record_returns', `wave:${slug}`, at, { gridId, vacant, notFound });
	});
}

/** How many drawn letters came back, over all grids: nobody lives there, not found. */
export async function returnsOf(db: Db, waveId: number) {
	const [sums] = await db
		.select({
			vacant: sql<number>`coalesce(sum(${frameGrids.vacant}), 0)`,
			notFound: sql<number>`coalesce(sum(${frameGrids.notFound}), 0)`
		})
		.from(frameGrids)
		.where(eq(frameGrids.waveId, waveId));
	return sums ?? { vacant: 0, notFound: 0 };
}
