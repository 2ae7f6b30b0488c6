import { mayManageTown } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { findCategory } from '../../../reports/categories';
import { standardNear, type Near } from '../../../reports/near';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { categorySettings } from '../schema';

/** How near and how recent counts as the same trouble, for one category; null is the standard again. */
export async function setNear(
	db: Db,
	actor: Actor,
	input: { category: string; near: Near | null },
	at: number
): Promise<void> {
	if (!mayManageTown(actor)) throw new Refusal('forbidden', '您不能改类别的设置');
	const category = findCategory(input.category);
	if (!category) throw new Refusal('missing', '没有这个类别');
	const standard = standardNear(category);
	if (!standard) throw new Refusal('invalid', '点赞和建议不比对附近的上报');
	// what equals the standard goes on following it
	const near = {
		nearMetres: differing(input.near?.metres, standard.metres),
		nearDays: differing(input.near?.days, standard.days)
	};
	await db.transaction(async (tx) => {
		await tx
			.insert(categorySettings)
			.values({ category: category.id, ...near })
			.onConflictDoUpdate({ target: categorySettings.category, set: near });
		await record(tx, actor, 'set_near', `category:${category.id}`, at, near);
	});
}

const differing = (chosen: number | undefined, standard: number): number | null =>
	chosen === undefined || chosen === standard ? null : chosen;
