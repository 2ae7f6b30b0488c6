import { eq } from 'drizzle-orm';
import type { Sheet } from '../../../places/import';
import { checkRows } from '../../../places/import-check';
import { UnitRow } from '../../../places/import-rows';
import type { Db } from '../../db';
import { unitRenamed } from '../../reports/words-due';
import { units } from '../schema';
import { byKey, change, type Plan } from './plan';

export async function planUnits(db: Db, sheet: Sheet): Promise<Plan> {
	const { rows, problems } = checkRows(sheet, UnitRow, ({ code, name }) => [
		`代码“${code}”`,
		`名称“${name}”`
	]);
	const known = await db.select().from(units);
	const byCode = byKey(known, ({ code }) => code);
	const byName = byKey(known, ({ name }) => name);
	const changes = [];
	for (const { row, value } of rows) {
		const namesake = byName.get(value.name);
		if (namesake && namesake.code !== value.code) {
			problems.push({
				row,
				message: `名称“${value.name}”已经是代码“${namesake.code}”的单位`
			});
			continue;
		}
		const before = byCode.get(value.code);
		changes.push(
			change(
				before,
				value,
				(tx) => tx.insert(units).values(value),
				async (tx, id) => {
					await tx.update(units).set(value).where(eq(units.id, id));
					if (value.name !== before?.name) await unitRenamed(tx, id);
				}
			)
		);
	}
	return { changes, problems };
}
