import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { ledShifts } from '$lib/server/volunteering/led';
import { ownRecord, ownShifts } from '$lib/server/volunteering/of-volunteer';
import { isReady } from '$lib/volunteering/steps';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	const at = now();
	const own = await ownRecord(db, actor);
	return {
		...(await ownShifts(db, actor, at)),
		led: await ledShifts(db, actor, at),
		joined: own !== undefined && isReady(own),
		now: at
	};
});
