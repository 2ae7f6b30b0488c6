import * as v from 'valibot';
import { config, db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { endFeed, feedSince, makeFeed } from '$lib/server/volunteering/feeds';
import { ownGroups } from '$lib/server/volunteering/groups';
import { ledShifts } from '$lib/server/volunteering/led';
import { ownRecord, ownShifts } from '$lib/server/volunteering/of-volunteer';
import { isReady } from '$lib/volunteering/steps';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	const at = now();
	const own = await ownRecord(db, actor);
	return {
		...(await ownShifts(db, actor, at)),
		led: await ledShifts(db, actor, at),
		joined: own !== undefined && isReady(own),
		calendarSince: await feedSince(db, actor),
		groups: await ownGroups(db, actor),
		now: at
	};
});

const nothing = v.object({});

export const actions: Actions = {
	make_feed: formAction(nothing, async ({ locals, url }: RequestEvent) => {
		const token = await makeFeed(db, locals.actor, now());
		const origin = config.ORIGIN || url.origin;
		return { done: '日历开通了，请现在就添加', address: `${origin}/calendar/${token}.ics` };
	}),
	end_feed: formAction(nothing, async ({ locals }: RequestEvent) => {
		await endFeed(db, locals.actor, now());
		return { done: '日历已停用，原来的地址打不开了' };
	})
};
