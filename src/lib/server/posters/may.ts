import { mayEdit } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { Refusal } from '../refusal';

/** @returns the account that acts */
export function assertEdits(actor: Actor): number {
	if (!mayEdit(actor) || actor.accountId === null) {
		throw new Refusal('forbidden', '只有宣传编辑和文明办可以管公益广告');
	}
	return actor.accountId;
}
