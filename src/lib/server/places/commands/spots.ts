import { eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import { toWgs84 } from '../../../places/coordinates';
import type { ChangeSpot, NewSpot } from '../../../places/forms-posts';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { locate } from '../queries';
import { buildings, shops } from '../schema';
import { mustManageTown, taken } from './may';

export type SpotKind = 'building' | 'shop';
const labels = { building: '楼栋', shop: '门店' } as const;

/** @throws Refusal('invalid') when it lies far from town, Refusal('conflict') when the name is taken */
export async function addSpot(
	db: Db,
	actor: Actor,
	kind: SpotKind,
	input: InferOutput<typeof NewSpot>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return db
		.transaction(async (tx) => {
			const { buildingId, ...values } = await spotOf(tx, input);
			const [row] =
				kind === 'building'
					? await tx.insert(buildings).values(values).returning({ id: buildings.id })
					: await tx
							.insert(shops)
							.values({ ...values, buildingId })
							.returning({ id: shops.id });
			await record(tx, actor, `add_${kind}`, `${kind}:${row!.id}`, at, { name: values.name });
			return row!.id;
		})
		.catch((problem) => taken(problem, { name: `已经有叫这个名称的${labels[kind]}` }));
}

export async function changeSpot(
	db: Db,
	actor: Actor,
	kind: SpotKind,
	input: InferOutput<typeof ChangeSpot>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await db
		.transaction(async (tx) => {
			const { buildingId, ...spot } = await spotOf(tx, input);
			const values = { ...spot, active: input.active === 'on' };
			const changed =
				kind === 'building'
					? await tx
							.update(buildings)
							.set(values)
							.where(eq(buildings.id, input.id))
							.returning({ id: buildings.id })
					: await tx
							.update(shops)
							.set({ ...values, buildingId })
							.where(eq(shops.id, input.id))
							.returning({ id: shops.id });
			if (changed.length === 0) throw new Refusal('missing', `没有这个${labels[kind]}`);
			await record(tx, actor, `change_${kind}`, `${kind}:${input.id}`, at, values);
		})
		.catch((problem) => taken(problem, { name: `已经有叫这个名称的${labels[kind]}` }));
}

async function spotOf(tx: Db, input: InferOutput<typeof NewSpot>) {
	const point = toWgs84(input, input.system);
	const { gridId, segmentId } = await locate(tx, point).catch((problem: unknown) => {
		if (!(problem instanceof Refusal)) throw problem;
		throw new Refusal('invalid', '这个位置离本地太远，是不是经纬度写反了？', {
			lat: '位置离本地太远，请检查纬度',
			lng: '位置离本地太远，请检查经度'
		});
	});
	if (input.buildingId !== null) {
		const [building] = await tx
			.select({ id: buildings.id })
			.from(buildings)
			.where(eq(buildings.id, input.buildingId));
		if (!building) throw new Refusal('invalid', '没有这个楼栋', { buildingId: '没有这个楼栋' });
	}
	return { name: input.name, ...point, gridId, segmentId, buildingId: input.buildingId };
}
