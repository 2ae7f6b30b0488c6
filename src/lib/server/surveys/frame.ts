import { randomBytes } from 'node:crypto';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import { accounts } from '../accounts/schema';
import { record } from '../audit/record';
import type { Db } from '../db';
import { grids } from '../places/schema';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { draftToDraw, drawFrom, undraw, type DrawPlan } from './draw-from-frame';
import { frameGrids, visits } from './schema';
import { getWave } from './waves';

export type Households = { grid: string; households: number };

/**
 * 抽样框: how many households each grid has. Grids by code or, where it is one, by name. What was drawn
 * from an earlier one is drawn no more.
 */
export async function setFrame(
	db: Db,
	actor: Actor,
	slug: string,
	rows: readonly Households[],
	at: number
): Promise<number> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const wave = await draftToDraw(tx, slug);
		const known = await tx.select().from(grids).where(eq(grids.active, true));
		const found = rows.map(({ grid, households }, i) => {
			const named = known.filter(({ code, name }) => code === grid || name === grid);
			if (named.length !== 1) {
				const why = named.length === 0 ? '没有这个网格' : '有几个网格同名，请写编号';
				throw new Refusal('invalid', `第 ${i + 2} 行：“${grid}”${why}`, { file: why });
			}
			return { waveId: wave.id, gridId: named[0]!.id, households };
		});
		if (new Set(found.map(({ gridId }) => gridId)).size < found.length) {
			throw new Refusal('invalid', '有的网格写了两次', { file: '有的网格写了两次' });
		}
		await undraw(tx, wave);
		await tx.delete(frameGrids).where(eq(frameGrids.waveId, wave.id));
		for (let i = 0; i < found.length; i += 200) {
			await tx.insert(frameGrids).values(found.slice(i, i + 200));
		}
		await record(tx, actor, 'set_frame', `wave:${slug}`, at, { grids: found.length });
		return found.length;
	});
}

export const enumerators = (db: Db) =>
	db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(and(eq(accounts.role, 'enumerator'), eq(accounts.active, true)))
		.orderBy(asc(accounts.name), asc(accounts.id));

/**
 * Draws the households to be visited. Whole grids go to the enumerators in turn.
 * @returns how many addresses
 */
export async function drawSample(
	db: Db,
	actor: Actor,
	slug: string,
	plan: DrawPlan,
	at: number
): Promise<number> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const wave = await draftToDraw(tx, slug, 'visited');
		const who = await enumerators(tx);
		const drawn = await drawFrom(tx, wave, plan);
		const rows = drawn.flatMap(({ grid, households }, i) =>
			households.map((household) => ({
				...{ code: codeFrom(randomBytes(8)), waveId: wave.id, gridId: grid.id, household },
				enumeratorId: who.length > 0 ? who[i % who.length]!.id : null
			}))
		);
		for (let i = 0; i < rows.length; i += 200) {
			await tx.insert(visits).values(rows.slice(i, i + 200));
		}
		await record(tx, actor, 'draw_sample', `wave:${slug}`, at, { ...plan, drawn: rows.length });
		return rows.length;
	});
}

/** Who goes to a grid from now on. */
export async function assignGrid(
	db: Db,
	actor: Actor,
	slug: string,
	{ gridId, enumeratorId }: { gridId: number; enumeratorId: number },
	at: number
): Promise<void> {
	assertRuns(actor);
	await db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (!(await enumerators(tx)).some(({ id }) => id === enumeratorId)) {
			throw new Refusal('invalid', '没有这位访问员', { enumeratorId: '请选择' });
		}
		await tx
			.update(visits)
			.set({ enumeratorId })
			.where(
				and(
					eq(visits.waveId, wave.id),
					eq(visits.gridId, gridId),
					inArray(visits.outcome, ['pending', 'callback'])
				)
			);
		await record(tx, actor, 'assign_visits', `wave:${slug}`, at, { gridId, enumeratorId });
	});
}

/** The drawn grids, with who goes there and how far it is. */
export const drawnGrids = (db: Db, waveId: number) =>
	db
		.select({
			gridId: visits.gridId,
			name: grids.name,
			town: grids.town,
			enumeratorId: sql<number | null>`max(${visits.enumeratorId})`,
			all: sql<number>`count(*)`,
			complete: sql<number>`sum(${visits.outcome} = 'complete')`,
			open: sql<number>`sum(${visits.outcome} IN ('pending', 'callback'))`
		})
		.from(visits)
		.innerJoin(grids, eq(grids.id, visits.gridId))
		.where(eq(visits.waveId, waveId))
		.groupBy(visits.gridId)
		.orderBy(asc(grids.town), asc(grids.name));
