import { roundings, type Rounding } from '../../volunteering/hours';
import { standardTerms, type Season } from '../../volunteering/patterns';
import { standardRules, type Rules } from '../../volunteering/sign-up';
import type { Db } from '../db';
import { officeSetting } from '../settings/office';

/** The office's rules for shifts; what it has not chosen is the standard. */
export async function shiftRules(db: Db): Promise<Rules> {
	const chosen = (await officeSetting(db, 'shift_rules')) as Partial<Rules> | undefined;
	return { ...standardRules, ...chosen };
}

/** When schools are in session. */
export async function schoolTerms(db: Db): Promise<readonly Season[]> {
	return ((await officeSetting(db, 'school_terms')) as Season[] | undefined) ?? standardTerms;
}

/** How minutes are counted from now on; each row of hours says which rule it was made by. */
export async function hourRounding(db: Db): Promise<Rounding> {
	const chosen = await officeSetting(db, 'hour_rounding');
	return typeof chosen === 'string' && chosen in roundings ? (chosen as Rounding) : 'exact';
}
