import { eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import type { Actor } from '../../../accounts/roles';
import { toWgs84 } from '../../../places/coordinates';
import type { ChangePlace, NewPlace } from '../../../places/forms';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { putBox } from '../boxes';
import { isFarFrom, townBoundary } from '../queries';
import { places } from '../schema';
import { mustManageTown, taken } from './may';

const nameTaken = { name: '已经有叫这个名称的地点' };

/** @throws Refusal('invalid') when it lies far from town, Refusal('conflict') when the name is taken */
export async function addPlace(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof NewPlace>,
	at: number
): Promise<number> {
	mustManageTown(actor);
	return db
		.transaction(async (tx) => {
			const values = { name: input.name, kind: input.kind, ...(await spotOf(tx, input)) };
			const [row] = await tx.insert(places).values(values).returning({ id: places.id });
			await putPoint(tx, row!.id, values);
			await record(tx, actor, 'add_place', `place:${row!.id}`, at, values);
			return row!.id;
		})
		.catch((problem) => taken(problem, nameTaken));
}

export async function changePlace(
	db: Db,
	actor: Actor,
	input: InferOutput<typeof ChangePlace>,
	at: number
): Promise<void> {
	mustManageTown(actor);
	await db
		.transaction(async (tx) => {
			const values = {
				name: input.name,
				kind: input.kind,
				...(await spotOf(tx, input)),
				active: input.active === 'on'
			};
			const changed = await tx
				.update(places)
				.set(values)
				.where(eq(places.id, input.id))
				.returning({ id: places.id });
			if (changed.length === 0) throw new Refusal('missing', '没有这个地点');
			await putPoint(tx, input.id, values);
			await record(tx, actor, 'change_place', `place:${input.id}`, at, values);
		})
		.catch((problem) => taken(problem, nameTaken));
}

async function spotOf(tx: Db, input: InferOutput<typeof NewPlace>) {
	const point = toWgs84(input, input.system);
	const boundary = await townBoundary(tx);
	if (boundary && isFarFrom(boundary, point)) {
		throw new Refusal('invalid', '这个位置离本地太远，是不是经纬度写反了？', {
			lat: '位置离本地太远，请检查纬度',
			lng: '位置离本地太远，请检查经度'
		});
	}
	return point;
}

const putPoint = (tx: Db, id: number, { lat, lng }: { lat: number; lng: number }) =>
	putBox(tx, 'place_points', id, { type: 'Point', coordinates: [lng, lat] });
