import { eq } from 'drizzle-orm';
import type { Sheet } from '../../../places/import';
import { checkRows } from '../../../places/import-check';
import { ChiefRow, OfficerRow } from '../../../places/import-rows';
import { chiefs as chiefTable, forces } from '../../../places/posts';
import type { Db } from '../../db';
import type { Sealing } from '../../sealing';
import { placeOf } from '../commands/posts';
import { buildings, chiefs, grids, officers, segments, shops, units } from '../schema';
import { byKey, change, unambiguous, type Change, type Plan } from './plan';

/** A chief is the same when it has the same post of the same kind at the same place. */
const chiefKey = (
	chief: Omit<ReturnType<typeof placeOf>, never> & { kind: string; post: string }
) =>
	[
		chief.kind,
		chief.gridId ?? '',
		chief.segmentId ?? '',
		chief.buildingId ?? '',
		chief.shopId ?? '',
		chief.post
	].join('|');

export async function planChiefs(db: Db, sheet: Sheet, seal?: Sealing): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, ChiefRow, ({ kind, place, post }) => [
		`${chiefTable[kind].label} ${place} ${post}`
	]);
	const known = byKey(await db.select().from(chiefs), chiefKey);
	const places = await placeIds(db);
	const unitIds = await unitsByName(db);
	const seen = new Map<string, number>();
	const changes: Change[] = [];
	for (const { row, value } of rows) {
		const { kind, post, name, phone: officePhone, active } = value;
		const placeId = places[chiefTable[kind].of].get(value.place);
		const unitId = value.unit ? unitIds.get(value.unit) : null;
		if (placeId === undefined) {
			problems.push({ row, message: `没有叫“${value.place}”的地方，同名的网格要写代码` });
			continue;
		}
		if (unitId === undefined) {
			problems.push({ row, message: `没有这个单位“${value.unit}”` });
			continue;
		}
		if (name !== '' && !seal) throw new Error('names cannot be kept without a seal');
		const values = { kind, ...placeOf(kind, placeId), post, officePhone, unitId, active };
		const key = chiefKey(values);
		if (seen.has(key)) {
			problems.push({ row, message: `与第 ${seen.get(key)} 行说的是同一个岗位` });
			continue;
		}
		seen.set(key, row);
		const before = known.get(key);
		const was = before?.nameSealed && seal ? seal.open(before.nameSealed) : '';
		const nameSealed = name === was ? (before?.nameSealed ?? null) : seal?.seal(name);
		const sealed = { ...values, nameSealed: name === '' ? null : nameSealed };
		changes.push(
			change(
				before && { ...before, name: was },
				{ ...values, name },
				(tx) => tx.insert(chiefs).values(sealed),
				(tx, id) => tx.update(chiefs).set(sealed).where(eq(chiefs.id, id))
			)
		);
	}
	return { changes, problems };
}

async function placeIds(db: Db) {
	const named = (rows: { id: number; name: string }[]) =>
		new Map(rows.map(({ id, name }): [string, number] => [name, id]));
	const areas = await db.select().from(grids);
	return {
		grid: new Map([
			...named(unambiguous(areas)),
			...areas.map(({ id, code }): [string, number] => [code, id])
		]),
		segment: named(await db.select().from(segments)),
		building: named(await db.select().from(buildings)),
		shop: named(await db.select().from(shops))
	};
}

async function unitsByName(db: Db): Promise<Map<string, number>> {
	const rows = await db.select().from(units);
	return new Map(
		rows.flatMap(({ id, code, name }): [string, number][] => [
			[code, id],
			[name, id]
		])
	);
}

export async function planOfficers(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, OfficerRow, ({ street, force }) => [
		`${street}的${forces[force].label}`
	]);
	const keyOf = ({ street, force }: { street: string; force: string }) => `${street}|${force}`;
	const known = byKey(await db.select().from(officers), keyOf);
	const streets = new Set((await db.select().from(segments)).map(({ street }) => street));
	const unitIds = await unitsByName(db);
	const changes: Change[] = [];
	for (const { row, value } of rows) {
		const unitId = unitIds.get(value.unit);
		const unknown = [
			!streets.has(value.street) && `没有叫“${value.street}”的道路`,
			unitId === undefined && `没有这个单位“${value.unit}”`
		].filter(Boolean);
		if (unknown.length > 0 || unitId === undefined) {
			problems.push({ row, message: unknown.join('，') });
			continue;
		}
		const { street, force, post } = value;
		const values = { street, force, unitId, post };
		changes.push(
			change(
				known.get(keyOf(value)),
				values,
				(tx) => tx.insert(officers).values(values),
				(tx, id) => tx.update(officers).set(values).where(eq(officers.id, id))
			)
		);
	}
	return { changes, problems };
}
