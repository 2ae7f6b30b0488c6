import * as v from 'valibot';
import { NoticeChoice } from '$lib/notifications/forms';
import { mostWatches, NewWatch, WatchId } from '$lib/reports/watches';
import { db, means, now, pushKey } from '$lib/server/app';
import { browserKey } from '$lib/server/http/browser';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { outgoingOf } from '$lib/server/notifications/outgoing';
import { chooseNotices, noticeChoices } from '$lib/server/notifications/settings';
import { takesPushes, unsubscribe } from '$lib/server/notifications/subscriptions';
import { gridNames } from '$lib/server/places/queries';
import { addWatch, removeWatch } from '$lib/server/reports/commands/watches';
import { watchesOf } from '$lib/server/reports/queries/watches';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	const { accountId } = event.locals.actor;
	return { account: accountId === null ? null : await choicesOf(accountId, browserKey(event)) };
});

async function choicesOf(accountId: number, key: string | undefined) {
	return {
		notices: await noticeChoices(db, accountId),
		thisBrowser: await takesPushes(db, accountId, key),
		hook: means.message !== null,
		pushKey,
		watches: await watchesOf(db, accountId),
		mostWatches,
		grids: await gridNames(db),
		outgoing: await outgoingOf(db, accountId),
		now: now()
	};
}

export const actions: Actions = {
	notices: formAction(NoticeChoice, async ({ locals }: RequestEvent, input) => {
		await chooseNotices(db, locals.actor, input, means.message !== null, now());
		return { done: '提醒方式已保存' };
	}),
	stopPush: formAction(v.object({}), async ({ locals }: RequestEvent) => {
		await unsubscribe(db, locals.actor, 'all', now());
		return { done: '所有设备的推送都已关闭' };
	}),
	watch: formAction(NewWatch, async ({ locals }: RequestEvent, input) => {
		await addWatch(db, locals.actor, input, now());
		return { done: '已关注，有新公开的上报会在第二天早上一并告诉您' };
	}),
	unwatch: formAction(WatchId, async ({ locals }: RequestEvent, { id }) => {
		await removeWatch(db, locals.actor, id, now());
		return { done: '已取消关注' };
	})
};
