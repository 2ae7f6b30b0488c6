import { eq } from 'drizzle-orm';
import type { Sheet } from '../../../places/import';
import { checkRows } from '../../../places/import-check';
import { BuildingFeature, BuildingRow, ShopFeature, ShopRow } from '../../../places/import-rows';
import type { Db } from '../../db';
import { locate } from '../queries';
import { buildings, shops } from '../schema';
import { nearTown } from './map';
import { byKey, change, type Change, type Plan } from './plan';

const nameKey = ({ name }: { name: string }) => [`名称“${name}”`];

export async function planBuildings(db: Db, sheet: Sheet): Promise<Plan> {
	const schema = sheet.format === 'excel' ? BuildingRow : BuildingFeature;
	const { rows, problems } = checkRows(sheet, schema, nameKey);
	const known = byKey(await db.select().from(buildings), ({ name }) => name);
	const near = await nearTown(db, problems);
	const changes: Change[] = [];
	for (const { row, value } of rows) {
		if (!near(row, [value])) continue;
		const { gridId, segmentId } = await locate(db, value);
		const { name, lat, lng, active } = value;
		const values = { name, lat, lng, active, gridId, segmentId };
		changes.push(
			change(
				known.get(name),
				values,
				(tx) => tx.insert(buildings).values(values),
				(tx, id) => tx.update(buildings).set(values).where(eq(buildings.id, id))
			)
		);
	}
	return { changes, problems };
}

export async function planShops(db: Db, sheet: Sheet): Promise<Plan> {
	const schema = sheet.format === 'excel' ? ShopRow : ShopFeature;
	const { rows, problems } = checkRows(sheet, schema, nameKey);
	const known = byKey(await db.select().from(shops), ({ name }) => name);
	const houses = byKey(await db.select().from(buildings), ({ name }) => name);
	const near = await nearTown(db, problems);
	const changes: Change[] = [];
	for (const { row, value } of rows) {
		const house = value.building ? houses.get(value.building) : null;
		if (house === undefined) {
			problems.push({ row, message: `没有叫“${value.building}”的楼栋，请先添加` });
			continue;
		}
		if (!near(row, [value])) continue;
		const { gridId, segmentId } = await locate(db, value);
		const { name, lat, lng, active } = value;
		const values = { name, lat, lng, active, gridId, segmentId, buildingId: house?.id ?? null };
		changes.push(
			change(
				known.get(name),
				values,
				(tx) => tx.insert(shops).values(values),
				(tx, id) => tx.update(shops).set(values).where(eq(shops.id, id))
			)
		);
	}
	return { changes, problems };
}
