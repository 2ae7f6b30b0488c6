import { mayPlanShifts } from '../accounts/policy';
import type { Actor } from '../accounts/roles';

export type Led = { leadId: number | null };

/** Whoever leads a shift has its list and its number, and answers for who was there. */
export const leads = ({ accountId }: Actor, { leadId }: Led): boolean =>
	accountId !== null && accountId === leadId;

/** In what part somebody acts for others on a shift; null for nobody who may. */
export function actsAs(actor: Actor, shift: Led): 'lead' | 'office' | null {
	if (leads(actor, shift)) return 'lead';
	return mayPlanShifts(actor) ? 'office' : null;
}
