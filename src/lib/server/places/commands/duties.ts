import { and, eq, isNull, ne } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeDuty, NewDuty } from '../../../places/forms';
import { basisTable, type Duty } from '../../../places/responsibility';
import { findCategory, isGroup } from '../../../reports/categories';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { getUnit } from '../queries';
import { duties, grids, segments } from '../schema';
import { changeTown } from '../tenures';
import { mustManageTown } from './may';

/** @throws Refusal('conflict') when the same category, area and basis has a unit already */
export async function addDuty(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof NewDuty>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return changeTown(db, at, async (tx) => {
		await checkDuty(tx, input);
		await refuseTwin(tx, input, 0);
		const [row] = await tx.insert(duties).values(input).returning({ id: duties.id });
		await record(tx, actor, 'add_duty', `duty:${row!.id}`, at, input);
		return row!.id;
	});
}

/**
 * Another unit, basis or document; a duty for another category or area is a new one, so that
 * dispatches of the past keep theirs.
 */
export async function changeDuty(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangeDuty>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await changeTown(db, at, async (tx) => {
		const { id, active, ...rest } = input;
		const [before] = await tx.select().from(duties).where(eq(duties.id, id)).limit(1);
		if (!before) throw new Refusal('missing', '没有这条职责');
		await getUnit(tx, rest.unitId);
		const values = { ...rest, active: active === 'on' };
		await refuseTwin(tx, { ...before, ...values }, id);
		await tx.update(duties).set(values).where(eq(duties.id, id));
		await record(tx, actor, 'change_duty', `duty:${id}`, at, values);
	});
}

async function checkDuty(tx: Db, { category, gridId, segmentId, unitId }: Duty) {
	if (!findCategory(category) && !isGroup(category)) {
		throw new Refusal('invalid', '没有这个类别', { category: '没有这个类别，请重新选择' });
	}
	const unit = await getUnit(tx, unitId);
	if (!unit.active) {
		throw new Refusal('invalid', '这个单位已停用', { unitId: '这个单位已停用，请另选' });
	}
	if (gridId !== null) {
		const [grid] = await tx.select({ id: grids.id }).from(grids).where(eq(grids.id, gridId));
		if (!grid) throw new Refusal('invalid', '没有这个网格', { gridId: '没有这个网格' });
	}
	if (segmentId !== null) {
		const [segment] = await tx
			.select({ id: segments.id })
			.from(segments)
			.where(eq(segments.id, segmentId));
		if (!segment) throw new Refusal('invalid', '没有这个路段', { segmentId: '没有这个路段' });
	}
}

async function refuseTwin(tx: Db, duty: Omit<Duty, 'document'>, own: number) {
	const { category, gridId, segmentId, basis } = duty;
	const [twin] = await tx
		.select({ active: duties.active })
		.from(duties)
		.where(
			and(
				eq(duties.category, category),
				gridId === null ? isNull(duties.gridId) : eq(duties.gridId, gridId),
				segmentId === null ? isNull(duties.segmentId) : eq(duties.segmentId, segmentId),
				eq(duties.basis, basis),
				ne(duties.id, own)
			)
		)
		.limit(1);
	if (!twin) return;
	const which = twin.active ? '已经定了责任单位' : '有一条停用的';
	const message = `这个类别和范围按“${basisTable[basis].label}”${which}，请改那一条`;
	throw new Refusal('conflict', message, { category: message });
}
