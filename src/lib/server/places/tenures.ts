import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { fallbacksFor } from '../../places/responsibility';
import { tenureKinds } from '../../places/posts';
import {
	outsideGrids,
	turn,
	type Facts,
	type Holding,
	type TenureKind
} from '../../places/tenures';
import type { Db } from '../db';
import { unitsInUse } from './queries';
import { chiefs, duties, grids, officers, tenures, units } from './schema';

/**
 * A change of the town's facts in one transaction that also keeps who answered until then: whatever
 * `work` changed, what it ended is closed and what it began is opened.
 */
export function changeTown<Result>(
	db: Db,
	at: number,
	work: (tx: Db) => Promise<Result>
): Promise<Result> {
	return db.transaction(async (tx) => {
		await beginTenures(tx);
		const result = await work(tx);
		await keepTenures(tx, at);
		return result;
	});
}

/** A town that was there before its tenures were kept: what it has then has held since ever. */
async function beginTenures(tx: Db): Promise<void> {
	if (await hasBegun(tx)) return;
	await write(tx, await holdingNow(tx), 0);
}

/** The row for what lies in no grid is there from the first time on. */
export async function hasBegun(db: Db): Promise<boolean> {
	const [marker] = await db
		.select({ id: tenures.id })
		.from(tenures)
		.where(and(eq(tenures.kind, 'grid'), eq(tenures.ref, outsideGrids)))
		.limit(1);
	return marker !== undefined;
}

async function keepTenures(tx: Db, at: number): Promise<void> {
	const current = await tx
		.select()
		.from(tenures)
		.where(and(inArray(tenures.kind, [...tenureKinds]), isNull(tenures.until)));
	const { ended, undone, begun } = turn(current, await holdingNow(tx), at);
	for (const { id } of undone) await tx.delete(tenures).where(eq(tenures.id, id));
	for (const { id } of ended) await tx.update(tenures).set({ until: at }).where(eq(tenures.id, id));
	await write(tx, begun, at);
}

async function write(tx: Db, holding: readonly Holding[], from: number): Promise<void> {
	const rows = holding.map((one) => ({ ...one, from }));
	for (let i = 0; i < rows.length; i += 200) {
		await tx.insert(tenures).values(rows.slice(i, i + 200));
	}
}

/** What counts now: duties of units in use, grids in use with whom to ask there, chiefs and officers. */
export async function holdingNow(db: Db): Promise<Holding[]> {
	const inUse = await unitsInUse(db);
	const area = (grid: { town: string; leadUnitId: number | null } | null): Facts => {
		const [lead, street, office] = fallbacksFor(grid, inUse);
		return {
			leadUnitId: lead?.unitId ?? null,
			streetUnitId: street?.unitId ?? null,
			officeUnitId: office?.unitId ?? null
		};
	};
	const held = await db
		.select({ duty: duties })
		.from(duties)
		.innerJoin(units, eq(units.id, duties.unitId))
		.where(and(eq(duties.active, true), eq(units.active, true)))
		.orderBy(asc(duties.id));
	const areas = await db.select().from(grids).where(eq(grids.active, true)).orderBy(asc(grids.id));
	const posts = await db
		.select()
		.from(chiefs)
		.where(eq(chiefs.active, true))
		.orderBy(asc(chiefs.id));
	const of = (kind: TenureKind, ref: number, facts: Facts): Holding => ({ kind, ref, facts });
	return [
		...held.map(({ duty: { id, active: _, ...facts } }) => of('duty', id, facts)),
		of('grid', outsideGrids, area(null)),
		...areas.map((grid) =>
			of('grid', grid.id, { name: grid.name, town: grid.town, ...area(grid) })
		),
		// never the name: the post is public, who holds it is not
		...posts.map(({ id, active: _, nameSealed: _name, ...facts }) => of('chief', id, facts)),
		...(await db.select().from(officers).orderBy(asc(officers.id))).map(({ id, ...facts }) =>
			of('officer', id, facts)
		)
	];
}
