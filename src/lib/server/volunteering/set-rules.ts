import type { Actor } from '../../accounts/roles';
import type { Season } from '../../volunteering/patterns';
import type { Rules } from '../../volunteering/sign-up';
import type { Db } from '../db';
import { setOfficeSetting } from '../settings/office';
import { assertPlans } from './posts';

type Settings = {
	shift_rules: Rules;
	school_terms: readonly Season[];
};

/** What the office chooses for 文明劝导, from now on; null is the standard again. */
export async function setShiftSetting<Name extends keyof Settings>(
	db: Db,
	actor: Actor,
	name: Name,
	value: Settings[Name] | null,
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction((tx) => setOfficeSetting(tx, actor, name, value ?? undefined, at));
}
