import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { getUnit } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { assistedBy } from '$lib/server/reports/queries/assists';
import { unitWork } from '$lib/server/reports/queries/field';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor }, url }: PageServerLoadEvent) => {
	if (actor.unitId === null) {
		throw new Refusal('forbidden', '您的账号还没有所属单位，请联系系统管理员');
	}
	const at = now();
	const unit = await getUnit(db, actor.unitId);
	const mine = url.searchParams.get('whose') === 'mine';
	return {
		now: at,
		unit: unit.name,
		mine,
		own: actor.accountId,
		work: await unitWork(db, actor.unitId, at, mine ? (actor.accountId ?? undefined) : undefined),
		assisted: await assistedBy(db, actor.unitId)
	};
});
