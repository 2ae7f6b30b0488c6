import { SecondLookShare } from '$lib/reports/second-look';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { maySetShare, setSecondLookShare } from '$lib/server/reports/commands/second-looks';
import { lookCounts, secondLookShare } from '$lib/server/reports/queries/second-looks';
import { dayMs } from '$lib/time/shanghai';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const days = 90;

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	mustManageTown(actor);
	return {
		days,
		share: await secondLookShare(db),
		maySetShare: maySetShare(actor),
		looks: await lookCounts(db, now() - days * dayMs)
	};
});

export const actions: Actions = {
	share: formAction(SecondLookShare, async ({ locals }: RequestEvent, input) => {
		await setSecondLookShare(db, locals.actor, input, now());
		return { done: `已保存，从现在起每 100 件抽约 ${input.share} 件` };
	})
};
