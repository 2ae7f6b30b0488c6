import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { ownGroups } from '$lib/server/volunteering/groups';
import { ownRecord, ownShifts } from '$lib/server/volunteering/of-volunteer';
import { isReady } from '$lib/volunteering/steps';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	const at = now();
	const own = await ownRecord(db, actor);
	return {
		...(await ownShifts(db, actor, at)),
		joined: own !== undefined && isReady(own),
		groups: await ownGroups(db, actor),
		now: at
	};
});
