import { mayTriage } from '$lib/accounts/policy';
import { DecideTakedown, OpenContact } from '$lib/reports/forms-afterwards';
import { maySeeTakedowns } from '$lib/reports/queues';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { requireRecent } from '$lib/server/http/recent';
import { Refusal } from '$lib/server/refusal';
import { decideTakedown, openTakedownContact } from '$lib/server/reports/commands/takedown';
import { deskCounts } from '$lib/server/reports/queries/desk';
import { answeredTakedowns, openTakedowns } from '$lib/server/reports/queries/takedowns';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals }: PageServerLoadEvent) => {
	if (!maySeeTakedowns(locals.actor)) {
		throw new Refusal('forbidden', '只有值守员和督导员可以看撤下请求');
	}
	const at = now();
	return {
		open: await openTakedowns(db),
		answered: await answeredTakedowns(db),
		counts: await deskCounts(db, at),
		mayDecide: mayTriage(locals.actor),
		now: at
	};
});

const decided = {
	taken_down: '已撤下，居民不再看到这件；上报人已收到通知。要再公开，请重新看过照片。',
	kept: '已保留公开。'
};

const recently = async (event: RequestEvent) => requireRecent(event, now());

export const actions: Actions = {
	decide: formAction(DecideTakedown, async ({ locals }: RequestEvent, { id, ...decision }) => {
		await decideTakedown(db, locals.actor, id, decision, now());
		return { done: `${decided[decision.outcome]}对方留了联系方式的，请告知结果。` };
	}),
	contact: formAction(
		OpenContact,
		async ({ locals }: RequestEvent, { id }) => {
			await limit('openContact', `account:${locals.actor.accountId}`);
			return {
				contact: { id, text: await openTakedownContact(db, seal, locals.actor, id, now()) }
			};
		},
		recently
	)
};
