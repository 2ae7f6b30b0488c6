import { mayManageTown } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { isUniqueBreach } from '../../db';
import { Refusal } from '../../refusal';

/** The system itself may too: it loads a town from files. */
export function mustManageTown(actor: Actor): void {
	if (actor.role === 'system' || mayManageTown(actor)) return;
	throw new Refusal('forbidden', '您不能管理本地的地点、单位和职责');
}

/** Turns a breach of a UNIQUE constraint into a refusal beside the field; anything else is rethrown. */
export function taken(problem: unknown, fields: Record<string, string>): never {
	if (!isUniqueBreach(problem)) throw problem;
	throw new Refusal('conflict', Object.values(fields)[0] ?? '已经有了', fields);
}
