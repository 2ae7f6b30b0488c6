import { and, eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import type { ChangeChief, NewChief, StreetOfficers } from '../../../places/forms-posts';
import { chiefs as chiefTable, type ChiefKind } from '../../../places/posts';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import type { Sealing } from '../../sealing';
import { getUnit } from '../queries';
import { buildings, chiefs, grids, officers, segments, shops } from '../schema';
import { changeTown } from '../tenures';
import { mustManageTown } from './may';

const tables = { grid: grids, segment: segments, building: buildings, shop: shops } as const;

/** The columns of the one place that a chief of `kind` is chief of. */
export function placeOf(kind: ChiefKind, placeId: number) {
	const { of } = chiefTable[kind];
	return {
		gridId: of === 'grid' ? placeId : null,
		segmentId: of === 'segment' ? placeId : null,
		buildingId: of === 'building' ? placeId : null,
		shopId: of === 'shop' ? placeId : null
	};
}

/** The name is sealed; post and office phone may be public. */
export async function addChief(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: InferOutput<typeof NewChief>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return changeTown(db, at, async (tx) => {
		const { kind, placeId, name, unitId, ...rest } = input;
		const table = tables[chiefTable[kind].of];
		const [place] = await tx.select({ id: table.id }).from(table).where(eq(table.id, placeId));
		if (!place) throw new Refusal('invalid', '没有这个地方', { placeId: '请重新选择' });
		if (unitId !== null) await getUnit(tx, unitId);
		const nameSealed = name === '' ? null : seal.seal(name);
		const [row] = await tx
			.insert(chiefs)
			.values({ kind, ...placeOf(kind, placeId), ...rest, unitId, nameSealed })
			.returning({ id: chiefs.id });
		await record(tx, actor, 'add_chief', `chief:${row!.id}`, at, { kind, post: rest.post });
		return row!.id;
	});
}

export async function changeChief(
	db: Db,
	seal: Sealing,
	actor: Actor,
	input: InferOutput<typeof ChangeChief>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await changeTown(db, at, async (tx) => {
		const { id, name, active, ...rest } = input;
		if (rest.unitId !== null) await getUnit(tx, rest.unitId);
		const values = { ...rest, active: active === 'on' };
		const nameSealed = name === '' ? null : seal.seal(name);
		const changed = await tx
			.update(chiefs)
			.set({ ...values, nameSealed })
			.where(eq(chiefs.id, id))
			.returning({ id: chiefs.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个岗位');
		await record(tx, actor, 'change_chief', `chief:${id}`, at, values);
	});
}

/** One chief to be changed, with the name opened, which is written down. */
export async function openChief(db: Db, seal: Sealing, actor: Actor, id: number, at: number) {
	mustManageTown(actor);
	return db.transaction(async (tx) => {
		const [chief] = await tx.select().from(chiefs).where(eq(chiefs.id, id)).limit(1);
		if (!chief) return null;
		const { nameSealed, ...rest } = chief;
		if (nameSealed === null) return { ...rest, personName: '' };
		await record(tx, actor, 'open_chief_name', `chief:${id}`, at);
		return { ...rest, personName: seal.open(nameSealed) };
	});
}

/** 一街五管: the five of a street at once; a force without a unit is without an officer there. */
export async function setOfficers(
	db: Db,
	actor: Actor,
	{ street, officers: given }: InferOutput<typeof StreetOfficers>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await changeTown(db, at, async (tx) => {
		const [known] = await tx
			.select({ id: segments.id })
			.from(segments)
			.where(eq(segments.street, street))
			.limit(1);
		if (!known) throw new Refusal('invalid', '没有这条道路', { street: '没有这条道路' });
		for (const { force, unitId, post } of given) {
			const which = and(eq(officers.street, street), eq(officers.force, force));
			if (unitId === null) {
				await tx.delete(officers).where(which);
				continue;
			}
			const unit = await getUnit(tx, unitId);
			const [before] = await tx.select().from(officers).where(which).limit(1);
			if (!unit.active && before?.unitId !== unitId) {
				throw new Refusal('invalid', '这个单位已停用', { [`${force}_unit`]: '这个单位已停用' });
			}
			if (before) await tx.update(officers).set({ unitId, post }).where(which);
			else await tx.insert(officers).values({ street, force, unitId, post });
		}
		await record(tx, actor, 'set_officers', `street:${street}`, at, {
			units: given.map(({ unitId }) => unitId)
		});
	});
}
