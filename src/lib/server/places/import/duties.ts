import { eq } from 'drizzle-orm';
import type { Sheet } from '../../../places/import';
import { checkRows } from '../../../places/import-check';
import { DutyRow } from '../../../places/import-rows';
import type { Db } from '../../db';
import { categories, groups } from '../../../reports/categories';
import { duties, grids, segments, units } from '../schema';
import { change, unambiguous, type Plan } from './plan';

/** A duty is the same when it is about the same category, area and basis. */
export const dutyKey = (duty: {
	category: string;
	gridId: number | null;
	segmentId: number | null;
	basis: string;
}): string => [duty.category, duty.gridId ?? '', duty.segmentId ?? '', duty.basis].join('|');

export async function planDuties(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, DutyRow, ({ category, grid, segment, basis }) => [
		`${[category, grid, segment].filter(Boolean).join(' · ')}（${basis}）`
	]);
	const known = new Map<string, typeof duties.$inferSelect>();
	for (const duty of await db.select().from(duties)) known.set(dutyKey(duty), duty);
	const find = await finders(db);
	const seen = new Map<string, number>();
	const changes = [];
	for (const { row, value } of rows) {
		const category = find.category.get(value.category);
		const grid = value.grid ? find.grid.get(value.grid) : null;
		const segment = value.segment ? find.segment.get(value.segment) : null;
		const unit = find.unit.get(value.unit);
		const unknown = [
			category === undefined && `类别“${value.category}”`,
			grid === undefined && `网格“${value.grid}”（同名的要写代码）`,
			segment === undefined && `路段“${value.segment}”`,
			unit === undefined && `责任单位“${value.unit}”`
		].filter(Boolean);
		if (category === undefined || grid === undefined || segment === undefined || !unit) {
			problems.push({ row, message: `没有这个${unknown.join('、没有这个')}` });
			continue;
		}
		const { basis, document, active } = value;
		const values = {
			category,
			gridId: grid,
			segmentId: segment,
			unitId: unit,
			basis,
			document,
			active
		};
		// the same grid may be written once by code and once by name
		const key = dutyKey(values);
		if (seen.has(key)) {
			problems.push({ row, message: `与第 ${seen.get(key)} 行说的是同一件事` });
			continue;
		}
		seen.set(key, row);
		changes.push(
			change(
				known.get(key),
				values,
				(tx) => tx.insert(duties).values(values),
				(tx, id) => tx.update(duties).set(values).where(eq(duties.id, id))
			)
		);
	}
	return { changes, problems };
}

async function finders(db: Db) {
	const knownGrids = await db.select().from(grids);
	const knownSegments = await db.select().from(segments);
	const knownUnits = await db.select().from(units);
	return {
		category: new Map([
			...categories.flatMap(({ id, label }) => pairs(id, id, label)),
			...groups.flatMap(({ id, label }) => pairs(id, id, label))
		]),
		// names of grids need not be unique: one that is not can only be meant by its code
		grid: new Map([
			...unambiguous(knownGrids).map(({ id, name }): [string, number] => [name, id]),
			...knownGrids.map(({ id, code }): [string, number] => [code, id])
		]),
		segment: new Map(knownSegments.flatMap(({ id, name }) => pairs(id, name))),
		unit: new Map(knownUnits.flatMap(({ id, code, name }) => pairs(id, code, name)))
	};
}

const pairs = <Id>(id: Id, ...names: string[]): [string, Id][] => names.map((name) => [name, id]);
