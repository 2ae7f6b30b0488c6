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
