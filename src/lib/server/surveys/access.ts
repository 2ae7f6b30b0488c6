import { mayRunSurveys } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { Refusal } from '../refusal';

/** The system itself closes what is over. @throws Refusal('forbidden') */
export function assertRuns(actor: Actor): void {
	if (actor.role === 'system') return;
	if (!mayRunSurveys(actor)) throw new Refusal('forbidden', '只有文明办值守员和督导员可以办理调查');
}
