import type { Actor } from '../../../accounts/roles';
import { rowName, type ImportKind, type RowProblem, type Sheet } from '../../../places/import';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import type { Sealing } from '../../sealing';
import { mustManageTown } from '../commands/may';
import { planDuties } from './duties';
import { planBase, planGrids, planPlaces, planStreets } from './map';
import { changeTown } from '../tenures';
import type { Plan, Planners } from './plan';
import { planBuildings, planShops } from './spots';
import { planChiefs, planOfficers } from './posts';
import { planUnits } from './units';

const planners: Planners = {
	units: planUnits,
	duties: planDuties,
	places: planPlaces,
	grids: planGrids,
	streets: planStreets,
	base: planBase,
	buildings: planBuildings,
	shops: planShops,
	chiefs: planChiefs,
	officers: planOfficers
};

export type ImportCount = { added: number; changed: number; unchanged: number };
export type ImportPreview = ImportCount & { problems: RowProblem[] };

/** What an import would do; writes nothing. */
export async function previewImport(
	db: Db,
	actor: Actor,
	kind: ImportKind,
	sheet: Sheet,
	seal?: Sealing
): Promise<ImportPreview> {
	mustManageTown(actor);
	return counted(await planners[kind](db, sheet, seal));
}

/**
 * Adds and updates every row of `sheet`, or none.
 * @throws Refusal('invalid') naming the first bad row
 */
export async function importSheet(
	db: Db,
	actor: Actor,
	kind: ImportKind,
	sheet: Sheet,
	at: number,
	seal?: Sealing
): Promise<ImportCount> {
	mustManageTown(actor);
	return changeTown(db, at, async (tx) => {
		const plan = await planners[kind](tx, sheet, seal);
		const { problems, ...count } = counted(plan);
		const [bad] = problems;
		if (bad) {
			const others = problems.length > 1 ? `（共 ${problems.length} 处有问题）` : '';
			throw new Refusal(
				'invalid',
				`${rowName(sheet.format, bad.row)}：${bad.message}${others}。一行也没有导入。`
			);
		}
		for (const { write } of plan.changes) await write(tx);
		await record(tx, actor, `import_${kind}`, `import:${kind}`, at, count);
		return count;
	});
}

function counted({ changes, problems }: Plan): ImportPreview {
	const count = { added: 0, changed: 0, unchanged: 0 };
	for (const { what } of changes) count[what]++;
	return { ...count, problems: problems.toSorted((a, b) => a.row - b.row) };
}
