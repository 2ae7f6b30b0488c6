import type { Answer } from '../../places/responsibility';
import { defectCategory } from '../../posters/sites';
import type { Db } from '../db';
import { responsibleUnit } from '../places/queries';
import { siteAt } from '../posters/site-unit';

type Asked = Parameters<typeof responsibleUnit>[1] & { lat: number; lng: number };

/**
 * Who should have a report: for a poster that is broken the unit that its site is registered with, for
 * all else whom the duties name.
 */
export async function suggestedUnit(
	db: Db,
	report: Asked
): Promise<(Answer & { unitName: string }) | null> {
	const site = report.category === defectCategory ? await siteAt(db, report) : undefined;
	if (!site) return responsibleUnit(db, report);
	const { unitId, unitName, name } = site;
	return {
		unitId,
		unitName,
		basis: 'assigned',
		document: '',
		rule: `公益广告点位登记：${name}`,
		gap: false
	};
}
