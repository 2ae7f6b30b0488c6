import { eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeUnit, NewUnit } from '../../../places/forms';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { unitRenamed } from '../../reports/words-due';
import { getUnit } from '../queries';
import { units } from '../schema';
import { changeTown } from '../tenures';
import { mustManageTown, taken } from './may';

/** @throws Refusal('conflict') when the code or the name is taken */
export async function addUnit(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof NewUnit>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return changeTown(db, at, async (tx) => {
		const [row] = await tx.insert(units).values(input).returning({ id: units.id });
		await record(tx, actor, 'add_unit', `unit:${row!.id}`, at, { code: input.code });
		return row!.id;
	}).catch((problem) => taken(problem, fieldOf(problem)));
}

/** A unit that is switched off keeps its past cases and gets no new ones. */
export async function changeUnit(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangeUnit>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await changeTown(db, at, async (tx) => {
		const { name } = await getUnit(tx, input.id);
		const values = { name: input.name, kind: input.kind, active: input.active === 'on' };
		await tx.update(units).set(values).where(eq(units.id, input.id));
		if (values.name !== name) await unitRenamed(tx, input.id);
		await record(tx, actor, 'change_unit', `unit:${input.id}`, at, values);
	}).catch((problem) => taken(problem, { name: '已经有叫这个名称的单位' }));
}

function fieldOf(problem: unknown): Record<string, string> {
	for (let e = problem; e instanceof Error; e = e.cause) {
		if (e.message.includes('units.code')) return { code: '这个代码已经有单位在用' };
	}
	return { name: '已经有叫这个名称的单位' };
}
