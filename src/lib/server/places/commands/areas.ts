import { eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeGrid, ChangeSegment } from '../../../places/forms';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { gridRenamed, segmentRenamed } from '../../reports/words-due';
import { getUnit } from '../queries';
import { grids, segments } from '../schema';
import { changeTown } from '../tenures';
import { mustManageTown, taken } from './may';

/** Everything but the shape, which comes from a file. */
export async function changeGrid(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangeGrid>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await changeTown(db, at, async (tx) => {
		const { id, active, ...rest } = input;
		if (rest.leadUnitId !== null) await getUnit(tx, rest.leadUnitId);
		const values = { ...rest, active: active === 'on' };
		const [before] = await tx.select().from(grids).where(eq(grids.id, id)).limit(1);
		if (!before) throw new Refusal('missing', '没有这个网格');
		await tx.update(grids).set(values).where(eq(grids.id, id));
		if (values.name !== before.name) await gridRenamed(tx, id);
		await record(tx, actor, 'change_grid', `grid:${id}`, at, values);
	});
}

/** Everything but the line, which comes from a file. */
export async function changeSegment(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangeSegment>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await db
		.transaction(async (tx) => {
			const { id, active, ...rest } = input;
			const values = { ...rest, active: active === 'on' };
			const [before] = await tx.select().from(segments).where(eq(segments.id, id)).limit(1);
			if (!before) throw new Refusal('missing', '没有这个路段');
			await tx.update(segments).set(values).where(eq(segments.id, id));
			if (values.name !== before.name || values.street !== before.street) {
				await segmentRenamed(tx, id, before.name);
			}
			await record(tx, actor, 'change_segment', `segment:${id}`, at, values);
		})
		.catch((problem) => taken(problem, { name: '已经有叫这个名称的路段' }));
}
