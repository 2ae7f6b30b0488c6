import type { Actor } from '../../../accounts/roles';
import { limitLabel, type TimeLimit } from '../../../reports/deadlines';
import { limitSubject, sameLimit, standardLimit } from '../../../reports/limits';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { mustManageTown } from '../../places/commands/may';
import { Refusal } from '../../refusal';
import { limitSettings } from '../desk-schema';
import { limitSet } from '../queries/limits';

/**
 * Sets what clocks that start from `at` on are given; null is the standard again. What already runs
 * keeps its limit.
 */
export async function setLimit(
	db: Db,
	actor: Actor,
	{ name, limit }: { name: string; limit: TimeLimit | null },
	at: number
): Promise<void> {
	mustManageTown(actor);
	const { accountId } = actor;
	if (accountId === null) throw new Refusal('forbidden', '您不能改时限');
	await db.transaction(async (tx) => {
		const before = await limitSet(tx, name, at);
		const after = limit ?? standardLimit(name);
		if (sameLimit(before, after)) {
			throw new Refusal('conflict', `${limitSubject(name)}的时限已经是 ${limitLabel(after)}`);
		}
		await tx.insert(limitSettings).values({
			category: name,
			limitType: after.type,
			limitValue: after.value,
			from: at,
			accountId
		});
		await record(tx, actor, 'set_limit', `limit:${name}`, at, {
			from: limitLabel(before),
			to: limitLabel(after)
		});
	});
}
